import { explainAssignments, withPoints } from '../explain-assignments.ts';
import type { StepExplainer } from '../step-explainer.ts';
import { uniqueRefusals } from '../write-refusals.ts';

export const explainUpdate: StepExplainer<'update'> = (step, { model, isPartial }) => {
  const entity = model.entities.find(({ name }) => name === step.entity);
  const fields = explainAssignments(step.set, step.fromInput && !isPartial);
  const given = step.fromInput && isPartial ? [{ text: 'the fields of the body that are given' }] : [];
  return withPoints({ text: `changes ${step.target}`, refusals: uniqueRefusals(entity) }, [
    ...given,
    ...fields,
  ]);
};
