import type { ScalarType } from '../words/value-types.ts';
import type { FieldDraft } from './draft.ts';
import { enumValues, writeEnum } from './enum-notation.ts';
import { defaultOf } from './field-default.ts';
import { rangeOf } from './field-range.ts';
import { typeOf } from './field-type.ts';
import type { Ledger } from './ledger.ts';
import { settledField } from './settled-field.ts';

interface Written {
  readonly notation: string;
  /** What was said and cannot be written, in plain words. */
  readonly lost: readonly string[];
}

/** Writes a field in the notation of the blueprint; notes what was only assumed. */
export function writeField(said: FieldDraft, target: string, ledger: Ledger): Written {
  const lost: string[] = [];
  const field = settledField(said, lost);
  if (field.reference !== undefined) return { notation: writeReference(field, lost), lost };
  const values = enumValues(field);
  if (values) return { notation: writeEnum(field, values, target, ledger, lost), lost };
  return { notation: writeScalar(field, target, ledger, lost), lost };
}

function writeScalar(field: FieldDraft, target: string, ledger: Ledger, lost: string[]): string {
  const type = typeOf(field);
  const range = rangeOf(field, type, target, ledger, lost);
  const isOptional = isOptionalField(field, type, target, ledger);
  const value = defaultOf(field, type, target, ledger, lost);
  const base = `${type}${field.isList ? '[]' : ''}${isOptional && value === '' ? '?' : ''}`;
  return `${base}${range}${patternOf(field, type, lost)}${uniqueOf(field, type, lost)}${value}`;
}

function patternOf(field: FieldDraft, type: ScalarType, lost: string[]): string {
  if (!field.pattern) return '';
  if (type === 'text' && !field.isList) return ` /${field.pattern.value}/`;
  lost.push(`the form of ${field.words.join(' ')}`);
  return '';
}

function writeReference(field: FieldDraft, lost: string[]): string {
  const said = [field.minimum, field.maximum, field.values, field.defaultValue];
  if (said.some((one) => one !== undefined))
    lost.push(`limits and defaults of ${field.words.join(' ')}: it refers to a record`);
  const isOptional = field.required?.value === false;
  const rule = field.referenceRule === 'clear' && !isOptional ? 'restrict' : field.referenceRule;
  const onDelete = rule === undefined ? '' : ` on delete ${rule}`;
  return `${field.reference}${isOptional ? '?' : ''}${field.unique ? ' unique' : ''}${onDelete}`;
}

function isOptionalField(field: FieldDraft, type: ScalarType, target: string, ledger: Ledger): boolean {
  if (field.required) return !field.required.value;
  const isCount = field.guess.isList === true && !field.isList;
  const isOptional = (field.guess.isOptional === true && !isCount && !field.unique) || field.isList;
  if (isOptional && type !== 'boolean' && !field.defaultValue)
    ledger.assume(`${field.name} may be left out.`, target);
  return isOptional;
}

function uniqueOf(field: FieldDraft, type: ScalarType, lost: string[]): string {
  if (!field.unique) return '';
  if (field.isList || type === 'json') {
    lost.push(`that ${field.words.join(' ')} is unique: it is a list`);
    return '';
  }
  const isText = /^(?:text|email|url|phone|isbn|uuid)$/.test(type);
  return field.unique.value.ignoreCase && isText ? ' unique ignoring case' : ' unique';
}
