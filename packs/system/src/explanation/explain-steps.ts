import type { Step } from '../model/operation.ts';
import type { SystemModel } from '../model/system.ts';
import type { Point } from './explanation.ts';
import type { StepExplainer, StepSurroundings } from './step-explainer.ts';
import { explainCompute } from './steps/explain-compute.ts';
import { explainCount } from './steps/explain-count.ts';
import { explainCreate } from './steps/explain-create.ts';
import { explainDelete } from './steps/explain-delete.ts';
import { explainEach } from './steps/explain-each.ts';
import { explainEmit } from './steps/explain-emit.ts';
import { explainFind } from './steps/explain-find.ts';
import { explainIf } from './steps/explain-if.ts';
import { explainIncrement } from './steps/explain-increment.ts';
import { explainList } from './steps/explain-list.ts';
import { explainLoad } from './steps/explain-load.ts';
import { explainRefer } from './steps/explain-refer.ts';
import { explainRequire } from './steps/explain-require.ts';
import { explainSend } from './steps/explain-send.ts';
import { explainUpdate } from './steps/explain-update.ts';
import { explainUpsert } from './steps/explain-upsert.ts';

/** A kind of step without an explanation is a type error here. */
const explainers: { readonly [Kind in Step['kind']]: StepExplainer<Kind> } = {
  load: explainLoad,
  find: explainFind,
  list: explainList,
  count: explainCount,
  require: explainRequire,
  compute: explainCompute,
  create: explainCreate,
  update: explainUpdate,
  upsert: explainUpsert,
  increment: explainIncrement,
  delete: explainDelete,
  refer: explainRefer,
  emit: explainEmit,
  send: explainSend,
  if: explainIf,
  each: explainEach,
};

/** What the steps do, in their order. */
export function explainSteps(
  steps: readonly Step[],
  model: SystemModel,
  isPartial: boolean = false,
): readonly Point[] {
  const surroundings: StepSurroundings = {
    model,
    isPartial,
    explainSteps: (inner) => explainSteps(inner, model, isPartial),
  };
  return steps.map((step) =>
    (explainers[step.kind] as (step: Step, surroundings: StepSurroundings) => Point)(step, surroundings),
  );
}
