import { gateMethod } from '../../model/gate-method.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import { isRequestOf } from '../is-request-of.ts';
import { sampleValue } from '../samples/sample-value.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import type { Derivation } from './derivation.ts';

type Request = Extract<ScenarioStep, { kind: 'request' }>;

const aDayAndMore = 25 * 60 * 60 * 1000;

/**
 * What a key does for an operation, from a scenario in which it succeeds: the same request is answered again, another one with
 * that key is refused, and after a day the key is as new.
 */
export function keyScenarios(
  derivation: Derivation,
  operation: Operation,
  success: DerivedScenario | undefined,
): readonly DerivedScenario[] {
  const { idempotency, answer } = operation;
  if (idempotency === undefined || success === undefined) return [];
  const { steps } = success;
  const index = steps.findLastIndex(
    (step) => isRequestOf(derivation.model, operation, step) && step.expect.status === answer.status,
  );
  const request = steps[index];
  if (request?.kind !== 'request') return [];
  const headers = { ...request.headers, 'idempotency-key': `once-${operation.name}` };
  const first: Request = { ...request, headers };
  return scenariosOf(operation, first, steps.slice(0, index), success);
}

function scenariosOf(
  operation: Operation,
  first: Request,
  before: readonly ScenarioStep[],
  { isIsolated }: DerivedScenario,
): readonly DerivedScenario[] {
  const { name, summary, answer, access } = operation;
  const { save: _, ...plain } = first;
  const replayed = { status: answer.status, headers: { 'idempotency-replayed': 'true' } };
  const other = otherBody(operation, plain);
  const steps = [
    ...before,
    first,
    { ...plain, expect: replayed },
    ...(other === undefined ? [] : [refused(other)]),
  ];
  const what = summary.charAt(0).toLowerCase() + summary.slice(1);
  const once: DerivedScenario = {
    key: `operation.${name}.key`,
    title: `${what} is done once for an idempotency key`,
    steps,
    ...(isIsolated === undefined ? {} : { isIsolated }),
  };
  // Sessions do not last that long.
  if (other === undefined || gateMethod(access) !== undefined) return [once];
  const later: DerivedScenario = {
    key: `operation.${name}.key.later`,
    title: `${what} takes an idempotency key anew after a day`,
    steps: [...steps, ...afterADay(other, operation)],
    isIsolated: true,
    isOptional: true,
  };
  return [once, later];
}

function refused(request: Request): Request {
  return { ...request, expect: { status: 422, body: { code: 'idempotency_key_reused' } } };
}

/** What was refused for its key is carried out, because nobody remembers the other request. */
function afterADay(request: Request, { answer }: Operation): readonly ScenarioStep[] {
  return [
    { kind: 'advance', ms: aDayAndMore },
    { ...request, expect: { status: answer.status } },
  ];
}

/** The request with another value in one field of its body. */
function otherBody({ input, entity }: Operation, request: Request): Request | undefined {
  const { body } = request;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const values = body as Readonly<Record<string, JsonValue>>;
  for (const field of input) {
    if (['reference', 'object', 'list', 'json'].includes(field.type.kind)) continue;
    const value = sampleValue(field, { owner: entity, n: 9, reference: () => undefined });
    if (value === undefined || value === null || value === values[field.name]) continue;
    return { ...request, body: { ...values, [field.name]: value } };
  }
  return undefined;
}
