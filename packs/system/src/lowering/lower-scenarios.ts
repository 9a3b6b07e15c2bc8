import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { ScenarioDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { HttpBinding, Operation } from '../model/operation.ts';
import type { Expectation, JsonValue, Scenario, ScenarioStep } from '../model/scenario.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { httpMethods, pathTemplate } from './http-binding.ts';
import type { LoweringContext } from './lowering-context.ts';

type RequestDocument = Extract<ScenarioDocument['steps'][number], { request: string }>;

interface ScenarioContext {
  readonly problems: Problems;
  readonly operations: readonly Operation[];
  readonly prefix: string;
  /** Names that answers were saved under so far. */
  readonly saved: Set<string>;
}

/** The scenarios somebody wrote, with the ids W1, W2 … */
export function lowerScenarios(
  context: LoweringContext,
  operations: readonly Operation[],
  prefix: string,
): Scenario[] {
  return (context.source.document.scenarios ?? []).map((document, index) => {
    const scenario = { problems: context.problems, operations, prefix, saved: new Set<string>() };
    return {
      id: `W${index + 1}`,
      title: document.title,
      proves: document.proves ?? [],
      steps: document.steps.map((step, position) =>
        lowerScenarioStep(step, ['scenarios', index, 'steps', position], scenario),
      ),
    };
  });
}

function lowerScenarioStep(
  step: ScenarioDocument['steps'][number],
  path: DocumentPath,
  context: ScenarioContext,
): ScenarioStep {
  if ('restart' in step) return { kind: 'restart' };
  if ('configuration' in step) {
    return { kind: 'configuration', expect: step.configuration as Record<string, JsonValue> };
  }
  return lowerRequest(step, path, context);
}

function lowerRequest(step: RequestDocument, path: DocumentPath, context: ScenarioContext): ScenarioStep {
  for (const key of ['request', 'body', 'headers', 'expect'] as const) {
    reportSavedNames(step[key], [...path, key], context);
  }
  const expect = lowerExpectation(step.expect);
  const { method, target } = lowerTarget(step.request, expect.status, [...path, 'request'], context);
  for (const name of Object.keys(step.save ?? {})) context.saved.add(name);
  return {
    kind: 'request',
    method,
    path: target,
    ...(step.body === undefined ? {} : { body: step.body as JsonValue }),
    ...(step.headers === undefined ? {} : { headers: step.headers }),
    expect,
    ...(step.save === undefined ? {} : { save: step.save }),
  };
}

function lowerExpectation(written: RequestDocument['expect']): Expectation {
  return typeof written === 'number' ? { status: written } : (written as Expectation);
}

function lowerTarget(
  request: string,
  status: number,
  path: DocumentPath,
  context: ScenarioContext,
): { readonly method: string; readonly target: string } {
  const match = /^([A-Z]+)\s+(\/\S*)$/.exec(request.trim());
  const [, method, written] = match ?? [];
  if (method === undefined || written === undefined) {
    context.problems.add({
      code: 'invalid_request',
      path,
      message: `Expected a method and a path, got \`${request}\`.`,
      suggestion: 'Write `POST /tasks`.',
    });
    return { method: 'GET', target: '/' };
  }
  const local = withoutPrefix(written, context.prefix);
  if (status !== 404 && status !== 405) reportRoute(method, local, path, context);
  return { method, target: isSystemPath(local) ? local : `${context.prefix}${local}` };
}

/** Paths may be written with the prefix or, as in operations, without. */
function withoutPrefix(target: string, prefix: string): string {
  const hasPrefix = prefix !== '' && `${target}/`.startsWith(`${prefix}/`);
  return hasPrefix ? target.slice(prefix.length) : target;
}

function isSystemPath(target: string): boolean {
  return systemPaths.includes(target.split('?')[0] ?? '');
}

const systemPaths = ['/health', '/ready', '/metrics', '/openapi.json'];

function reportRoute(method: string, target: string, path: DocumentPath, context: ScenarioContext): void {
  const plainPath = target.split('?')[0] ?? '';
  if (method === 'GET' && isSystemPath(target)) return;
  const segments = plainPath.split('/').slice(1);
  if (context.operations.some(({ http }) => http.method === method && matches(http, segments))) return;
  const known = context.operations.map(({ http }) => `${http.method} ${pathTemplate(http.path)}`);
  context.problems.add({
    code: 'unknown_route',
    path,
    message: `No operation answers \`${method} ${plainPath}\`.`,
    suggestion: (httpMethods as readonly string[]).includes(method)
      ? suggestName(`${method} ${plainPath.replaceAll('${', '{')}`, known)
      : undefined,
  });
}

function matches(http: HttpBinding, segments: readonly string[]): boolean {
  if (http.path.length === 0) return segments.length === 1 && segments[0] === '';
  return (
    http.path.length === segments.length &&
    http.path.every((segment, index) => typeof segment !== 'string' || segment === segments[index])
  );
}

/** `${name}` in any text must have been saved by an earlier request. */
function reportSavedNames(value: unknown, path: DocumentPath, context: ScenarioContext): void {
  if (typeof value === 'string') {
    for (const match of value.matchAll(/\$\{([^}]*)\}/g)) {
      const name = match[1] ?? '';
      if (context.saved.has(name)) continue;
      context.problems.add({
        code: 'unknown_saved_name',
        path,
        offset: match.index,
        message: `Nothing was saved as \`${name}\` before.`,
        suggestion: suggestName(name, context.saved) ?? 'Add `save: { name: id }` to an earlier request.',
      });
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => reportSavedNames(item, [...path, index], context));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) reportSavedNames(member, [...path, key], context);
  }
}
