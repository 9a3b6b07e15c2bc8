import type { Step } from '../../../../model/operation.ts';
import { isChanged, liveSteps, readsOf } from '../../../plan/variable-reads.ts';
import { renderCompute } from './compute-step.ts';
import { renderCount } from './count-step.ts';
import { renderCreate } from './create-step.ts';
import { renderDelete } from './delete-step.ts';
import { renderEach } from './each-step.ts';
import { renderEmit } from './emit-step.ts';
import { renderFind } from './find-step.ts';
import { renderIf } from './if-step.ts';
import { renderIncrement } from './increment-step.ts';
import { renderList } from './list-step.ts';
import { renderLoad } from './load-step.ts';
import { renderRefer } from './refer-step.ts';
import { renderRequire } from './require-step.ts';
import { renderSend } from './send-step.ts';
import { firstToReadPatch, renderPatchInput } from './patch-input.ts';
import type { StepContext, StepOf, StepsContext } from './step-context.ts';
import { renderUpdate } from './update-step.ts';
import { renderUpsert } from './upsert-step.ts';

type StepRenderers = {
  readonly [Kind in Step['kind']]: (step: StepOf<Kind>, context: StepContext) => string[];
};

const renderers: StepRenderers = {
  load: renderLoad,
  find: renderFind,
  list: renderList,
  count: renderCount,
  require: renderRequire,
  compute: renderCompute,
  create: renderCreate,
  update: renderUpdate,
  upsert: renderUpsert,
  increment: renderIncrement,
  delete: renderDelete,
  refer: renderRefer,
  emit: renderEmit,
  send: renderSend,
  if: renderIf,
  each: renderEach,
};

/** The statements of a list of steps. */
export function renderSteps(written: readonly Step[], context: StepsContext): string[] {
  const steps = liveSteps(written, context.readsAfter, context.isResult);
  const lines: string[] = [];
  const readsPatch = firstToReadPatch(steps, context.operation);
  for (let index = 0; index < steps.length; ) {
    if (readsPatch !== undefined && steps[index] === readsPatch) lines.push(...renderPatchInput(context));
    const extracted = extractChecks(steps.slice(index), context);
    lines.push(...(extracted === undefined ? renderAt(steps, index, context) : [extracted.line]));
    index += extracted?.count ?? 1;
  }
  return lines;
}

function extractChecks(steps: readonly Step[], { checks, ...context }: StepsContext) {
  const [first] = steps;
  // What a patch changes is known to these statements alone.
  const isPatch = context.operation.patch !== undefined;
  if (first === undefined || isPatch || context.isResult(first)) return undefined;
  return checks?.extract(steps, context.readsAfter, context.scope, (run, scope, readsAfter) =>
    renderSteps(run, { ...context, scope, readsAfter, isResult: () => false }),
  );
}

function renderAt(steps: readonly Step[], index: number, context: StepsContext): string[] {
  const step = steps[index];
  if (step === undefined) return [];
  const rest = steps.slice(index + 1);
  const later = readsOf(rest);
  return renderStep(step, {
    ...context,
    readsLater: (variable) => later(variable) || context.readsAfter(variable),
    renderSteps,
    isReassigned: (variable) => isChanged(variable, rest, context.readsAfter, context.isResult),
    isResult: context.isResult(step),
  });
}

function renderStep(step: Step, context: StepContext): string[] {
  return (renderers[step.kind] as (step: Step, context: StepContext) => string[])(step, context);
}
