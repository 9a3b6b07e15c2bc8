import type { Operation } from '../../model/operation.ts';
import type { Random } from './random.ts';
import { type ValueSource, validObject } from './valid-value.ts';

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
