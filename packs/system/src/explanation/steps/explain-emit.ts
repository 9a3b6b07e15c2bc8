import { explainAssignments, withPoints } from '../explain-assignments.ts';
import type { StepExplainer } from '../step-explainer.ts';

export const explainEmit: StepExplainer<'emit'> = ({ event, payload }) =>
  withPoints({ text: `announces ${event} once everything is written` }, explainAssignments(payload));
