import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { OperationDocument } from '../../blueprint/document.ts';
import type { OperationAccess } from '../../model/access.ts';
import type { Field } from '../../model/field.ts';
import type { Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import type { OperationScope } from '../operation-scope.ts';
import type { AccessWish } from './access-words.ts';
import { identitySteps } from './actor.ts';
import { guardSteps } from './guard-steps.ts';
import { ownerField, RecordConditions } from './record-conditions.ts';

/** An operation on its way: what it does, and what access makes of it. */
export interface GuardedOperation {
  readonly access?: OperationAccess;
  readonly steps: readonly Step[];
}

export interface UnguardedOperation {
  readonly document: OperationDocument;
  readonly path: DocumentPath;
  readonly input: readonly Field[];
  readonly steps: readonly Step[];
  readonly wish: AccessWish;
  readonly scope: OperationScope;
  /** The entity the operation is about. */
  readonly entity: string;
}

/** Puts the steps that access asks for before, between and after the steps of an operation. */
export function guardOperation(operation: UnguardedOperation): GuardedOperation {
  const { steps, wish, scope, path, input } = operation;
  const { context } = scope;
  const place = [...path, 'access'];
  const owned = wish.isForOwner ? ownedVariable(operation) : undefined;
  const session = context.access?.accounts?.session;
  const signsIn = allSteps(steps).some((step) => step.kind === 'create' && step.entity === session);
  const conditions = new RecordConditions(
    wish,
    scope,
    operation.document.access === undefined ? path : place,
    signsIn,
  );
  const guarded = guardSteps(steps, { conditions, scope, input, owned });
  if (context.access === undefined) return { steps: guarded };
  const identities = identitySteps(wish, (variable) => scope.usesVariable(variable), context);
  return {
    steps: [...identities.steps, ...guarded],
    access: {
      admits: wish.admits,
      isOpen: wish.isOpen,
      ...(wish.admitsAll || wish.isForOwner || wish.roles.length === 0 ? {} : { roles: wish.roles }),
      identities: identities.identities,
    },
  };
}

/** The variable of the record that must be the caller's own; what an operation creates is its creator's anyway. */
function ownedVariable({ steps, scope, document, path, entity }: UnguardedOperation): string | undefined {
  const { context } = scope;
  const read = steps.filter((step) => step.kind === 'load' || step.kind === 'list' || step.kind === 'count');
  const owned = read.filter((step) => ownerField(step.entity, context) !== undefined);
  const target = owned.find((step) => step.entity === entity) ?? owned[0];
  if (target !== undefined) return target.as;
  const creates = allSteps(steps).some(
    (step) =>
      (step.kind === 'create' || step.kind === 'upsert') && ownerField(step.entity, context) !== undefined,
  );
  if (creates) return undefined;
  context.problems.add({
    code: 'invalid_value',
    path: document.access === undefined ? path : [...path, 'access'],
    message: 'Nothing that this operation reads has an owner.',
    suggestion: `Name the field that holds the owner: \`owner: author\` beside the fields of ${entity}.`,
  });
  return undefined;
}
