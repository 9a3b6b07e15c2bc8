import type { Operation, Step } from '../../../../model/operation.ts';
import { readsOf } from '../../../plan/variable-reads.ts';
import { viewCall } from '../shown-value.ts';
import type { StepsContext } from './step-context.ts';

/**
 * The step before which it must be known what a patch changes: the first that looks at it. Whoever may not change the record, or
 * not even see it, has been refused by then, and learns nothing by the tests of his patch.
 */
export function firstToReadPatch(steps: readonly Step[], { patch }: Operation): Step | undefined {
  const load = steps.findIndex((step) => step.kind === 'load' && step.as === patch?.variable);
  return load === -1 ? undefined : steps.slice(load + 1).find(readsInput);
}

function readsInput(step: Step): boolean {
  return ('fromInput' in step && step.fromInput) || readsOf([step])('input');
}

/** What the body changes of the record that was loaded. */
export function renderPatchInput({ operation: { patch }, scope }: StepsContext): string[] {
  if (patch === undefined) return [];
  return [`const input = change.of(${viewCall(patch.entity, scope.variable(patch.variable), scope)});`];
}
