import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { OperationDocument } from '../blueprint/document.ts';
import type { PatchRule, Step } from '../model/operation.ts';
import type { OperationSignature } from './operation-signature.ts';
import type { LoweringContext } from './lowering-context.ts';

interface Patched {
  readonly steps: readonly Step[];
  readonly patch?: PatchRule;
}

/**
 * The formats in which an operation takes changes of the record that it loads. What they change is known once the record
 * is, so it is loaded before anything looks at `input`.
 */
export function lowerPatch(
  { accepts }: OperationDocument,
  steps: readonly Step[],
  { isPartial }: Pick<OperationSignature, 'isPartial'>,
  path: DocumentPath,
  { problems }: LoweringContext,
): Patched {
  if (accepts === undefined) return { steps };
  const load = isPartial ? changedLoad(steps) : undefined;
  if (load === undefined) {
    problems.add({
      code: 'invalid_http',
      path,
      isKey: true,
      message: '`accepts` belongs to a PATCH that loads a record by its path and changes it by its body.',
      suggestion: 'Write `- load: Task as task` and `- update: task` with `from: input`.',
    });
    return { steps };
  }
  if (accepts.length === 1 && accepts[0] === 'json') return { steps };
  const before = steps.slice(0, steps.indexOf(load));
  const ordered = before.some(readsInput) ? [load, ...steps.filter((step) => step !== load)] : steps;
  return { steps: ordered, patch: { variable: load.as, entity: load.entity, accepts } };
}

/** The step that loads, by the path, the record which the body changes. */
function changedLoad(steps: readonly Step[]): Extract<Step, { kind: 'load' }> | undefined {
  const update = steps.find((step) => step.kind === 'update' && step.fromInput);
  const load = steps.find(
    (step) => step.kind === 'load' && update?.kind === 'update' && step.as === update.target,
  );
  return load?.kind === 'load' && !readsInput(load) ? load : undefined;
}

/** Whether the variable stands anywhere in plain data. */
function readsInput(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('kind' in value && value.kind === 'variable' && 'name' in value && value.name === 'input') return true;
  return Object.values(value).some(readsInput);
}
