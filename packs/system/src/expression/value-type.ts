import type { Field, FieldType } from '../model/field.ts';
import type { ValueType } from './expression.ts';

/** The type of a field's value where optional values are `null`. */
export function typeOfField(field: Pick<Field, 'type' | 'isOptional'>): ValueType {
  const type = typeOfFieldType(field.type);
  return field.isOptional ? nullable(type) : type;
}

/** The type of a value that is given for a field: what is kept as a hash is given as text. */
export function typeOfInput(field: Pick<Field, 'type' | 'isOptional'>): ValueType {
  if (field.type.kind !== 'text' || field.type.secret === undefined) return typeOfField(field);
  return field.isOptional ? nullable({ kind: 'text' }) : { kind: 'text' };
}

/** True for values in which a hash is kept, and which must not be shown. */
export function holdsHash(type: ValueType): boolean {
  switch (type.kind) {
    case 'hash':
      return true;
    case 'list':
    case 'nullable':
      return holdsHash(type.of);
    case 'object':
      return Object.values(type.fields).some(holdsHash);
    default:
      return false;
  }
}

/** The type of the values of a field type. */
function typeOfFieldType(type: FieldType): ValueType {
  switch (type.kind) {
    case 'text':
      return { kind: type.secret === undefined ? 'text' : 'hash' };
    case 'money':
      return { kind: 'number' };
    case 'duration':
      return { kind: 'span' };
    case 'enum':
      return { kind: 'enum', values: type.values };
    case 'reference':
      return { kind: 'reference', entity: type.entity };
    case 'list':
      return { kind: 'list', of: typeOfFieldType(type.of) };
    case 'object':
      return {
        kind: 'object',
        fields: Object.fromEntries(type.fields.map((field) => [field.name, typeOfField(field)])),
      };
    default:
      return { kind: type.kind };
  }
}

export function nullable(type: ValueType): ValueType {
  return type.kind === 'nullable' || type.kind === 'null' ? type : { kind: 'nullable', of: type };
}

/** The type without `null`. */
export function nonNull(type: ValueType): ValueType {
  return type.kind === 'nullable' ? type.of : type;
}

export function isNumeric(type: ValueType): boolean {
  return type.kind === 'integer' || type.kind === 'number';
}

/** Text, or something that is written as text: an enum's value. */
export function isText(type: ValueType): boolean {
  return type.kind === 'text' || type.kind === 'enum';
}

/** Points in time, which follow the calendar. */
export function isTemporal(type: ValueType): boolean {
  return type.kind === 'date' || type.kind === 'datetime' || type.kind === 'time';
}

/** True when a value of type `from` may stand where `to` is expected, whatever the value is. */
export function isAssignable(from: ValueType, to: ValueType): boolean {
  if (to.kind === 'nullable') return from.kind === 'null' || isAssignable(nonNull(from), to.of);
  return to.kind === 'json' ? from.kind !== 'record' && !holdsHash(from) : isPresentAssignable(from, to);
}

function isPresentAssignable(from: ValueType, to: ValueType): boolean {
  switch (to.kind) {
    case 'number':
      return isNumeric(from);
    case 'text':
      return isWrittenAsText(from);
    case 'enum':
      return isEnumWithin(from, to.values);
    case 'reference':
    case 'record':
      return from.kind === to.kind && isOfEntity(from, to.entity);
    case 'list':
      return isListAssignable(from, to.of);
    case 'object':
      return isObjectAssignable(from, to.fields);
    default:
      return from.kind === to.kind;
  }
}

function isWrittenAsText(type: ValueType): boolean {
  return isText(type) || type.kind === 'reference';
}

function isEnumWithin(from: ValueType, values: readonly string[]): boolean {
  return from.kind === 'enum' && from.values.every((value) => values.includes(value));
}

function isOfEntity(from: ValueType, entity: string): boolean {
  return 'entity' in from && from.entity === entity;
}

function isListAssignable(from: ValueType, of: ValueType): boolean {
  return from.kind === 'list' && (isAnything(from.of) || isAssignable(from.of, of));
}

function isObjectAssignable(from: ValueType, to: Readonly<Record<string, ValueType>>): boolean {
  if (from.kind !== 'object') return false;
  const names = Object.keys(to);
  return (
    Object.keys(from.fields).length === names.length &&
    names.every((name) => {
      const [own, type] = [from.fields[name], to[name]];
      return own !== undefined && type !== undefined && isAssignable(own, type);
    })
  );
}

/** The item type of `[]`, which fits every list. */
export const anything: ValueType = { kind: 'null' };

function isAnything(type: ValueType): boolean {
  return type.kind === 'null';
}

/** The type that holds both values, or undefined when there is none. */
export function commonType(a: ValueType, b: ValueType): ValueType | undefined {
  if (a.kind === 'null') return nullable(b);
  if (b.kind === 'null') return nullable(a);
  const common = commonPresentType(nonNull(a), nonNull(b));
  const canBeNull = a.kind === 'nullable' || b.kind === 'nullable';
  return common !== undefined && canBeNull ? nullable(common) : common;
}

function commonPresentType(a: ValueType, b: ValueType): ValueType | undefined {
  if (a.kind === 'enum' && b.kind === 'enum') {
    return { kind: 'enum', values: [...new Set([...a.values, ...b.values])] };
  }
  if (isAssignable(a, b)) return b;
  return isAssignable(b, a) ? a : undefined;
}

/** How a message names a type: "a whole number", "the id of a Shift, or null". */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'nullable':
      return `${describeType(type.of)}, or null`;
    case 'list':
      return isAnything(type.of) ? 'an empty list' : `a list (${describeType(type.of)})`;
    case 'record':
      return `a ${type.entity}`;
    case 'reference':
      return `the id of a ${type.entity}`;
    case 'enum':
      return type.values.length > 6 ? 'an enum' : type.values.map((value) => `'${value}'`).join(' | ');
    default:
      return simpleNames[type.kind];
  }
}

const simpleNames = {
  text: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  time: 'a time',
  datetime: 'a date and time',
  duration: 'a duration',
  span: 'a duration',
  hash: 'the hash of a secret',
  null: 'null',
  object: 'an object',
  json: 'JSON',
} as const;
