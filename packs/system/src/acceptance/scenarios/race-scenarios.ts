import type { Operation } from '../../model/operation.ts';
import type { Expectation, JsonValue, ScenarioStep } from '../../model/scenario.ts';
import { pathOf } from '../find-operation.ts';
import { isObject } from '../simulation/accept-value.ts';
import { NotSimulated, type Value } from '../simulation/evaluate.ts';
import { countStatuses, ScenarioPlayer } from '../simulation/play-scenario.ts';
import { SimulatedSystem } from '../simulation/simulated-system.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import type { Derivation } from './derivation.ts';

type RequestStep = Extract<ScenarioStep, { kind: 'request' }>;

/** How many of one request are sent at once. */
const attempts = 10;

/**
 * That of many like requests at once exactly as many succeed as would one after the other, and that no change is lost: made
 * from a scenario that shows the operation at work, with records that no other scenario uses. None where the order of requests makes no difference.
 */
export function raceScenarios(
  derivation: Derivation,
  operation: Operation,
  shown: DerivedScenario,
): readonly DerivedScenario[] {
  if (operation.http.method === 'GET') return [];
  const steps = racedOrNothing(derivation, operation, shown.steps);
  if (steps === undefined) return [];
  const what = operation.summary.charAt(0).toLowerCase() + operation.summary.slice(1);
  const key = `operation.${operation.name}.race`;
  const title = `${what}: many requests at once are answered as if they came in turn`;
  return [{ ...shown, key, title, steps, isOptional: true }];
}

function racedOrNothing(
  derivation: Derivation,
  operation: Operation,
  steps: readonly ScenarioStep[],
): readonly ScenarioStep[] | undefined {
  const place = steps.findLastIndex((step) => isRequestOf(derivation, operation, step));
  const request = steps[place];
  if (request?.kind !== 'request') return undefined;
  try {
    return raced(derivation, steps.slice(0, place), request, steps.slice(place + 1));
  } catch (error) {
    if (error instanceof NotSimulated) return undefined;
    throw error;
  }
}

function isRequestOf({ model }: Derivation, operation: Operation, step: ScenarioStep): boolean {
  if (step.kind !== 'request' || step.method !== operation.http.method) return false;
  const [wanted, sent] = [pathOf(model, operation), step.path.split('?')[0] ?? ''].map((path) =>
    path.split('/'),
  );
  return (
    wanted?.length === sent?.length &&
    (wanted ?? []).every((segment, index) => /^\{\w+\}$/.test(segment) || segment === sent?.[index])
  );
}

/** The steps up to the request, the race, and what can be read afterwards. */
function raced(
  { model }: Derivation,
  before: readonly ScenarioStep[],
  { method, path, body, headers }: RequestStep,
  after: readonly ScenarioStep[],
): readonly ScenarioStep[] | undefined {
  const player = new ScenarioPlayer(new SimulatedSystem(model));
  for (const step of before) player.play(step);
  const race = {
    times: attempts,
    method,
    path,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  };
  const statuses = player.statusesInTurn(race);
  const reads = readsAfter(after, before, player);
  const isOrdered = new Set(statuses).size > 1;
  if (!isOrdered && !reads.some(({ isChanged }) => isChanged)) return undefined;
  const expect = countStatuses(statuses);
  return [...before, { kind: 'parallel', requests: [{ ...race, expect }] }, ...reads.map(({ step }) => step)];
}

/** The reads of the shown scenario that need nothing from the answer to the request, with what they show after the race. */
function readsAfter(
  after: readonly ScenarioStep[],
  before: readonly ScenarioStep[],
  player: ScenarioPlayer,
): readonly { readonly step: RequestStep; readonly isChanged: boolean }[] {
  const saved = new Set(
    before.flatMap((step) => (step.kind === 'request' ? Object.keys(step.save ?? {}) : [])),
  );
  const isKnown = (step: RequestStep) =>
    [...JSON.stringify(step).matchAll(/\$\{(\w+)\}/g)].every(([, name = '']) => saved.has(name));
  return after.flatMap((step) => {
    if (step.kind !== 'request' || step.method !== 'GET' || !isKnown(step)) return [];
    const answer = player.play(step);
    const expected = answer && numbersOf(step.expect, answer.body, answer.status);
    if (expected === undefined || expected === 'unclear') return [];
    return [{ step: { ...step, expect: expected.expect }, isChanged: expected.isChanged }];
  });
}

/** The expectation with the numbers as they are now. `unclear` when something else than numbers has changed. */
function numbersOf(
  { body, ...rest }: Expectation,
  actual: Value | undefined,
  status: number,
): { readonly expect: Expectation; readonly isChanged: boolean } | 'unclear' {
  if (status !== rest.status || !isObject(body) || !isObject(actual) || Object.keys(rest).length > 1)
    return 'unclear';
  const numbers = Object.keys(body).filter(
    (key) => typeof body[key] === 'number' && typeof actual[key] === 'number',
  );
  const now: Record<string, JsonValue> = { ...body };
  for (const key of numbers) now[key] = actual[key] as number;
  return {
    expect: { status, body: now },
    isChanged: numbers.some((key) => body[key] !== actual[key]),
  };
}
