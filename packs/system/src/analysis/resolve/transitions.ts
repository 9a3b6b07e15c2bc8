import type { Proposal } from '../grammar/proposal.ts';
import { camel } from '../words/names.ts';
import { isAlternativeState, isSideState } from '../words/states.ts';
import { inversesOf, participleOfBase } from '../words/verbs.ts';

type Of<K extends Proposal['kind']> = Extract<Proposal, { kind: K }>;

/** Names that the standard operations use. */
const STANDARD_NAMES = /^(?:create|list|read|update|delete)$/;

/** Verbs that lead back wherever they start. */
export const RETURNING =
  /^(?:reopen|reactivate|reinstate|restore|resume|release|unarchive|unblock|unlock|unfreeze|free|vacate)$/;

/** The states that an action leads to by itself: not those it only leads back to. */
export function targetsOf({ verb, state, undoes }: Of<'action'>): readonly string[] {
  if (undoes !== undefined || inversesOf(verb).length > 0) return [];
  return [state?.text ?? participleOfBase(verb)];
}

export function chainSources(
  value: string,
  main: readonly string[],
  values: readonly string[],
): readonly string[] {
  const at = main.indexOf(value);
  if (at > 0) return [main[at - 1] as string];
  if (isAlternativeState(value)) {
    const before = values.slice(0, values.indexOf(value)).filter((state) => main.includes(state));
    return [before.at(-2) ?? before.at(-1) ?? (values[0] as string)];
  }
  return main.length > 2 ? main.slice(0, -1) : main.slice(0, Math.max(1, main.length - 1));
}

/** Nothing is expected to follow these states. */
export function isFinal(state: string): boolean {
  return isSideState(state)
    ? state !== 'suspended'
    : /^(?:sold|adopted|retired|archived|completed|done|closed|finished|scrapped|deceased|collected|delivered|returned|rejected|declined|refunded|resolved|rehomed|discharged|sold out|discontinued|decommissioned|harvested)$/.test(
        state,
      );
}

export function actionNameOf(verb: string): string {
  const name = camel(
    verb
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== ''),
  );
  const safe = /^[a-z]/.test(name) ? name : 'change';
  return STANDARD_NAMES.test(safe) ? `mark${safe.charAt(0).toUpperCase()}${safe.slice(1)}` : safe;
}
