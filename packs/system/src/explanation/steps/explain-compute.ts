import type { StepExplainer } from '../step-explainer.ts';

export const explainCompute: StepExplainer<'compute'> = ({ as, value }) => ({
  text: `works out ${as} = ${value.source}`,
});
