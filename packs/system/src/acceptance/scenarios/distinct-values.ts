import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';

/** Up to `count` different valid values. */
export function distinctValues(
  draft: ScenarioDraft,
  entity: Entity,
  field: Field,
  count: number,
): readonly JsonValue[] {
  const found = new Map<string, JsonValue>();
  for (let n = 0; n < 2 * count + 2 && found.size < count; n += 1) {
    const value = draft.value(entity, field, n);
    found.set(JSON.stringify(value), value);
  }
  return [...found.values()];
}

/** A valid value other than this one. @throws Underivable when there is no other. */
export function otherValue(draft: ScenarioDraft, entity: Entity, field: Field, than: JsonValue): JsonValue {
  for (let n = 1; n < 6; n += 1) {
    const value = draft.value(entity, field, n);
    if (JSON.stringify(value) !== JSON.stringify(than)) return value;
  }
  throw new Underivable(`${entity.name}.${field.name} has only one value`);
}
