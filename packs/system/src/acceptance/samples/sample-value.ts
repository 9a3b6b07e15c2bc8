import type { Field, FieldType } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { durationText } from '../../expression/duration.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import { sampleFormat } from './sample-format.ts';
import { samplePattern } from './sample-pattern.ts';
import { sampleText } from './sample-text.ts';
import { words } from '../../naming/letter-case.ts';

export interface SampleContext {
  /** The entity or operation the value is for; its words help to choose a fitting text. */
  readonly owner: string;
  /** Which sample of many: two values with different `n` differ wherever the type has room for it. */
  readonly n: number;
  /** The id (or the `${variable}` standing for it) of an existing record of this entity. */
  readonly reference: (entity: string, n: number) => string | undefined;
}

/** A value the field accepts, or undefined when none could be made (an unusual pattern, a record that cannot exist). */
export function sampleValue(field: Field, context: SampleContext): JsonValue | undefined {
  return sampleOf(field.type, field.name, context);
}

type TypeOf<Kind extends FieldType['kind']> = Extract<FieldType, { kind: Kind }>;

const samples: ByKind<FieldType, [name: string, context: SampleContext], JsonValue | undefined> = {
  text: textSample,
  integer: (type, _, { n }) => numberSample(type, n),
  number: (type, _, { n }) => numberSample(type, n),
  money: (type, _, { n }) => numberSample(type, n),
  boolean: (_type, _name, { n }) => n % 2 === 0,
  date: (_, name, { n }) => day(name, n),
  time: (_type, _name, { n }) => timeSample(n),
  datetime: (_, name, { n }) => `${day(name, n)}T09:30:00.000Z`,
  duration: ({ minimum = 0, maximum }, _, { n }) => durationSample(minimum, maximum, n),
  enum: ({ values }, _, { n }) => values[n % values.length],
  reference: ({ entity }, _, { n, reference }) => reference(entity, n),
  list: listSample,
  object: (type, _, context) => objectSample(type, context),
  json: (_type, _name, { n }) => ({ note: `Sample ${n + 1}` }),
};

function sampleOf(type: FieldType, name: string, context: SampleContext): JsonValue | undefined {
  return byKind(samples, type, name, context);
}

/** Quarters and halves of the working hours. */
function timeSample(n: number): string {
  const hour = 9 + (Math.floor(n / 2) % 9);
  return `${String(hour).padStart(2, '0')}:${n % 2 === 0 ? '30' : '45'}`;
}

/** Inside the bounds, a quarter of an hour apart where there is room. */
function durationSample(minimum: number, maximum: number | undefined, n: number): string {
  const room = (maximum ?? minimum + 86_400_000) - minimum;
  const step = [900_000, 60_000, 1_000].find((one) => one * 4 <= room) ?? 1;
  return durationText(minimum + ((n + 1) % (Math.floor(room / step) + 1)) * step);
}

function textSample(type: TypeOf<'text'>, name: string, context: SampleContext): string | undefined {
  if (type.pattern !== undefined) {
    const natural = sampleText(context.owner, name, type, context.n);
    if (new RegExp(`^(?:${type.pattern})$`, 'u').test(natural)) return natural;
    return samplePattern(type.pattern, type, context.n);
  }
  if (type.format) return sampleFormat(type.format, context.n);
  return sampleText(context.owner, name, type, context.n);
}

/** Inside the bounds, near their lower end, and never on it where there is room: a bound off by one must not hide. */
function numberSample(type: TypeOf<'integer' | 'number' | 'money'>, n: number): number | undefined {
  const { minimum, maximum } = type;
  const step = type.kind === 'integer' ? 1 : type.kind === 'money' ? 0.25 : 0.5;
  const low =
    minimum === undefined
      ? Math.min(2, maximum ?? 2)
      : type.kind === 'integer'
        ? Math.ceil(minimum)
        : minimum;
  const high = maximum ?? low + 1_000_000;
  if (low > high) return undefined;
  const room = Math.floor((high - low) / step) + 1;
  const value = low + ((n + (room > 2 ? 1 : 0)) % room) * step;
  return type.kind === 'integer' ? value : Math.round(value * 100) / 100;
}

function listSample(type: TypeOf<'list'>, name: string, context: SampleContext): JsonValue | undefined {
  const least = type.minItems ?? 0;
  const count = Math.max(least, Math.min(2, type.maxItems ?? 2));
  const items: JsonValue[] = [];
  for (let index = 0; index < count; index += 1) {
    const item = sampleOf(type.of, name, { ...context, n: context.n + index });
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function objectSample(type: TypeOf<'object'>, context: SampleContext): JsonValue | undefined {
  const entries: [string, JsonValue][] = [];
  for (const field of type.fields) {
    const value = sampleOf(field.type, field.name, context);
    if (value !== undefined) entries.push([field.name, value]);
    else if (!field.isOptional && !field.defaultValue) return undefined;
  }
  return Object.fromEntries(entries);
}

/** What such fields hold has happened already. */
const pastWords = new Set(
  'born birth birthday founded founding published publication released release built purchased purchase acquired acquisition joined hired since'.split(
    ' ',
  ),
);

/** What such fields hold comes after what the others hold. */
const endWords = new Set('end ends ending until till finish finishes closes'.split(' '));

/** Days far enough from the present that a rule about the past or the future reads the same for years. */
function day(name: string, n: number): string {
  const own = words(name);
  const start = own.some((word) => pastWords.has(word)) ? Date.UTC(1996, 4, 14) : Date.UTC(2031, 4, 14);
  const first = own.some((word) => endWords.has(word)) ? start + 90 * 86_400_000 : start;
  return new Date(first + n * 86_400_000).toISOString().slice(0, 10);
}
