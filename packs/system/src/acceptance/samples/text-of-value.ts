import type { JsonValue } from '../../model/scenario.ts';

/** A value as a path, a query or a header carries it. */
export function textOfValue(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(textOfValue).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
