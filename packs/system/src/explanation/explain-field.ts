import type { DefaultValue, Field } from '../model/field.ts';
import type { Point } from './explanation.ts';
import { explainFieldType } from './explain-field-type.ts';
import { printBytes } from '../blueprint/file-notation.ts';
import type { FileLimits } from '../model/stored-file.ts';
import { joinAnd, joinOr } from './phrases.ts';

/** A part of a field that nobody explains is a type error here. */
const parts: { readonly [Part in keyof Field]-?: (field: Field) => string | undefined } = {
  name: () => undefined,
  was: () => undefined,
  type: ({ type }) => explainFieldType(type),
  isOptional: ({ isOptional }) => (isOptional ? 'may be null' : undefined),
  defaultValue: ({ defaultValue }) =>
    defaultValue === undefined ? undefined : `${explainDefault(defaultValue)} when left out`,
  unique: ({ unique }) =>
    unique === undefined ? undefined : `unique${unique.ignoreCase ? ' ignoring case' : ''}`,
  managed: () => undefined,
  isReadonly: ({ isReadonly, file }) =>
    isReadonly === true && file === undefined ? 'set by operations alone' : undefined,
  file: ({ file }) => (file === undefined ? undefined : `uploaded by itself: ${explainLimits(file.limits)}`),
  isImmutable: ({ isImmutable }) => (isImmutable === true ? 'never changed by a request' : undefined),
  isHidden: ({ isHidden }) => (isHidden === true ? 'never answered' : undefined),
  description: ({ description }) => description,
};

/** Which files are taken. */
export function explainLimits({ contentTypes, maximumBytes }: FileLimits): string {
  const types = contentTypes.length === 0 ? 'a file of any type' : joinOr(contentTypes);
  return `${types}, at most ${printBytes(maximumBytes)}`;
}

/** One field and everything that holds for its values. */
export function explainField(field: Field): Point {
  const said = Object.values(parts).flatMap((explain) => explain(field) ?? []);
  return { text: `${field.name}: ${said.join('; ')}` };
}

function explainDefault(value: DefaultValue): string {
  if (value.kind === 'next') return 'the next number';
  if (value.kind === 'uuid') return 'a new UUID';
  if (value.kind === 'expression') return value.value.source;
  return value.kind === 'literal' ? JSON.stringify(value.value) : `the clock's ${value.kind}`;
}

/** The fields of a body or a query: the required ones first, then those that may be left out. */
export function explainFieldNames(fields: readonly Field[], isPartial: boolean): string {
  const isFree = (field: Field) => isPartial || field.isOptional || field.defaultValue !== undefined;
  const required = fields.filter((field) => !isFree(field)).map(({ name }) => name);
  const free = fields.filter(isFree).map(({ name }) => name);
  if (required.length === 0) return `${joinAnd(free)}${free.length === 1 ? ', optional' : ', all optional'}`;
  return free.length === 0 ? joinAnd(required) : `${joinAnd(required)}; optional ${joinAnd(free)}`;
}
