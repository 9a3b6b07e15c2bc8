import { sampleFormat } from '../../acceptance/samples/sample-format.ts';
import { samplePattern } from '../../acceptance/samples/sample-pattern.ts';
import { durationText } from '../../expression/duration.ts';
import type { Field, FieldType } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { Random } from './random.ts';

export interface ValueSource {
  readonly random: Random;
  /** The id of some record, or undefined when there is none. */
  readonly reference: (entity: string) => string | undefined;
}

type TypeOf<Kind extends FieldType['kind']> = Extract<FieldType, { kind: Kind }>;

/** Values of a field that the model accepts, bounds and odd characters among them. Undefined when none can be made. */
export function validValue(type: FieldType, source: ValueSource): JsonValue | undefined {
  switch (type.kind) {
    case 'duration':
      return validDuration(type, source.random);
    case 'enum':
      return source.random.pick(type.values);
    case 'reference':
      return source.reference(type.entity);
    case 'list':
      return validList(type, source);
    case 'object':
      return validObject(type.fields, source);
    case 'json':
      return source.random.pick<JsonValue>([{ note: 'x', list: [1, null] }, [], 'text', 0, true]);
    default:
      return validScalar(type, source.random);
  }
}

type ScalarKind = 'text' | 'integer' | 'number' | 'money' | 'boolean' | 'date' | 'time' | 'datetime';

function validScalar(type: TypeOf<ScalarKind>, random: Random): JsonValue | undefined {
  switch (type.kind) {
    case 'text':
      return validText(type, random);
    case 'integer':
      return validInteger(type, random);
    case 'number':
      return validNumber(type, random, 1_000);
    case 'money':
      return validNumber(type, random, 100);
    case 'boolean':
      return random.chance(0.5);
    case 'date':
      return validDate(random);
    case 'time':
      return validTime(random);
    case 'datetime':
      return `${validDate(random)}T${validTime(random)}:30${random.pick(['Z', '.250Z', '+02:00', '-11:30'])}`;
  }
}

/** An input object; fields that may be left out sometimes are. Undefined when a required value cannot be made. */
export function validObject(
  fields: readonly Field[],
  source: ValueSource,
): Record<string, JsonValue> | undefined {
  const entries: [string, JsonValue][] = [];
  for (const field of fields) {
    const isOptional = field.isOptional || field.defaultValue !== undefined;
    if (isOptional && source.random.chance(0.3)) continue;
    if (field.isOptional && source.random.chance(0.15)) {
      entries.push([field.name, null]);
      continue;
    }
    const value = validValue(field.type, source);
    if (value !== undefined) entries.push([field.name, value]);
    else if (!isOptional) return undefined;
  }
  return Object.fromEntries(entries);
}

/** Ends are letters: what is done with blanks around a text is the system's own affair. */
const inside = [
  'a',
  'Z',
  '7',
  ' ',
  'é',
  'ß',
  '語',
  "'",
  '"',
  '<b>',
  '&amp;',
  '\\',
  ';--',
  '${x}',
  '{{y}}',
  '%s',
  '/',
];

function validText(type: TypeOf<'text'>, random: Random): string | undefined {
  const n = random.integer(0, 900);
  if (type.pattern !== undefined) return samplePattern(type.pattern, type, n);
  if (type.format) return fitting(sampleFormat(type.format, n), type);
  const least = Math.max(type.minLength ?? 1, 1);
  const most = Math.max(least, Math.min(type.maxLength ?? 200, 5_000));
  const length = random.pick([least, most, random.integer(least, Math.min(most, least + 40))]) ?? least;
  let middle = '';
  while (middle.length < length - 2) middle += random.pick(inside);
  return length === 1 ? 'x' : `x${middle.slice(0, length - 2)}z`;
}

function fitting(text: string, type: TypeOf<'text'>): string | undefined {
  const fits = text.length >= (type.minLength ?? 0) && text.length <= (type.maxLength ?? text.length);
  return fits ? text : undefined;
}

function validInteger(type: TypeOf<'integer'>, random: Random): number | undefined {
  const least = Math.ceil(type.minimum ?? Math.min(-1_000, type.maximum ?? 0));
  const most = Math.floor(type.maximum ?? Math.max(1_000_000, least));
  return least > most ? undefined : random.pick([least, most, random.integer(least, most)]);
}

function validNumber(type: TypeOf<'number' | 'money'>, random: Random, perUnit: number): number | undefined {
  const least = Math.ceil((type.minimum ?? Math.min(-1_000, type.maximum ?? 0)) * perUnit);
  const most = Math.floor((type.maximum ?? Math.max(100_000, least / perUnit)) * perUnit);
  if (least > most) return undefined;
  return (random.pick([least, most, random.integer(least, most)]) ?? least) / perUnit;
}

function validDuration({ minimum = 0, maximum }: TypeOf<'duration'>, random: Random): string {
  const most = maximum ?? Math.max(minimum, 10_000_000);
  return durationText(random.pick([minimum, most, random.integer(minimum, most)]) ?? minimum);
}

function validDate(random: Random): string {
  if (random.chance(0.1)) return '2028-02-29';
  return new Date(Date.UTC(2020, 0, 1) + random.integer(0, 7_000) * 86_400_000).toISOString().slice(0, 10);
}

function validTime(random: Random): string {
  return `${two(random.integer(0, 23))}:${two(random.integer(0, 59))}`;
}

function validList(type: TypeOf<'list'>, source: ValueSource): JsonValue | undefined {
  const least = type.minItems ?? 0;
  const most = Math.max(least, Math.min(type.maxItems ?? least + 3, least + 20));
  const items: JsonValue[] = [];
  const count = source.random.integer(least, most);
  while (items.length < count) {
    const item = validValue(type.of, source);
    if (item === undefined) return least === 0 ? [] : undefined;
    items.push(item);
  }
  return items;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
