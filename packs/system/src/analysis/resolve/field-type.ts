import type { ScalarType } from '../words/value-types.ts';
import type { FieldDraft } from './draft.ts';

export const NUMERIC: ReadonlySet<ScalarType> = new Set(['integer', 'number', 'money']);

/** One way to tell the type of a field; the first that answers wins. */
type Decision = (field: FieldDraft) => ScalarType | undefined;

/** What was said decides; then how the field was named, its unit, its bounds; then its head noun. */
const DECISIONS: readonly Decision[] = [
  (field) => (field.type ? preferFormat(field.type.value, field.guess.type) : undefined),
  (field) => (field.pattern ? 'text' : undefined),
  (field) => (field.values && isYesNo(field.values.value) ? 'boolean' : undefined),
  (field) => field.shape,
  (field) => (measuresOf(field).includes('characters') ? textType(field.guess.type) : undefined),
  (field) => (field.guess.type === 'integer' && boundType(field) === 'number' ? 'number' : undefined),
  unitType,
  (field) => {
    const isBounded = measuresOf(field).includes('value');
    return isBounded && !NUMERIC.has(field.guess.type) && !isLengthBound(field)
      ? boundType(field)
      : undefined;
  },
  (field) => (field.guess.type === 'text' && !field.isList && isNumberDefault(field) ? 'integer' : undefined),
];

export function typeOf(field: FieldDraft): ScalarType {
  for (const decision of DECISIONS) {
    const type = decision(field);
    if (type) return type;
  }
  return field.guess.type;
}

export function isYesNo(values: readonly string[]): boolean {
  return values.every((value) => /^(?:yes|no|true|false)$/i.test(value));
}

function measuresOf(field: FieldDraft): readonly (string | undefined)[] {
  return [field.minimum, field.maximum].map((bound) => bound?.value.measure);
}

function textType(guess: ScalarType): ScalarType {
  return guess === 'email' || guess === 'url' ? guess : 'text';
}

function unitType(field: FieldDraft): ScalarType | undefined {
  const unit = field.unit?.value;
  if (!unit || (unit === 'integer' && field.guess.type === 'number')) return undefined;
  return field.guess.type === 'money' && unit !== 'number' ? 'money' : unit;
}

function isNumberDefault(field: FieldDraft): boolean {
  return /^-?\d+$/.test(field.defaultValue?.value ?? '') && !field.guess.isKnown;
}

/** `email (text)` stays an email. */
function preferFormat(said: ScalarType, guess: ScalarType): ScalarType {
  if (said === 'text' && /^(?:email|url|phone|isbn|uuid)$/.test(guess)) return guess;
  return said === 'number' && (guess === 'integer' || guess === 'money') ? guess : said;
}

/** Bounds without a unit on a name or a note count characters. */
function isLengthBound(field: FieldDraft): boolean {
  return (
    field.guess.type === 'text' &&
    /(?:name|title|description|notes?|comment|code|text|address|summary|bio|author|reason|body|content|label)$/.test(
      field.words.at(-1) ?? '',
    )
  );
}

function boundType(field: FieldDraft): ScalarType {
  const isWhole = [field.minimum, field.maximum].every(
    (bound) => bound === undefined || Number.isInteger(bound.value.value),
  );
  return isWhole ? 'integer' : 'number';
}
