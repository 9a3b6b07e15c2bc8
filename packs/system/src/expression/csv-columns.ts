import type { ValueType } from './expression.ts';
import { nonNull } from './value-type.ts';

const nested: readonly ValueType['kind'][] = ['list', 'object', 'record', 'json', 'null', 'duration', 'span'];

/** The columns of a table whose lines are the objects of a list; undefined where these hold more than single values. */
export function columnsOf(type: ValueType): readonly string[] | undefined {
  if (type.kind !== 'list' || type.of.kind !== 'object') return undefined;
  const { fields } = type.of;
  const isFlat = Object.values(fields).every((field) => !nested.includes(nonNull(field).kind));
  return isFlat ? Object.keys(fields) : undefined;
}
