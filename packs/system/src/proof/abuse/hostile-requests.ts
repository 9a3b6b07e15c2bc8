import { gzipSync } from 'node:zlib';
import type { Random } from '../behaviour/random.ts';
import type { Request } from '../running/http-client.ts';
import { type ApiDescription, type DescribedOperation, isObject, type Schema } from './api-description.ts';
import {
  heavyBodies,
  hostileBodies,
  hostileHeaders,
  hostileJson,
  hostileKeys,
  hostileSegments,
  hostileTexts,
} from './hostile-values.ts';
import { schemaValue, type SchemaValueSource } from './schema-value.ts';

export interface HostileRequest {
  readonly what: string;
  readonly request: Request;
  /** Absent when the request may end at another route, or at none. */
  readonly operation?: DescribedOperation;
  /** The body as the server must read it, when it is JSON. */
  readonly json?: unknown;
  /** Why no server may take it, when that does not follow from the description. */
  readonly refusal?: string;
}

export interface RequestSource extends SchemaValueSource {
  readonly api: ApiDescription;
  readonly random: Random;
  /** A bearer token that should be taken, if any is known. */
  readonly token: () => string | undefined;
}

/** A way to make a request for an operation, valid in all but one place. */
export type Attack = (source: RequestSource) => HostileRequest;

/** Ordinary requests first, then every way to go wrong that the description of the operation leaves room for. */
export function attacksOn(operation: DescribedOperation): readonly Attack[] {
  const valid: Attack = (source) => build(operation, source, 'values at their bounds', {});
  const queries = operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name);
  return [
    valid,
    valid,
    ...hostileHeaders.map(
      (headers): Attack =>
        (source) =>
          build(operation, source, 'odd headers', { headers }),
    ),
    ...(operation.path.includes('{') ? hostileSegments : []).map(
      (segment): Attack =>
        (source) =>
          build(operation, source, 'an odd path segment', { segment }),
    ),
    ...queries.flatMap((name) => parameterAttacks(operation, name)),
    ...undeclaredQueries.map(
      (query): Attack =>
        (source) =>
          build(operation, source, 'an undeclared query', { query }),
    ),
    ...bodyAttacks(operation),
  ];
}

const undeclaredQueries = [
  '__proto__[polluted]=1',
  'constructor.prototype.polluted=1',
  `${'a=1&'.repeat(1_500)}b`,
  '%',
  '%ff=%ff',
  '=&=&&&',
  'a[]=1&a[b]=2',
  `x=${'y'.repeat(7_000)}`,
];

function parameterAttacks(operation: DescribedOperation, name: string): readonly Attack[] {
  const key = encodeURIComponent(name);
  const values = hostileTexts.flatMap((text) =>
    text.isWellFormed() && text.length < 8_000 ? [encodeURIComponent(text)] : [],
  );
  const queries = [
    ...values.map((value) => `${key}=${value}`),
    ...['%', '%00', '%ff%fe', '%u0000'].map((value) => `${key}=${value}`),
    `${key}=1&${key}=2`,
    `${key}[]=1`,
    `${key}[$ne]=1`,
    key,
  ];
  return queries.map(
    (query) => (source) => build(operation, source, `an odd ${name} in the query`, { query }),
  );
}

function bodyAttacks(operation: DescribedOperation): readonly Attack[] {
  const { body } = operation;
  if (body === undefined) return [];
  return [
    ...[...hostileBodies, ...heavyBodies].map(
      (make): Attack =>
        (source) =>
          build(operation, source, 'an odd body', { body: make() }),
    ),
    ...hostileKeys.map(
      (key): Attack =>
        (source) =>
          build(operation, source, `the undeclared key ${key.slice(0, 20)}`, {
            change: (text) => withMember(text, key, '{"polluted": true}'),
          }),
    ),
    ...misreadBodies.map(
      ({ refusal, headers, encode }): Attack =>
        (source) => {
          const ordinary = build(operation, source, refusal, { headers });
          const body = encode(Buffer.from(ordinary.request.body ?? ''));
          return { ...ordinary, refusal, request: { ...ordinary.request, body } };
        },
    ),
    ...[...hostileTexts.map((text) => JSON.stringify(text)), ...hostileJson].map(
      (value): Attack =>
        (source) =>
          fieldAttack(operation, source, value),
    ),
  ];
}

/** Good bodies in a form that a server reads as something else unless it looks. */
const misreadBodies: readonly {
  readonly refusal: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly encode: (body: Buffer) => Uint8Array;
}[] = [
  {
    refusal: 'bytes that are not UTF-8',
    headers: {},
    // Before the last quotation mark, so inside a text, which the rest of a reader takes for a letter.
    encode: (body) => {
      const end = body.lastIndexOf('"');
      return Buffer.concat([body.subarray(0, end), Buffer.from([0xff, 0xfe]), body.subarray(end)]);
    },
  },
  {
    refusal: 'UTF-16 by its content type',
    headers: { 'content-type': 'application/json; charset=utf-16' },
    encode: (body) => body,
  },
  { refusal: 'a compressed body', headers: { 'content-encoding': 'gzip' }, encode: (body) => gzipSync(body) },
  {
    refusal: 'a body that only says it is compressed',
    headers: { 'content-encoding': 'br' },
    encode: (body) => body,
  },
];

/** One of the declared fields, chosen anew each time, gets the value. */
function fieldAttack(operation: DescribedOperation, source: RequestSource, value: string): HostileRequest {
  const { properties } = source.resolve(operation.body ?? {});
  const name = source.random.pick(Object.keys(isObject(properties) ? properties : { value: {} })) ?? 'value';
  return build(operation, source, `an odd ${name}`, { change: (text) => withMember(text, name, value) });
}

/** The text of a JSON object with one member replaced or added. What is no object stays as it is. */
function withMember(text: string, key: string, value: string): string {
  const object: unknown = JSON.parse(text);
  if (!isObject(object)) return text;
  const members = Object.entries(object).filter(([name]) => name !== key);
  const texts = members.map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`);
  return `{${[...texts, `${JSON.stringify(key)}:${value}`].join()}}`;
}

interface Oddities {
  readonly headers?: Readonly<Record<string, string>>;
  readonly segment?: string;
  readonly query?: string;
  readonly body?: string | Uint8Array;
  readonly change?: (text: string) => string;
}

function build(
  operation: DescribedOperation,
  source: RequestSource,
  what: string,
  { headers, segment, query, body, change }: Oddities,
): HostileRequest {
  const text = body ?? bodyText(operation, source, change);
  const path = pathFor(operation, source, segment) + queryFor(operation, source, query);
  const json = typeof text === 'string' && headers?.['content-type'] === undefined ? parsed(text) : undefined;
  return {
    what,
    request: {
      method: operation.method,
      path,
      headers: {
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...authorization(operation, source),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    },
    ...(segment === undefined || isOrdinary(segment) ? { operation } : {}),
    ...(json === undefined ? {} : { json }),
  };
}

/** Mostly somebody who may ask, sometimes a stranger. */
function authorization(
  { isForBearers }: DescribedOperation,
  { random, token }: RequestSource,
): Readonly<Record<string, string>> {
  const known = isForBearers && random.chance(0.9) ? token() : undefined;
  return known === undefined ? {} : { authorization: `Bearer ${known}` };
}

/** Whether a segment still leads to the same operation. */
function isOrdinary(segment: string): boolean {
  return /^[\w-]{1,100}$/.test(segment);
}

function bodyText(
  { body }: DescribedOperation,
  source: RequestSource,
  change: Oddities['change'] = (text) => text,
): string | undefined {
  return body === undefined ? undefined : change(JSON.stringify(schemaValue(body, source)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pathFor({ path }: DescribedOperation, source: RequestSource, segment: string | undefined): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment ?? encodeURIComponent(source.id(name)));
}

function queryFor(
  { parameters }: DescribedOperation,
  source: RequestSource,
  odd: string | undefined,
): string {
  const declared = parameters.filter(
    (parameter) =>
      parameter.in === 'query' && (parameter.isRequired || (odd === undefined && source.random.chance(0.2))),
  );
  const pairs = declared.map(
    ({ name, schema }) => `${encodeURIComponent(name)}=${queryText(schema, source)}`,
  );
  const all = [...pairs, ...(odd === undefined ? [] : [odd])];
  return all.length === 0 ? '' : `?${all.join('&')}`;
}

function queryText(schema: Schema, source: RequestSource): string {
  return encodeURIComponent(String(schemaValue(schema, source)).slice(0, 500).toWellFormed());
}
