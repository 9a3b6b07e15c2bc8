import type { StepExplainer } from '../step-explainer.ts';

export const explainRefer: StepExplainer<'refer'> = ({ entity, field, condition }) => ({
  text:
    condition === undefined
      ? `takes ${field} only with ids of ${entity} records`
      : `takes ${field} only as the id of one ${entity} that may be seen: ${condition.source}`,
  refusals: [{ status: 400, code: 'invalid_input', when: 'there is none' }],
});
