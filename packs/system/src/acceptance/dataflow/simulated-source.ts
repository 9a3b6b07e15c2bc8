import { type HttpSourceComponent, httpSources } from '../../model/http-sources.ts';
import type { Field } from '../../model/field.ts';
import type { SystemModel } from '../../model/system.ts';
import { pathOf } from '../find-operation.ts';
import { isAccepted } from '../simulation/accept-value.ts';
import type { Value } from '../simulation/evaluate.ts';
import type { SimulatedAnswer, SimulatedRequest } from '../simulation/simulated-system.ts';

/** What a source answers to who may send, which `admit` tells; undefined when the request is not for one. @throws Refused */
export function answerOfSource(
  model: SystemModel,
  request: SimulatedRequest,
  admit: (entrance: HttpSourceComponent['entrance']) => void,
): SimulatedAnswer | undefined {
  const segments = request.path.split('?')[0]?.split('/') ?? [];
  const source = httpSources(model).find(({ entrance: { http } }) => {
    const expected = pathOf(model, { http }, () => '').split('/');
    return (
      http.method === request.method &&
      expected.length === segments.length &&
      expected.every((segment, index) => segment === '' || segment === segments[index])
    );
  });
  if (source === undefined) return undefined;
  admit(source.entrance);
  const bodies = Array.isArray(request.body) ? (request.body as readonly Value[]) : [request.body ?? null];
  const isFine = bodies.length > 0 && bodies.every((body) => isBody(source.entrance.body, body));
  return isFine
    ? { status: 202, headers: {}, body: { accepted: bodies.length } }
    : { status: 400, headers: {}, body: { status: 400, code: 'invalid_input' } };
}

/** Fields may be left out where they are optional or have a default. */
function isBody(fields: readonly Field[], body: Value): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const given = body as Readonly<Record<string, Value>>;
  const isKnown = (key: string) => fields.some(({ name }) => name === key);
  return (
    Object.keys(given).every(isKnown) &&
    fields.every(({ name, type, isOptional, defaultValue }) => {
      const value = given[name];
      if (value === undefined) return isOptional || defaultValue !== undefined;
      return value === null ? isOptional : isAccepted(type, value);
    })
  );
}
