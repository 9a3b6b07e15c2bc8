import type { StepExplainer } from '../step-explainer.ts';
import { keyText } from './explain-load.ts';

export const explainFind: StepExplainer<'find'> = ({ entity, as, by }) => ({
  text: `looks for the ${entity} ${keyText(by)}, as ${as}, which is null when there is none`,
});
