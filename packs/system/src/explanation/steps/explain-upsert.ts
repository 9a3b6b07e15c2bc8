import { explainAssignments, withPoints } from '../explain-assignments.ts';
import { joinAnd } from '../phrases.ts';
import type { StepExplainer } from '../step-explainer.ts';

export const explainUpsert: StepExplainer<'upsert'> = ({ entity, as, key, set }) =>
  withPoints(
    {
      text: `changes the ${entity} whose ${joinAnd(key.map(({ field, value }) => `${field} is ${value.source}`))}, or creates it, as ${as}`,
    },
    explainAssignments(set),
  );
