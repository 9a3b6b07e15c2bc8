import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { IdempotentDocument } from '../blueprint/document/idempotent.ts';
import type { Entity } from '../model/entity.ts';
import type { Idempotency, Operation, Step } from '../model/operation.ts';
import { tokenField } from '../model/secret-fields.ts';
import { allSteps } from '../model/walk-steps.ts';
import { addInternalEntity } from './internal-entities.ts';
import type { LoweringContext } from './lowering-context.ts';

interface KeyedParts extends Pick<Operation, 'http' | 'steps'> {
  readonly isUpload: boolean;
}

/** Reads `idempotent: true` and `idempotent: required`. */
export function lowerIdempotency(
  document: IdempotentDocument | undefined,
  operation: KeyedParts,
  path: DocumentPath,
  context: LoweringContext,
): Idempotency | undefined {
  if (document === undefined) return undefined;
  const obstacle = obstacleOf(operation, context);
  if (obstacle !== undefined) {
    context.problems.add({ code: 'invalid_value', path, isKey: true, ...obstacle });
    return undefined;
  }
  return { isRequired: document === 'required', entity: keptAnswers(context).name };
}

function obstacleOf(
  { http, steps, isUpload }: KeyedParts,
  { entities, access }: LoweringContext,
): { readonly message: string; readonly suggestion: string } | undefined {
  if (http.method === 'GET')
    return {
      message: 'A GET changes nothing: it can be sent again as it is.',
      suggestion: 'Leave `idempotent` out.',
    };
  if (isUpload) return { message: 'Files are not compared.', suggestion: 'Leave `idempotent` out.' };
  const session = access?.accounts?.session;
  if (allSteps(steps).some((step) => makesToken(step, entities, session)))
    return {
      message: 'The answer tells a token, which is kept nowhere: it cannot be told again.',
      suggestion: 'Leave `idempotent` out, or answer without the token.',
    };
  return undefined;
}

function makesToken(step: Step, entities: ReadonlyMap<string, Entity>, session: string | undefined): boolean {
  if (step.kind !== 'create') return false;
  const entity = entities.get(step.entity);
  return step.entity === session || (entity !== undefined && tokenField(entity) !== undefined);
}

/** What has been answered to requests with a key. */
function keptAnswers(context: LoweringContext): Entity {
  return addInternalEntity(context, {
    name: 'IdempotentAnswer',
    description: 'What a request with an idempotency key was answered.',
    fields: [
      { name: 'key', type: { kind: 'text' }, isOptional: false, unique: { ignoreCase: false } },
      { name: 'request', type: { kind: 'text' }, isOptional: false },
      { name: 'answer', type: { kind: 'text' }, isOptional: false },
    ],
  });
}
