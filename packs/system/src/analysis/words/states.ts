import { wordSet } from './word-list.ts';

/** States a record is in before anything has happened to it. */
const INITIAL_STATES = wordSet(
  'open new available received pending draft planned active requested submitted registered ordered "in stock" free ' +
    'todo "to do" unread unpaid waiting booked scheduled created unwatched "not started" upcoming proposed reported ' +
    'present healthy working empty unassigned "to read" expected backlog admitted issued reserved inactive healthy ' +
    'quoted enquiry lead prospect applied idle stored "in storage"',
);

/** States that leave the main line: reached from anything not yet final, never passed through. */
const SIDE_STATES = wordSet(
  'cancelled canceled withdrawn abandoned lost expired failed stolen broken damaged discarded dead void voided ' +
    '"no show" no-show missed scrapped suspended "written off"',
);

/** States that stand beside the one before them: both are answers to the same question. */
const ALTERNATIVE_STATES = wordSet('rejected declined denied refused disapproved unsuccessful failed');

/** Adjectives of a record that things come back to. */
const RESTING_STATES = wordSet(
  'available active free "in stock" open empty working healthy present enabled visible idle inactive stored "in storage" unassigned',
);

export function isInitialState(state: string): boolean {
  return INITIAL_STATES.has(state);
}

export function isSideState(state: string): boolean {
  return SIDE_STATES.has(state);
}

export function isAlternativeState(state: string): boolean {
  return ALTERNATIVE_STATES.has(state);
}

export function isRestingState(state: string): boolean {
  return RESTING_STATES.has(state);
}
