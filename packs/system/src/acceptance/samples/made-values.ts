import type { Entity } from '../../model/entity.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { evaluate, type Value } from '../simulation/evaluate.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';

/** The values that a new record gets from default expressions, as far as they follow from what was sent. */
export function madeValues(
  { fields }: Entity,
  body: Readonly<Record<string, JsonValue>>,
): Readonly<Record<string, JsonValue>> {
  const known: Record<string, Value> = {};
  const made: Record<string, JsonValue> = {};
  for (const { name, type, defaultValue } of fields) {
    const given = body[name];
    if (given !== undefined) known[name] = given;
    else if (defaultValue === undefined) known[name] = null;
    else if (defaultValue.kind === 'literal') known[name] = defaultValue.value;
    else if (defaultValue.kind === 'expression') {
      const value = whenSimulated(() => evaluate(defaultValue.value.node, { record: known }), undefined);
      if (value === undefined || Number.isNaN(value)) continue;
      known[name] =
        type.kind === 'money' && typeof value === 'number' ? Math.round(value * 100) / 100 : value;
      made[name] = known[name];
    }
  }
  return made;
}
