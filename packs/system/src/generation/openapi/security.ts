import type { Access } from '../../model/access.ts';
import type { SignatureScheme } from '../../model/flow.ts';
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

/** The signatures that operations ask for, by the names of their headers. */
export function signatureSchemes(operations: readonly Operation[]): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    operations.flatMap(({ signature }) =>
      signature === undefined ? [] : [[signature.rule.header, signatureScheme(signature.rule)]],
    ),
  );
}

const digests = {
  hex: 'Hexadecimal digits of the HMAC-SHA256',
  sha256: '`sha256=` and the hexadecimal digits of the HMAC-SHA256',
  timestamped: '`t=<seconds>,v1=<digits>`: hexadecimal digits of the HMAC-SHA256',
};

function signatureScheme({ header, scheme, timestampHeader }: SignatureScheme): JsonSchema {
  const seconds = timestampHeader === undefined ? 'seconds' : `seconds in \`${timestampHeader}\``;
  const isTimed = scheme === 'timestamped' || timestampHeader !== undefined;
  const what = isTimed ? `the ${seconds}, a point and the raw body` : 'the raw body';
  return { type: 'apiKey', in: 'header', name: header, description: `${digests[scheme]} over ${what}.` };
}

/** What requests ask for, and what stands before it. */
type Guarded = {
  readonly [Key in 'access' | 'rate' | 'signature']?: Operation[Key] | undefined;
};

/** Which of them an operation takes; undefined where nobody looks at credentials. */
export function securityOf(operation: Guarded): readonly JsonSchema[] | undefined {
  const { signature } = operation;
  const callers = callersOf(operation);
  if (signature === undefined) return callers;
  return (callers ?? [{}]).map((schemes) => ({ [signature.rule.header]: [], ...schemes }));
}

function callersOf({ access }: Guarded): readonly JsonSchema[] | undefined {
  if (access === undefined || gateMethod(access) === undefined) return undefined;
  const schemes = access.admits.map((kind) => ({ [kind === 'account' ? 'session' : 'key']: [] }));
  return access.isOpen ? [...schemes, {}] : schemes;
}

/** The codes with which an operation is refused before it begins, by status. */
export function entranceRefusals({
  access,
  rate,
  signature,
}: Guarded): readonly (readonly [number, string])[] {
  return [
    ...(signature === undefined ? [] : [[401, 'invalid_signature'] as const]),
    ...(gateMethod(access) === undefined ? [] : [[401, 'unauthenticated'] as const]),
    ...(access?.roles === undefined ? [] : [[403, 'forbidden'] as const]),
    ...(rate === undefined ? [] : [[429, 'too_many_requests'] as const]),
  ];
}
