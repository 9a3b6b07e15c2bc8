import type { StepExplainer } from '../step-explainer.ts';

export const explainRequire: StepExplainer<'require'> = ({ condition, otherwise }) => ({
  text: `goes on only if ${condition.source}`,
  refusals: [{ status: otherwise.status, code: otherwise.code, when: 'otherwise' }],
});
