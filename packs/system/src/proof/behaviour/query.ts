import { neededHeaders } from '../../acceptance/samples/needed-headers.ts';
import { headerName } from '../../model/header-name.ts';
import type { Operation } from '../../model/operation.ts';
import type { Random } from './random.ts';
import { type ValueSource, validObject } from './valid-value.ts';

/** Headers that the operation accepts: those it insists on, and now and then another. */
export function validHeaders(operation: Operation, source: ValueSource): Readonly<Record<string, string>> {
  const values = validObject(operation.headers ?? [], source) ?? {};
  const texts = Object.entries(values).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' || !isHeaderText(String(value)) ? [] : [[headerName(name), String(value)]],
  );
  return { ...neededHeaders(operation), ...Object.fromEntries(texts) };
}

/** Clients send nothing else in a header. */
function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text);
}

/** A query string that the operation accepts, often none. */
export function validQuery(operation: Operation, source: ValueSource): string {
  const hasCursor = operation.steps.some((step) => step.kind === 'list' && step.paging === 'cursor');
  // Which cursors there are, only earlier answers tell.
  const known = operation.query.filter(({ name }) => !hasCursor || name !== 'cursor');
  const parameters = known.filter(() => source.random.chance(0.3));
  const required = known.filter(
    (field) => !field.isOptional && field.defaultValue === undefined && !parameters.includes(field),
  );
  const values = validObject([...parameters, ...required], source) ?? {};
  const pairs = Object.entries(values).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** No operation knows this parameter. */
export function invalidQuery(operation: Operation, random: Random): string {
  const isList = operation.steps.some((step) => step.kind === 'list');
  const choices = ['?noSuchParameter=1', '?__proto__=1'];
  if (isList) choices.push('?limit=0', '?limit=abc', '?offset=-1', '?sort=noSuchField', '?limit=1&limit=2');
  return random.pick(choices) ?? '?noSuchParameter=1';
}
