import { explainAssignments, withPoints } from '../explain-assignments.ts';
import type { StepExplainer } from '../step-explainer.ts';
import { uniqueRefusals } from '../write-refusals.ts';

export const explainCreate: StepExplainer<'create'> = (step, { model }) => {
  const entity = model.entities.find(({ name }) => name === step.entity);
  return withPoints(
    { text: `creates a record of ${step.entity}, as ${step.as}`, refusals: uniqueRefusals(entity) },
    explainAssignments(step.set, step.fromInput),
  );
};
