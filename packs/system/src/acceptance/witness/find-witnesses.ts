import type { Operation } from '../../model/operation.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { NotSimulated } from '../simulation/evaluate.ts';
import { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { type SimulatedAnswer, SimulatedSystem } from '../simulation/simulated-system.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { Underivable } from '../underivable.ts';
import { buildCandidate, type Candidate } from './build-candidate.ts';
import { listModifications } from './list-modifications.ts';
import { type Modification, modifiedThing } from './modification.ts';
import { slotOfLoad } from './slots.ts';

/** How an operation can end: it succeeds, or the step of this index refuses. */
export type Outcome = 'success' | number;

/** A scenario whose last request makes the operation end in a certain way, whatever the date. */
export interface Witness {
  readonly modifications: readonly Modification[];
  readonly candidate: Candidate;
  /** What the simulation answered to each step, at two instants years apart. */
  readonly plays: readonly [Play, Play];
}

export interface Play {
  readonly player: ScenarioPlayer;
  readonly answers: readonly (SimulatedAnswer | undefined)[];
  /** The body of the last request. */
  readonly sent: JsonValue | undefined;
}

/** Instants between which a generated system will be tested. */
const instants = ['2026-06-15T10:00:00.000Z', '2030-12-01T22:00:00.000Z'] as const;

/** Candidates tried for one operation. */
const budget = 1500;
/** How often the search goes on from the candidate that came furthest. */
const rounds = 4;

/**
 * Searches inputs and preparations for every way the operation can end, by trying deviations from the plainest request in
 * a simulation, and deviations from the try that came furthest. Deterministic.
 */
export function findWitnesses(derivation: Derivation, operation: Operation): ReadonlyMap<Outcome, Witness> {
  const present = known.get(derivation.model) ?? new Map<string, ReadonlyMap<Outcome, Witness>>();
  known.set(derivation.model, present);
  const found = present.get(operation.name);
  if (found !== undefined) return found;
  const search = new WitnessSearch(derivation, operation);
  search.run();
  present.set(operation.name, search.found);
  return search.found;
}

/** Models never change, and many statements ask for the same examples. */
const known = new WeakMap<SystemModel, Map<string, ReadonlyMap<Outcome, Witness>>>();

/** All the ways the operation can end. */
export function outcomesOf(operation: Operation): readonly Outcome[] {
  const refusals = allSteps(operation.steps).flatMap((step, index) =>
    ['load', 'require', 'increment'].includes(step.kind) ? [index] : [],
  );
  return ['success', ...refusals];
}

/**
 * Whether the operation promises this end. It does not promise that a record found through a reference of another can be
 * missing, nor that a counter can leave its bounds, nor that steps inside others are reached: what comes before may rule
 * that out.
 */
export function isPromised(operation: Operation, outcome: Outcome): boolean {
  if (outcome === 'success') return true;
  const step = allSteps(operation.steps)[outcome];
  if (step === undefined || !operation.steps.includes(step)) return false;
  if (step?.kind === 'load') return slotOfLoad(step).length > 0;
  return step?.kind === 'require';
}

class WitnessSearch {
  readonly found = new Map<Outcome, Witness>();
  readonly #derivation: Derivation;
  readonly #operation: Operation;
  readonly #single: readonly Modification[];
  readonly #wanted: readonly Outcome[];
  #tries = 0;
  #best: { readonly modifications: readonly Modification[]; readonly reach: number } = {
    modifications: [],
    reach: -2,
  };

  constructor(derivation: Derivation, operation: Operation) {
    this.#derivation = derivation;
    this.#operation = operation;
    this.#single = listModifications(derivation.model, operation);
    this.#wanted = outcomesOf(operation).filter((outcome) => isPromised(operation, outcome));
  }

  run(): void {
    this.#try([]);
    for (let round = 0; round < rounds && !this.#isDone(); round += 1) {
      const base = this.#best.modifications;
      for (const one of this.#single) this.#try(combined(base, [one]));
      if (this.#best.modifications === base) this.#tryPairs(base);
      if (this.#best.modifications === base && round > 0) break;
    }
    if (!this.#isDone()) this.#tryPairs(this.#best.modifications);
  }

  #tryPairs(base: readonly Modification[]): void {
    for (const [index, one] of this.#single.entries()) {
      for (const other of this.#single.slice(index + 1)) {
        if (this.#isDone()) return;
        if (modifiedThing(one) !== modifiedThing(other)) this.#try(combined(base, [one, other]));
      }
    }
  }

  #isDone(): boolean {
    return this.#tries >= budget || this.#wanted.every((outcome) => this.found.has(outcome));
  }

  #try(modifications: readonly Modification[]): void {
    if (this.#isDone()) return;
    this.#tries += 1;
    const witness = tryCandidate(this.#derivation.scratch(), this.#operation, modifications);
    if (!witness) return;
    const outcome = outcomeOf(witness.plays[0], this.#operation);
    if (outcome === undefined || outcome !== outcomeOf(witness.plays[1], this.#operation)) return;
    if (!this.found.has(outcome)) this.found.set(outcome, witness);
    const reach = outcome === 'success' ? Number.POSITIVE_INFINITY : outcome;
    if (reach > this.#best.reach) this.#best = { modifications, reach };
  }
}

function combined(base: readonly Modification[], added: readonly Modification[]): readonly Modification[] {
  const things = new Set(added.map(modifiedThing));
  return [...base.filter((one) => !things.has(modifiedThing(one))), ...added];
}

/** The candidate with these modifications and what came of it; undefined when that is open. */
export function tryCandidate(
  derivation: Derivation,
  operation: Operation,
  modifications: readonly Modification[],
): Witness | undefined {
  try {
    const candidate = buildCandidate(derivation, operation, modifications);
    const [first, second] = instants;
    const steps = candidate.draft.steps;
    return {
      modifications,
      candidate,
      plays: [play(derivation, steps, first), play(derivation, steps, second)],
    };
  } catch (error) {
    if (error instanceof Underivable || error instanceof NotSimulated) return undefined;
    throw error;
  }
}

function play(derivation: Derivation, steps: readonly ScenarioStep[], now: string): Play {
  const player = new ScenarioPlayer(new SimulatedSystem(derivation.model, now));
  const last = steps.at(-1);
  return {
    player,
    answers: steps.map((step) => player.play(step)),
    sent: last?.kind === 'request' ? last.body : undefined,
  };
}

/** A partial update without a field succeeds, and shows nothing. */
function changesNothing(operation: Operation, { sent }: Play): boolean {
  return operation.isPartial && JSON.stringify(sent) === '{}';
}

function outcomeOf(play: Play, operation: Operation): Outcome | undefined {
  const preparations = play.answers.slice(0, -1);
  if (preparations.some((answer) => answer !== undefined && answer.status >= 400)) return undefined;
  const last = play.answers.at(-1);
  if (last?.operation?.name !== operation.name) return undefined;
  if (last.run) return changesNothing(operation, play) ? undefined : 'success';
  return last.refusedBy;
}
