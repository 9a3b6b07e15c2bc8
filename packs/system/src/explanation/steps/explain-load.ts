import type { LoadKey } from '../../model/operation.ts';
import type { StepExplainer } from '../step-explainer.ts';
import { joinAnd } from '../phrases.ts';

export const explainLoad: StepExplainer<'load'> = ({ entity, as, by, missing, isKept }) => ({
  text: `reads the ${entity} ${keyText(by)}, as ${as}${isKept ? ', even when it is deleted' : ''}`,
  refusals: [{ status: missing.status, code: missing.code, when: 'there is none' }],
});

/** Which record is meant: `whose id is path.task`. */
export function keyText(by: LoadKey): string {
  if (by.kind === 'id') return `whose id is ${by.value.source}`;
  if (by.kind === 'where') return `where ${by.condition.source}`;
  return `whose ${joinAnd(by.fields.map(({ field, value }) => `${field} is ${value.source}`))}`;
}
