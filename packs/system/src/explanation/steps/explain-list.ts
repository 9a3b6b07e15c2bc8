import type { StepExplainer } from '../step-explainer.ts';

export const explainList: StepExplainer<'list'> = (step) => {
  const { entity, as, where, defaultSort, isWhole } = step;
  const order = defaultSort
    .map(({ field, descending }) => `${field}${descending ? ', highest first' : ''}`)
    .join(', then ');
  const what = isWhole === true ? 'reads all records of' : 'reads a page of';
  const condition = where === undefined ? '' : ` where ${where.source}`;
  return { text: `${what} ${entity}${condition}, by ${order}, as ${as}` };
};
