import type { Field, FieldType } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { durationText } from '../../expression/duration.ts';
import { type ByKind, byKind } from '../by-kind.ts';

/** More values than this show nothing new about an enum. */
const shownValues = 12;

type TypeOf<Kind extends FieldType['kind']> = Extract<FieldType, { kind: Kind }>;
type Range = TypeOf<'integer' | 'number' | 'money'>;

const none = () => [];
const ofRange = ({ minimum, maximum }: Range) => bounds(minimum, maximum);

const edges: ByKind<FieldType, [], readonly JsonValue[]> = {
  text: edgeTexts,
  integer: ofRange,
  number: ofRange,
  money: ofRange,
  boolean: () => [true, false],
  enum: ({ values }) => values.slice(0, shownValues),
  date: none,
  time: none,
  datetime: none,
  duration: ({ minimum, maximum }) => bounds(minimum, maximum).map(durationText),
  reference: none,
  list: none,
  object: none,
  json: none,
};

/** Valid values at the very edges of the field's type: every value of an enum, both bounds of a range. */
export function edgeValues({ type }: Field): readonly JsonValue[] {
  return byKind(edges, type);
}

function edgeTexts({ format, pattern, minLength = 0, maxLength = 0 }: TypeOf<'text'>): readonly string[] {
  if (format !== undefined || pattern !== undefined) return [];
  const lengths = [minLength, maxLength].filter((length) => length > 0);
  return [...new Set(lengths)].map((length) => 'x'.repeat(length));
}

function bounds(low: number | undefined, high: number | undefined): readonly number[] {
  const both = [low, high].filter((value) => value !== undefined);
  return [...new Set(both)];
}
