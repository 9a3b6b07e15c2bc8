import { isDeepStrictEqual } from 'node:util';
import type {
  AnswerCounts,
  Expectation,
  JsonValue,
  ParallelRequest,
  Scenario,
  ScenarioStep,
} from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { sampleSettings } from '../samples/sample-settings.ts';
import { isObject } from './accept-value.ts';
import { isSame, NotSimulated, type Value } from './evaluate.ts';
import { type SimulatedAnswer, SimulatedSystem } from './simulated-system.ts';

type ParallelStep = Extract<ScenarioStep, { kind: 'parallel' }>;

/** What a step of a scenario met instead of what it expects. */
export interface Mismatch {
  readonly step: number;
  readonly expected: Expectation | Readonly<Record<string, JsonValue>>;
  readonly answer?: SimulatedAnswer;
}

/**
 * Runs a scenario against the simulated system; undefined when every expectation is met.
 * @param onAnswer Gets the answers to requests that are sent one at a time.
 */
export function playScenario(
  model: SystemModel,
  scenario: Pick<Scenario, 'steps'>,
  system: SimulatedSystem = new SimulatedSystem(model),
  onAnswer?: (answer: SimulatedAnswer) => void,
): Mismatch | undefined {
  const player = new ScenarioPlayer(system);
  for (const [index, step] of scenario.steps.entries()) {
    if (step.kind === 'request') {
      const answer = player.play(step);
      if (answer) onAnswer?.(answer);
      if (answer && !player.meets(answer, step.expect)) return { step: index, expected: step.expect, answer };
    } else {
      const missed = missedBy(player, step, model);
      if (missed) return { step: index, expected: missed };
    }
  }
  return undefined;
}

/** What a step that is no single request expects and does not meet. */
function missedBy(
  player: ScenarioPlayer,
  step: Exclude<ScenarioStep, { kind: 'request' }>,
  model: SystemModel,
): Mismatch['expected'] | undefined {
  if (step.kind === 'parallel') return player.meetsInTurn(step) ? undefined : {};
  if (step.kind !== 'configuration') {
    player.play(step);
    return undefined;
  }
  const configuration = { port: model.http.port, settings: sampleSettings(model) };
  return contains(configuration, step.expect) ? undefined : step.expect;
}

/** Plays steps one after the other and remembers what they save. */
export class ScenarioPlayer {
  readonly #system: SimulatedSystem;
  readonly #saved = new Map<string, string>();

  constructor(system: SimulatedSystem) {
    this.#system = system;
    this.#saved.set('today', '2030-01-15');
  }

  play(step: ScenarioStep): SimulatedAnswer | undefined {
    assertSimulated(step);
    if (step.kind === 'restart') this.#system.restart();
    if (step.kind === 'advance') this.#system.advance(step.ms);
    if (step.kind !== 'request') return undefined;
    const answer = this.#system.send({
      method: step.method,
      path: this.filled(step.path) as string,
      ...(step.body === undefined ? {} : { body: this.filled(step.body) }),
      ...(step.headers === undefined ? {} : { headers: this.filled(step.headers) as Record<string, string> }),
    });
    for (const [name, path] of Object.entries(step.save ?? {})) {
      const value = path.split('.').reduce<Value | undefined>((one, key) => memberOf(one, key), answer.body);
      if (value !== undefined) this.#saved.set(name, String(value));
    }
    return answer;
  }

  meets(answer: SimulatedAnswer, raw: Expectation): boolean {
    const expect = this.filled(raw as unknown as JsonValue) as unknown as Expectation;
    const list = itemsOf(answer.body);
    return (
      answer.status === expect.status &&
      (expect.body === undefined || contains(answer.body, expect.body)) &&
      Object.entries(expect.headers ?? {}).every(([name, value]) => answer.headers[name] === value) &&
      holds(list, expect)
    );
  }

  /**
   * Whether requests that are sent at once would be answered as expected. Transactions run one at a time, so it does as
   * well to send one after the other.
   */
  meetsInTurn({ requests, expect }: ParallelStep): boolean {
    const answers = requests.map((request) => this.statusesInTurn(request));
    return (
      requests.every(({ expect: own }, index) => meetsCounts(answers[index] ?? [], own)) &&
      meetsCounts(answers.flat(), expect)
    );
  }

  /** What a request is answered with, sent so many times, one after the other. */
  statusesInTurn({ times, ...own }: ParallelRequest): readonly number[] {
    const request = { ...own, expect: { status: 200 } };
    const statuses = Array.from({ length: times }, (_, index) => {
      this.#saved.set('n', String(index + 1));
      return this.play({ kind: 'request', ...request })?.status ?? 0;
    });
    this.#saved.delete('n');
    return statuses;
  }

  /** The value with saved values put in for their names. */
  filled(value: JsonValue): JsonValue {
    if (typeof value === 'string') {
      if (!value.includes('${')) return value;
      return value.replace(/\$\{(\w+)\}/g, (whole, name: string) => this.#saved.get(name) ?? whole);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.filled(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.filled(item)]));
  }

  /** The name under which a value was saved, as `${name}`. */
  nameOf(value: Value): string | undefined {
    if (typeof value !== 'string') return undefined;
    const found = [...this.#saved].find(([name, saved]) => saved === value && name !== 'today');
    return found && `\${${found[0]}}`;
  }
}

function memberOf(value: Value | undefined, key: string): Value | undefined {
  if (Array.isArray(value)) return (value as readonly Value[])[Number(key)];
  return isObject(value) ? value[key] : undefined;
}

function meetsCounts(statuses: readonly number[], expect: AnswerCounts | undefined): boolean {
  if (expect === undefined) return true;
  return isDeepStrictEqual(countStatuses(statuses), expect);
}

/** How many answers have each status. */
export function countStatuses(statuses: readonly number[]): AnswerCounts {
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** What takes time is beyond a simulation. @throws NotSimulated */
function assertSimulated(step: ScenarioStep): void {
  if (step.kind === 'listen') throw new NotSimulated('what a feed tells');
  if (step.kind === 'carried') throw new NotSimulated('what bindings carry');
  if (step.kind === 'request' && step.eventuallyMs !== undefined) {
    throw new NotSimulated('what happens in the meantime');
  }
}

/** What an expectation says of the items of a list. */
/** A list, or the one list in an object around it. */
function itemsOf(body: Value | undefined): readonly Value[] {
  const lists = isObject(body) ? Object.values(body).filter((one) => Array.isArray(one)) : [body];
  const [only, ...others] = lists;
  return Array.isArray(only) && others.length === 0 ? (only as readonly Value[]) : [];
}

function holds(list: readonly Value[], { count, includes, excludes, inOrder }: Expectation): boolean {
  const isAmong = (expected: JsonValue) => list.some((item) => contains(item, expected));
  return (
    (count === undefined || list.length === count) &&
    (includes === undefined || isAmong(includes)) &&
    (excludes === undefined || !isAmong(excludes)) &&
    (inOrder === undefined || comeInOrder(list, inOrder))
  );
}

function comeInOrder(list: readonly Value[], expected: readonly JsonValue[]): boolean {
  const places = expected.map((item) => list.findIndex((one) => contains(one, item)));
  return places.every((place, index) => place > (places[index - 1] ?? -1));
}

function contains(actual: Value | undefined, expected: JsonValue | undefined): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item: JsonValue, index) => contains(actual[index], item))
    );
  }
  if (isObject(expected)) {
    return (
      isObject(actual) &&
      Object.entries(expected).every(([key, item]) => key in actual && contains(actual[key], item))
    );
  }
  return actual !== undefined && isSame(actual, expected ?? null);
}
