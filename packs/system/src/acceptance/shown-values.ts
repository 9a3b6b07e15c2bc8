import type { Entity } from '../model/entity.ts';
import type { JsonValue } from '../model/scenario.ts';

/** The values that answers show. */
export function shownValues(
  { fields }: Entity,
  values: Readonly<Record<string, JsonValue>>,
): Readonly<Record<string, JsonValue>> {
  const hidden = new Set(fields.filter(({ isHidden }) => isHidden === true).map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)));
}
