import type { StepExplainer } from '../step-explainer.ts';

export const explainEach: StepExplainer<'each'> = (step, { explainSteps }) => {
  const { collect, list, steps, variable } = step;
  return {
    text: `for each ${variable} in ${list.source}:`,
    points: [
      ...explainSteps(steps),
      ...(collect === undefined ? [] : [{ text: `collects ${collect.value.source} as ${collect.as}` }]),
    ],
  };
};
