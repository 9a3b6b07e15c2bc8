import type { StepExplainer } from '../step-explainer.ts';

export const explainIncrement: StepExplainer<'increment'> = (
  { entity, target, field, by, otherwise },
  { model },
) => {
  const type = model.entities
    .find(({ name }) => name === entity)
    ?.fields.find(({ name }) => name === field)?.type;
  const isBounded =
    type !== undefined && 'minimum' in type && (type.minimum !== undefined || type.maximum !== undefined);
  return {
    text: `adds ${by.source} to ${target}.${field}`,
    refusals: isBounded
      ? [{ status: otherwise.status, code: otherwise.code, when: `${field} would be out of range` }]
      : [],
  };
};
