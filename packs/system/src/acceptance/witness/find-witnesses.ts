import type { Operation, Refusal, Step } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { requireEntity } from '../find-operation.ts';
import { orNothing } from '../or-nothing.ts';
import type { Scope } from '../simulation/evaluate.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';
import { stepsWithRules } from '../simulation/run-operation.ts';
import { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { type SimulatedAnswer, SimulatedSystem } from '../simulation/simulated-system.ts';
import { standingClock } from '../scenario-draft.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { buildCandidate, type Candidate } from './build-candidate.ts';
import { DirectedMoves } from './directed-moves.ts';
import { listModifications } from './list-modifications.ts';
import { type Modification, modifiedThing } from './modification.ts';
import { rememberedSearches } from './searches.ts';
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
const budget = 350;
/** How many steps of an operation are got over one after the other. */
const rounds = 12;
/** Deviations of which two are tried together. */
const paired = 14;

/**
 * Searches inputs and preparations for every way the operation can end, by trying deviations from the plainest request in
 * a simulation, and deviations from the try that came furthest. Deterministic.
 */
export function findWitnesses(derivation: Derivation, operation: Operation): Witnesses {
  const begin = () => new WitnessSearch(derivation, operation);
  return searchesIn(derivation.model).result(operation.name, begin);
}

export type Witnesses = ReadonlyMap<Outcome, Witness>;

const searchesIn = rememberedSearches<Witnesses>((found) => found.has('success'));

/** Whether examples for the operation are being looked for, so that none are known. */
export function isSearched({ model }: Derivation, operation: Operation): boolean {
  return searchesIn(model).isUnderWay(operation.name);
}

/** All the ways the operation can end, its rules left aside. */
export function outcomesOf(operation: Operation): readonly Outcome[] {
  const refusals = allSteps(operation.steps).flatMap((step, index) => (mayRefuse(step) ? [index] : []));
  return ['success', ...refusals];
}

function mayRefuse({ kind }: Step): boolean {
  return kind === 'load' || kind === 'require' || kind === 'increment';
}

/** How rules of what the operation writes can refuse it, those that nobody needs to get to left aside. */
export function ruleOutcomes(model: SystemModel, operation: Operation): readonly number[] {
  const steps = orderOf(model, operation);
  const top = new Set(model.entities.flatMap(({ rules }) => rules?.steps ?? []));
  return steps.flatMap((step, index) => (step.kind === 'require' && top.has(step) ? [index] : []));
}

/** How the step refuses that an outcome names. */
export function refusalAt(model: SystemModel, operation: Operation, outcome: number): Refusal {
  const step = orderOf(model, operation)[outcome];
  if (step?.kind === 'require') return step.otherwise;
  throw new RangeError(`no rule refuses at ${outcome}`);
}

function orderOf(model: SystemModel, operation: Operation): readonly Step[] {
  return stepsWithRules(operation, (name) => requireEntity(model, name));
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

/** What came of a try. */
interface Attempt {
  readonly modifications: readonly Modification[];
  readonly outcome: Outcome;
  /** Steps that were begun. */
  readonly reach: number;
  /** What the step that refused knew. */
  readonly scope: Scope;
}

class WitnessSearch {
  readonly found = new Map<Outcome, Witness>();
  readonly #derivation: Derivation;
  readonly #operation: Operation;
  readonly #moves: DirectedMoves;
  readonly #order: readonly Step[];
  readonly #attempts = new Map<Outcome, Attempt>();
  #tries = 0;

  constructor(derivation: Derivation, operation: Operation) {
    this.#derivation = derivation;
    this.#operation = operation;
    this.#moves = new DirectedMoves(derivation.model, operation);
    this.#order = orderOf(derivation.model, operation);
  }

  run(): void {
    const plain = this.#try([]);
    const best = plain?.outcome === 'success' ? plain : this.#drive(plain);
    const wanted = [...outcomesOf(this.#operation), ...ruleOutcomes(this.#derivation.model, this.#operation)];
    for (const outcome of wanted) {
      if (outcome !== 'success' && !this.found.has(outcome)) this.#refuseAt(outcome, best);
    }
  }

  /** Gets over one step after the other, until the operation succeeds or nothing helps. */
  #drive(from: Attempt | undefined): Attempt | undefined {
    let best = from ?? this.#begin();
    for (let round = 0; round < rounds && best !== undefined && best.outcome !== 'success'; round += 1) {
      const further = this.#beyond(best);
      if (further === undefined) return best;
      best = further;
    }
    return best;
  }

  /** The plainest request that anything comes of. */
  #begin(): Attempt | undefined {
    for (const one of listModifications(this.#derivation.model, this.#operation).slice(0, 60)) {
      const attempt = this.#try([one]);
      if (attempt !== undefined && one.kind !== 'missing') return attempt;
    }
    return undefined;
  }

  #beyond(attempt: Attempt): Attempt | undefined {
    const goesOn = (one: Attempt | undefined) =>
      one !== undefined && (one.outcome === 'success' || one.reach > attempt.reach);
    return this.#vary(attempt, this.#movesAt(attempt.outcome, attempt.scope), goesOn);
  }

  #movesAt(outcome: Outcome, scope: Scope): readonly Modification[] {
    const step = outcome === 'success' ? undefined : this.#order[outcome];
    const directed = step === undefined ? [] : this.#moves.of(step, scope);
    return directed.length > 0 ? directed : listModifications(this.#derivation.model, this.#operation);
  }

  /** Lets a step refuse that so far did not, and then mends what went wrong before it. */
  #refuseAt(outcome: number, best: Attempt | undefined): void {
    const step = this.#order[outcome];
    const bases = [best, ...this.#attempts.values()].filter((one) => one !== undefined);
    if (step === undefined) return;
    for (const base of bases.slice(0, 2)) {
      const moves = this.#moves.of(step, base.scope);
      const isThere = (one: Attempt | undefined) => one?.outcome === outcome;
      if (this.#vary(base, moves, isThere) !== undefined || this.#isSpent()) return;
      for (const one of moves.slice(0, paired)) {
        const modifications = combined(base.modifications, [one]);
        const attempt = this.#try(modifications);
        if (attempt === undefined || attempt.outcome === 'success') continue;
        if (this.#vary(attempt, this.#movesAt(attempt.outcome, attempt.scope).slice(0, paired), isThere))
          return;
      }
    }
  }

  /** The first variation of an attempt that is wanted: one deviation, or else two. */
  #vary(
    { modifications: base }: Attempt,
    moves: readonly Modification[],
    isWanted: (attempt: Attempt | undefined) => boolean,
  ): Attempt | undefined {
    for (const one of moves) {
      const attempt = this.#try(combined(base, [one]));
      if (isWanted(attempt)) return attempt;
    }
    const few = spread(moves);
    for (const [index, one] of few.entries()) {
      for (const other of few.slice(index + 1)) {
        if (modifiedThing(one) === modifiedThing(other)) continue;
        const attempt = this.#try(combined(base, [one, other]));
        if (isWanted(attempt)) return attempt;
      }
    }
    return undefined;
  }

  #isSpent(): boolean {
    return this.#tries >= budget;
  }

  #try(modifications: readonly Modification[]): Attempt | undefined {
    if (this.#isSpent()) return undefined;
    this.#tries += 1;
    const derivation = this.#derivation.scratch();
    const candidate = orNothing(() => buildCandidate(derivation, this.#operation, modifications));
    const first = candidate && playAt(derivation, candidate, 0);
    const outcome = first && outcomeOf(first, this.#operation);
    if (candidate === undefined || first === undefined || outcome === undefined) return undefined;
    // An end that is known already shows nothing new at another date.
    if (!this.found.has(outcome)) {
      const second = playAt(derivation, candidate, 1);
      if (second === undefined || outcomeOf(second, this.#operation) !== outcome) return undefined;
      this.found.set(outcome, { modifications, candidate, plays: [first, second] });
    }
    return this.#noted(modifications, outcome, first);
  }

  #noted(modifications: readonly Modification[], outcome: Outcome, { answers }: Play): Attempt {
    const { count = 0, scope = {} } = answers.at(-1)?.trail ?? {};
    const attempt = { modifications, outcome, reach: count, scope };
    if (!this.#attempts.has(outcome)) this.#attempts.set(outcome, attempt);
    return attempt;
  }
}

/** Of deviations of one thing the first few, so that pairs are of different things. */
function spread(moves: readonly Modification[]): readonly Modification[] {
  const groups = [...Map.groupBy(moves, modifiedThing).values()];
  const each = Math.max(2, Math.floor(paired / Math.max(1, groups.length)));
  return groups.flatMap((group) => group.slice(0, each)).slice(0, paired);
}

function combined(base: readonly Modification[], added: readonly Modification[]): readonly Modification[] {
  const things = new Set(added.map(modifiedThing));
  return [...base.filter((one) => !things.has(modifiedThing(one))), ...added];
}

/**
 * The candidate with these modifications and what came of it; undefined when that is open.
 * @param isTimed whether the clock is to stand, so that instants are known too
 */
export function tryCandidate(
  derivation: Derivation,
  operation: Operation,
  modifications: readonly Modification[],
  isTimed = false,
): Witness | undefined {
  const candidate = orNothing(() => buildCandidate(derivation, operation, modifications));
  if (candidate === undefined) return undefined;
  candidate.draft.isTimed ||= isTimed;
  const [first, second] = [playAt(derivation, candidate, 0), playAt(derivation, candidate, 1)];
  return first && second && { modifications, candidate, plays: [first, second] };
}

/** What comes of a candidate at one of two instants, or where its clock stands. */
function playAt({ model }: Derivation, { draft }: Candidate, which: 0 | 1): Play | undefined {
  const now = draft.isTimed ? standingClock : instants[which];
  const { steps } = draft;
  return whenSimulated(() => {
    const player = new ScenarioPlayer(new SimulatedSystem(model, now));
    const last = steps.at(-1);
    return {
      player,
      answers: steps.map((step) => player.play(step)),
      sent: last?.kind === 'request' ? last.body : undefined,
    };
  }, undefined);
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
