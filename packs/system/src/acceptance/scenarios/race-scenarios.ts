import type { Field } from '../../model/field.ts';
import type { Operation } from '../../model/operation.ts';
import type { Expectation, JsonValue, ScenarioStep } from '../../model/scenario.ts';
import { isRequestOf } from '../is-request-of.ts';
import { isObject } from '../simulation/accept-value.ts';
import type { Value } from '../simulation/evaluate.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';
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
  const place = shown.steps.findLastIndex((step) => isRequestOf(derivation.model, operation, step));
  const request = shown.steps[place];
  if (operation.http.method === 'GET' || request?.kind !== 'request') return [];
  const story = { before: shown.steps.slice(0, place), request, after: shown.steps.slice(place + 1) };
  const what = operation.summary.charAt(0).toLowerCase() + operation.summary.slice(1);
  const key = `operation.${operation.name}.race`;
  // What cannot be simulated is not raced.
  const like = whenSimulated(() => raced(derivation, story), undefined);
  const unlike = whenSimulated(() => racedByMany(derivation, operation, story), undefined);
  const races = [
    { key, title: `${what}: many requests at once are answered as if they came in turn`, steps: like },
    {
      key: `${key}.many`,
      title: `${what}: of many who come at once, as many succeed as there is room for`,
      steps: unlike,
    },
  ];
  // Both begin with the same records, and two of them may not be there at the same time.
  const isAlone = like !== undefined && unlike !== undefined ? { isIsolated: true } : {};
  return races.flatMap(({ steps, ...race }) =>
    steps === undefined
      ? []
      : [{ ...shown, ...race, steps, isOptional: true, ...(steps === unlike ? isAlone : {}) }],
  );
}

/** A request with the steps before and after it. */
interface Story {
  readonly before: readonly ScenarioStep[];
  readonly request: RequestStep;
  readonly after: readonly ScenarioStep[];
}

/** The race of requests that differ in one text, where some of them succeed and others are refused. */
function racedByMany(
  derivation: Derivation,
  operation: Operation,
  story: Story,
): readonly ScenarioStep[] | undefined {
  const { body } = story.request;
  if (!isObject(body)) return undefined;
  for (const field of operation.input) {
    const value = body[field.name];
    const numbered = typeof value === 'string' ? numberedText(field, value) : undefined;
    if (numbered === undefined) continue;
    const request = { ...story.request, body: { ...body, [field.name]: numbered } as JsonValue };
    const steps = raced(derivation, { ...story, request, after: [] });
    if (steps !== undefined) return steps;
  }
  return undefined;
}

/** The text with the number of the request in it, when the field has room for another text each time. */
function numberedText({ type }: Field, text: string): string | undefined {
  if (type.kind !== 'text' || type.pattern !== undefined || text.includes('${')) return undefined;
  if (type.maxLength !== undefined && text.length + 3 > type.maxLength) return undefined;
  if (type.format === 'email') return `n\${n}.${text}`;
  return type.format === undefined ? `${text} \${n}` : undefined;
}

/** The steps up to the request, the race, and what can be read afterwards. */
function raced(
  { model }: Derivation,
  { before, request: { method, path, body, headers }, after }: Story,
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
