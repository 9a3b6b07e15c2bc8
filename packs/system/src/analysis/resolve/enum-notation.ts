import { typeNames } from '../../blueprint/field-notation.ts';
import type { FieldDraft } from './draft.ts';
import { isYesNo } from './field-type.ts';
import type { Ledger } from './ledger.ts';

/** The values of a field that is an enumeration. */
export function enumValues(field: FieldDraft): readonly string[] | undefined {
  const values = field.values?.value;
  if (!values || values.length < 2 || field.type) return undefined;
  return values.length === 2 && isYesNo(values) ? undefined : values;
}

/** `low | medium | high = medium` */
export function writeEnum(
  field: FieldDraft,
  values: readonly string[],
  target: string,
  ledger: Ledger,
  lost: string[],
): string {
  const standard = standardOf(field, values, target, ledger, lost);
  const isOptional = standard === undefined && (field.required?.value === false || field.isList);
  const written = values.map(quoteValue).join(' | ');
  if (field.isList) return `(${written})[]${isOptional ? '?' : ''}`;
  const unique = field.unique ? ' unique' : '';
  const value = standard === undefined ? '' : ` = ${quoteValue(standard)}`;
  return `${written}${isOptional ? '?' : ''}${unique}${value}`;
}

/** The default that was said; of a status the first value. */
function standardOf(
  field: FieldDraft,
  values: readonly string[],
  target: string,
  ledger: Ledger,
  lost: string[],
): string | undefined {
  const said = field.defaultValue?.value;
  const match = values.find((value) => value.toLowerCase() === said?.toLowerCase());
  if (match !== undefined) return match;
  if (said !== undefined) lost.push(`the default “${said}”: it is none of the values`);
  const isStatus = /^(?:status|state|stage)$/.test(field.name);
  if (!isStatus || field.required !== undefined || field.isList) return undefined;
  ledger.assume(`${field.name} is “${values[0]}” when nothing is said.`, target);
  return values[0];
}

function quoteValue(value: string): string {
  const isPlain =
    /^[a-z][a-z0-9_-]*$/i.test(value) &&
    !typeNames.includes(value) &&
    !/^(?:unique|on|today|now|true|false|null)$/.test(value);
  return isPlain ? value : `'${value.replaceAll("'", "''")}'`;
}
