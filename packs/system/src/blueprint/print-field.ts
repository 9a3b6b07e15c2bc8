import type { DefaultValue, FieldType, Literal } from '../model/field.ts';
import { durationText } from '../expression/duration.ts';
import { standardTextLength } from './text-length.ts';
import { isSecretType, type SecretType, standardPasswordLength } from './secret-notation.ts';
import type { FieldNotation } from './field-notation.ts';

/** Writes the shortest notation that reads back as the same field. Objects with fields have no notation: RangeError. */
export function printField(field: FieldNotation): string {
  const { type, isOptional, defaultValue } = field;
  const parts = [
    `${printBase(type)}${isOptional ? '?' : ''}`,
    printRange(type, isOptional),
    printPattern(type),
    ...printFlags(field),
    defaultValue === undefined ? '' : `= ${printDefault(defaultValue, type)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function printPattern(type: FieldType): string {
  if (type.kind !== 'text') return '';
  if (type.prefix !== undefined) return `prefix ${type.prefix}`;
  return type.pattern === undefined ? '' : `/${type.pattern.replaceAll('/', '\\/')}/`;
}

/** A secret is hidden, and a token unique, without saying so. */
function printFlags(field: FieldNotation): readonly string[] {
  const { type, unique } = field;
  const isSecret = isSecretType(type);
  return [
    unique === undefined || isSecret ? '' : unique.ignoreCase ? 'unique ignoring case' : 'unique',
    printRule(type),
    field.isReadonly === true ? 'readonly' : '',
    field.isImmutable === true ? 'immutable' : '',
    field.isHidden === true && !isSecret ? 'hidden' : '',
  ];
}

function printBase(type: FieldType): string {
  switch (type.kind) {
    case 'text':
      return type.secret ?? type.format ?? 'text';
    case 'enum':
      return printEnum(type.values);
    case 'reference':
      return type.entity;
    case 'list':
      return `${printItem(type.of)}[]`;
    case 'object':
      throw new RangeError('An object with fields has no field notation.');
    default:
      return type.kind;
  }
}

function printEnum(values: readonly string[]): string {
  // A single bare word would read as the name of a type.
  return values.length === 1 ? values.map(quote).join('') : values.map(printEnumValue).join(' | ');
}

function printItem(type: FieldType): string {
  return type.kind === 'enum' && type.values.length > 1 ? `(${printBase(type)})` : printBase(type);
}

function printEnumValue(value: string): string {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.+-]*$/u.test(value) ? value : quote(value);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function printRange(type: FieldType, isOptional: boolean): string {
  switch (type.kind) {
    case 'text':
      return isSecretType(type) ? printSecretRange(type) : printTextRange(type, isOptional);
    case 'list':
      return range(type.minItems, type.maxItems);
    case 'integer':
    case 'number':
    case 'money':
      return range(type.minimum, type.maximum);
    case 'duration':
      return durationRange(type.minimum, type.maximum);
    default:
      return '';
  }
}

function printTextRange(type: Extract<FieldType, { kind: 'text' }>, isOptional: boolean): string {
  if (type.format !== undefined) return range(type.minLength, type.maxLength);
  const { minimum, maximum } = standardTextLength;
  const isStandardMinimum = type.minLength === (isOptional ? undefined : minimum);
  const isStandardMaximum = type.maxLength === Math.max(maximum, type.minLength ?? 0);
  if (isStandardMinimum && isStandardMaximum) return '';
  return range(
    isStandardMinimum && isOptional ? undefined : type.minLength,
    isStandardMaximum ? undefined : type.maxLength,
  );
}

function printSecretRange({ secret, minLength, maxLength }: SecretType): string {
  if (secret === 'token') return '';
  const { minimum, maximum } = standardPasswordLength;
  const isStandard = maxLength === Math.max(maximum, minLength ?? 0);
  if (isStandard) return minLength === minimum ? '' : range(minLength, undefined);
  return range(minLength, maxLength);
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  return minimum === undefined && maximum === undefined
    ? ''
    : `${printNumber(minimum)}..${printNumber(maximum)}`;
}

function durationRange(minimum: number | undefined, maximum: number | undefined): string {
  const [from, to] = [minimum, maximum].map((bound) => (bound === undefined ? '' : durationText(bound)));
  return from === '' && to === '' ? '' : `${from}..${to}`;
}

/** Without an exponent, which the notation does not have. */
function printNumber(value: number | undefined): string {
  if (value === undefined) return '';
  return /e/.test(String(value)) ? value.toFixed(20).replace(/\.?0+$/, '') : String(value);
}

function printRule(type: FieldType): string {
  const reference = type.kind === 'list' ? type.of : type;
  return reference.kind === 'reference' && reference.onDelete !== 'restrict'
    ? `on delete ${reference.onDelete}`
    : '';
}

function printDefault(value: DefaultValue, type: FieldType): string {
  return value.kind === 'literal' ? printLiteral(value.value, type) : value.kind;
}

function printLiteral(value: Literal, type: FieldType): string {
  if (Array.isArray(value)) {
    const of = type.kind === 'list' ? type.of : type;
    return `[${value.map((item) => printLiteral(item, of)).join(', ')}]`;
  }
  if (typeof value === 'number') return printNumber(value);
  if (typeof value !== 'string') return String(value);
  return /^[^\s,[\]']+$/u.test(value) ? value : quote(value);
}
