import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { ScenarioDocument } from '../blueprint/document.ts';
import type { AnswerCounts, JsonValue, ParallelRequest, ScenarioStep } from '../model/scenario.ts';
import { reportSavedNames } from './saved-names.ts';
import { lowerTarget, type ScenarioContext } from './scenario-route.ts';

type StepDocument = ScenarioDocument['steps'][number];
type ParallelDocument = Extract<StepDocument, { parallel: unknown }>;
type BurstDocument = Exclude<ParallelDocument['parallel'], readonly unknown[]>;
type CountsDocument = NonNullable<ParallelDocument['expect']>;

/** Requests at once: each burst with its own expectation, or one for all of them together. */
export function lowerParallel(
  step: ParallelDocument,
  path: DocumentPath,
  context: ScenarioContext,
): ScenarioStep {
  const isList = Array.isArray(step.parallel);
  const bursts: readonly BurstDocument[] = Array.isArray(step.parallel) ? step.parallel : [step.parallel];
  const total = bursts.reduce((sum, burst) => sum + (burst.times ?? 1), 0);
  const expect =
    step.expect === undefined ? undefined : lowerCounts(step.expect, total, [...path, 'expect'], context);
  const requests = bursts.map((burst, index) => {
    const place = isList ? [...path, 'parallel', index] : [...path, 'parallel'];
    if (step.expect === undefined && burst.expect === undefined) reportMissing(place, context);
    return lowerBurst(burst, statusesOf(step.expect ?? burst.expect), place, context);
  });
  return { kind: 'parallel', requests, ...(expect === undefined ? {} : { expect }) };
}

function lowerBurst(
  burst: BurstDocument,
  expected: readonly number[],
  path: DocumentPath,
  context: ScenarioContext,
): ParallelRequest {
  const { times = 1, body, headers } = burst;
  const numbered = { ...context, saved: new Set([...context.saved, 'n']) };
  for (const key of ['request', 'body', 'headers'] as const) {
    reportSavedNames(burst[key], [...path, key], numbered);
  }
  const { method, target } = lowerTarget(burst.request, expected, [...path, 'request'], context);
  return {
    times,
    method,
    path: target,
    ...(body === undefined ? {} : { body: body as JsonValue }),
    ...(headers === undefined ? {} : { headers }),
    ...(burst.expect === undefined
      ? {}
      : { expect: lowerCounts(burst.expect, times, [...path, 'expect'], context) }),
  };
}

function statusesOf(expect: CountsDocument | undefined): readonly number[] {
  return typeof expect === 'number' ? [expect] : Object.keys(expect ?? {}).map(Number);
}

/** A status alone is that of all answers. What does not add up cannot happen. */
function lowerCounts(
  expect: CountsDocument,
  requests: number,
  path: DocumentPath,
  { problems }: ScenarioContext,
): AnswerCounts {
  if (typeof expect === 'number') return { [expect]: requests };
  const answers = Object.values(expect).reduce((sum, count) => sum + count, 0);
  if (answers !== requests) {
    problems.add({
      code: 'invalid_value',
      path,
      message: `${requests} requests are sent, but the answers add up to ${answers}.`,
      suggestion: 'Count every answer: `{ 201: 5, 409: 15 }` for 20 requests.',
    });
  }
  return expect;
}

function reportMissing(path: DocumentPath, { problems }: ScenarioContext): void {
  problems.add({
    code: 'missing_key',
    path,
    message: '`expect` is missing: the answers that are expected.',
    suggestion: 'Say how many have which status: `expect: { 201: 5, 409: 15 }`.',
  });
}
