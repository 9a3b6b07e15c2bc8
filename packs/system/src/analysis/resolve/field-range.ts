import type { ScalarType } from '../words/value-types.ts';
import type { Bound, FieldDraft } from './draft.ts';
import { NUMERIC } from './field-type.ts';
import type { Ledger } from './ledger.ts';

/** The range of a field in the notation, with a space before it; `''` when there is none. */
export function rangeOf(
  field: FieldDraft,
  type: ScalarType,
  target: string,
  ledger: Ledger,
  lost: string[],
): string {
  if (field.isList) return itemsRange(field, lost);
  if (NUMERIC.has(type)) return numberRange(field, type, target, ledger);
  if (!field.minimum && !field.maximum) return '';
  if (/^(?:text|email|url|phone)$/.test(type)) return lengthRange(field);
  lost.push(`the bounds of ${field.words.join(' ')}`);
  return '';
}

function lengthRange(field: FieldDraft): string {
  return written(lengthOf(field.minimum?.value, 1), lengthOf(field.maximum?.value, -1));
}

function written(minimum: number | undefined, maximum: number | undefined): string {
  return minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? ''}..${maximum ?? ''}`;
}

export function lengthOf(bound: Bound | undefined, step: number): number | undefined {
  if (!bound) return undefined;
  const value = Math.max(0, Math.floor(bound.isExclusive ? bound.value + step : bound.value));
  return Number.isSafeInteger(value) ? value : undefined;
}

function itemsRange(field: FieldDraft, lost: string[]): string {
  const isItems = [field.minimum, field.maximum].every((bound) => bound?.value.measure !== 'characters');
  if (isItems) return lengthRange(field);
  lost.push(`the length of each of the ${field.words.join(' ')}`);
  return '';
}

function numberRange(field: FieldDraft, type: ScalarType, target: string, ledger: Ledger): string {
  const natural = field.maximum && field.maximum.value.value < 0 ? undefined : field.guess.minimum;
  const minimum = lowestOf(field, type) ?? natural;
  if (!field.minimum && minimum !== undefined)
    ledger.assume(`${field.name} is never below ${minimum}.`, target);
  return written(minimum, highestOf(field, type));
}

const stepOf = (type: ScalarType): number => (type === 'integer' ? 1 : 0.01);

/** The least number that was said to be allowed. */
export function lowestOf(field: FieldDraft, type: ScalarType): number | undefined {
  return numberBound(field.minimum?.value, stepOf(type), type);
}

/** The greatest number that was said to be allowed. */
export function highestOf(field: FieldDraft, type: ScalarType): number | undefined {
  return numberBound(field.maximum?.value, -stepOf(type), type);
}

function numberBound(bound: Bound | undefined, step: number, type: ScalarType): number | undefined {
  if (!bound) return undefined;
  const value = bound.isExclusive ? bound.value + step : bound.value;
  const fixed =
    type === 'integer' ? (step > 0 ? Math.ceil(value) : Math.floor(value)) : Math.round(value * 1e6) / 1e6;
  return Math.abs(fixed) < 1e15 ? fixed : undefined;
}
