import { durationTextMs } from './flows/duration-text.ts';
import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { ScenarioDocument } from '../blueprint/document.ts';
import type { Expectation, JsonValue, Scenario, ScenarioStep } from '../model/scenario.ts';
import { milliseconds } from './dataflow/duration-text.ts';
import { lowerListening } from './feeds/lower-listening.ts';
import { lowerParallel } from './lower-parallel.ts';
import type { LoweringContext } from './lowering-context.ts';
import { lowerTarget, type ScenarioContext, type ScenarioRoutes } from './scenario-route.ts';
import { reportSavedNames } from './saved-names.ts';

type RequestDocument = Extract<ScenarioDocument['steps'][number], { request: string }>;

/** The scenarios somebody wrote, with the ids W1, W2 … */
export function lowerScenarios(context: LoweringContext, routes: ScenarioRoutes, prefix: string): Scenario[] {
  return (context.source.document.scenarios ?? []).map((document, index) => {
    const scenario = { problems: context.problems, ...routes, prefix, saved: new Set<string>() };
    return {
      id: `W${index + 1}`,
      title: document.title,
      proves: document.proves ?? [],
      steps: document.steps.map((step, position) => {
        const path = ['scenarios', index, 'steps', position];
        const lowered = lowerScenarioStep(step, path, scenario);
        for (const name of savedNames(step, path, scenario)) scenario.saved.add(name);
        return lowered;
      }),
    };
  });
}

function lowerScenarioStep(
  step: ScenarioDocument['steps'][number],
  path: DocumentPath,
  context: ScenarioContext,
): ScenarioStep {
  if ('parallel' in step) return lowerParallel(step, path, context);
  if ('advance' in step) return { kind: 'advance', ms: durationTextMs(step.advance) ?? 0 };
  if ('feed' in step) return lowerListening(step, path, context);
  if ('restart' in step) return { kind: 'restart' };
  if ('configuration' in step) {
    return { kind: 'configuration', expect: step.configuration as Record<string, JsonValue> };
  }
  return lowerRequest(step, path, context);
}

/** The names that a step saves values under. */
function savedNames(
  step: ScenarioDocument['steps'][number],
  path: DocumentPath,
  { problems }: ScenarioContext,
): readonly string[] {
  const names = Object.keys(('save' in step ? step.save : undefined) ?? {});
  if (names.includes('n')) {
    problems.add({
      code: 'reserved_name',
      path: [...path, 'save', 'n'],
      isKey: true,
      message: '`${n}` is the number of a parallel request.',
      suggestion: 'Save the value under another name.',
    });
  }
  return names;
}

function lowerRequest(step: RequestDocument, path: DocumentPath, context: ScenarioContext): ScenarioStep {
  for (const key of ['request', 'body', 'headers', 'expect'] as const) {
    reportSavedNames(step[key], [...path, key], context);
  }
  const expect = lowerExpectation(step.expect);
  const { method, target } = lowerTarget(step.request, [expect.status], [...path, 'request'], context);
  return {
    kind: 'request',
    method,
    path: target,
    ...(step.body === undefined ? {} : { body: step.body as JsonValue }),
    ...(step.headers === undefined ? {} : { headers: step.headers }),
    expect,
    ...(step.save === undefined ? {} : { save: step.save }),
    ...(step.eventually === undefined ? {} : { eventuallyMs: lowerEventually(step, path, context) }),
  };
}

const standardWaitMs = 5_000;

/** Asking again and again must not change anything, and what is saved must be known at once. */
function lowerEventually(step: RequestDocument, path: DocumentPath, { problems }: ScenarioContext): number {
  if (!step.request.trim().startsWith('GET ') || step.save !== undefined) {
    problems.add({
      code: 'invalid_value',
      path: [...path, 'eventually'],
      isKey: true,
      message: 'Only a GET without `save` can be asked again and again.',
      suggestion: 'Send the request once, then ask with `GET` and `eventually`.',
    });
  }
  return step.eventually === true ? standardWaitMs : milliseconds(step.eventually ?? '5s');
}

function lowerExpectation(written: RequestDocument['expect']): Expectation {
  return typeof written === 'number' ? { status: written } : (written as Expectation);
}
