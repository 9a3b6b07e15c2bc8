import type { Field } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';

/** More values than this show nothing new about an enum. */
const shownValues = 12;

/** Valid values at the very edges of the field's type: every value of an enum, both bounds of a range. */
export function edgeValues(field: Field): readonly JsonValue[] {
  const { type } = field;
  switch (type.kind) {
    case 'boolean':
      return [true, false];
    case 'enum':
      return type.values.slice(0, shownValues);
    case 'integer':
    case 'number':
    case 'money':
      return bounds(type.minimum, type.maximum);
    case 'text': {
      if (type.format !== undefined || type.pattern !== undefined) return [];
      const { minLength = 0, maxLength = 0 } = type;
      return bounds(minLength > 0 ? minLength : undefined, maxLength > 0 ? maxLength : undefined).map(
        (length) => 'x'.repeat(length),
      );
    }
    default:
      return [];
  }
}

function bounds(low: number | undefined, high: number | undefined): readonly number[] {
  const both = [low, high].filter((value) => value !== undefined);
  return [...new Set(both)];
}
