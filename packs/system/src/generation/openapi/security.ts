import type { Access } from '../../model/access.ts';
import { gateMethod } from '../../model/gate-method.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonSchema } from './field-schema.ts';

/** The ways to say who one is: `securitySchemes`. */
export function securitySchemes({ accounts, keys }: Access): Readonly<Record<string, JsonSchema>> {
  return {
    ...(accounts === undefined
      ? {}
      : { session: { type: 'http', scheme: 'bearer', description: 'The token that logging in answers.' } }),
    ...(keys === undefined ? {} : { key: { type: 'apiKey', in: 'header', name: keys.header } }),
  };
}

/** Which of them an operation takes; undefined where nobody looks at credentials. */
export function securityOf({ access }: Operation): readonly JsonSchema[] | undefined {
  if (access === undefined || gateMethod(access) === undefined) return undefined;
  const schemes = access.admits.map((kind) => ({ [kind === 'account' ? 'session' : 'key']: [] }));
  return access.isOpen ? [...schemes, {}] : schemes;
}

/** The codes with which an operation is refused before it begins, by status. */
export function entranceRefusals({ access, rate }: Operation): readonly (readonly [number, string])[] {
  return [
    ...(gateMethod(access) === undefined ? [] : [[401, 'unauthenticated'] as const]),
    ...(access?.roles === undefined ? [] : [[403, 'forbidden'] as const]),
    ...(rate === undefined ? [] : [[429, 'too_many_requests'] as const]),
  ];
}
