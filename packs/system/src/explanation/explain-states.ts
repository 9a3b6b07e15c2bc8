import type { StateAction, StateMachine } from '../model/entity.ts';
import type { Point } from './explanation.ts';
import { joinOr } from './phrases.ts';

/** The states of a record as a list: each with the actions that lead on from it. */
export function explainStates(machine: StateMachine): Point {
  return {
    text: `${machine.field}: a new one is ${machine.initial}; no request sets it, actions change it`,
    points: machine.states.map((state) => ({ text: `${state}: ${wayOn(state, machine)}` })),
  };
}

function wayOn(state: string, { actions }: StateMachine): string {
  const leading = actions.filter((action) => action.from.includes(state));
  return leading.length === 0 ? 'no action leads on from here' : joinOr(leading.map(arrow));
}

function arrow({ name, to }: StateAction): string {
  return `${name} → ${to}`;
}
