import type { StepExplainer } from '../step-explainer.ts';

export const explainIf: StepExplainer<'if'> = ({ condition, whenTrue, whenFalse }, { explainSteps }) => ({
  text: `if ${condition.source}:`,
  points: [
    ...explainSteps(whenTrue),
    ...(whenFalse.length === 0 ? [] : [{ text: 'otherwise:', points: explainSteps(whenFalse) }]),
  ],
});
