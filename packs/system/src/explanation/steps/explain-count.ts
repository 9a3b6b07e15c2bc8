import type { StepExplainer } from '../step-explainer.ts';

export const explainCount: StepExplainer<'count'> = ({ entity, as, where }) => ({
  text: `counts the records of ${entity}${where === undefined ? '' : ` where ${where.source}`}, as ${as}`,
});
