/** Kinds of steps for workflows, as packs bring them. Apart from the rest, because it loads the engine's workflows. */
export { defineStep as defineStage, type StepContext as StageContext } from '@millwright/engine/workflow';
