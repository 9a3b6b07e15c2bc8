import { durationText } from '../../../expression/duration.ts';
import { numberCode } from '../../../expression/precedence.ts';
import type { DefaultValue, Field, FieldType } from '../../../model/field.ts';
import { literal, propertyKey, wholePattern } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import { isNamed, schemaConstant, typeFile, valuesConstant } from '../../plan/named-type.ts';
import { canonicalValue } from '../../../model/canonical-value.ts';
import { fileOfHelper } from './calendar-file.ts';
import { valuesFile } from './values-file.ts';

/** Where a schema stands: the file that it adds imports to, and the entity whose enumerations it may name. */
export interface SchemaScope {
  readonly file: SourceFile;
  readonly owner?: Pick<EntityPlan, 'enums' | 'file'>;
}

/** The Zod schema of a present value, `null` included where the field is optional. */
export function valueSchema({ type, isOptional }: Field, scope: SchemaScope): string {
  const schema = typeSchema(type, scope);
  if (type.kind === 'json' && !isOptional) {
    return `${schema}.refine((value) => value !== null, 'A value is required.')`;
  }
  return isOptional ? `${schema}.nullable()` : schema;
}

/** What is added to the schema of a value so that the field may be left out of the input. */
export function absence(field: Field, isPartial: boolean): string {
  const { defaultValue, isOptional, type } = field;
  if (isPartial || isClockDefault(defaultValue)) return '.exactOptional()';
  if (defaultValue !== undefined) return `.default(${literal(canonical(type, defaultValue.value))})`;
  return isOptional ? '.default(null)' : '';
}

/** Defaults that only the transaction can fill in. */
export function isClockDefault(
  value: DefaultValue | undefined,
): value is Exclude<DefaultValue, { kind: 'literal' }> {
  return value !== undefined && value.kind !== 'literal';
}

/** A literal of a field the way it is stored. */
export function canonical(type: FieldType, value: unknown): unknown {
  return canonicalValue(type, value);
}

type SchemaWriters = {
  readonly [Kind in FieldType['kind']]: (
    type: Extract<FieldType, { kind: Kind }>,
    scope: SchemaScope,
  ) => string;
};

const writers: SchemaWriters = {
  text: (type, { file }) => textSchema(type, file),
  integer: (type, { file }) => `${z(file)}.int()${bounds(type)}`,
  number: (type, { file }) => `${z(file)}.number()${bounds(type)}`,
  money: (type, { file }) => `${file.imports.value(valuesFile, 'money')}${bounds(type)}`,
  boolean: (_, { file }) => `${z(file)}.boolean()`,
  date: (_, { file }) => `${z(file)}.iso.date()`,
  time: (_, { file }) => file.imports.value(valuesFile, 'time'),
  datetime: (_, { file }) => file.imports.value(valuesFile, 'datetime'),
  duration: (type, { file }) => `${file.imports.value(valuesFile, 'duration')}${durationBounds(type, file)}`,
  enum: (type, scope) => `${z(scope.file)}.enum(${enumValuesText(type, scope)})`,
  reference: (_, { file }) => `${z(file)}.string()`,
  list: listSchema,
  object: (type, scope) =>
    isNamed(type)
      ? scope.file.imports.value(typeFile(type), schemaConstant(type))
      : objectSchema(type.fields, scope),
  json: (_, { file }) => file.imports.value(valuesFile, 'json'),
};

/** The Zod schema of a type. */
export function typeSchema(type: FieldType, scope: SchemaScope): string {
  return (writers[type.kind] as (type: FieldType, scope: SchemaScope) => string)(type, scope);
}

function listSchema(
  { of, minItems, maxItems }: Extract<FieldType, { kind: 'list' }>,
  scope: SchemaScope,
): string {
  const items = `${z(scope.file)}.array(${typeSchema(of, scope)})`;
  return items + limits('min', minItems || undefined) + limits('max', maxItems);
}

function objectSchema(fields: readonly Field[], scope: SchemaScope): string {
  const members = fields.map(
    (field) => `${propertyKey(field.name)}: ${valueSchema(field, scope)}${absence(field, false)}`,
  );
  return `${z(scope.file)}.strictObject({ ${members.join(', ')} })`;
}

function textSchema(type: Extract<FieldType, { kind: 'text' }>, file: SourceFile): string {
  const pattern = type.pattern === undefined ? '' : `.regex(${wholePattern(type.pattern)})`;
  return `${textBase(type, file)}${limits('min', type.minLength || undefined)}${limits('max', type.maxLength)}${pattern}`;
}

function textBase({ format }: Extract<FieldType, { kind: 'text' }>, file: SourceFile): string {
  switch (format) {
    case undefined:
      return `${z(file)}.string()`;
    case 'email':
    case 'uuid':
      return `${z(file)}.${format}()`;
    default:
      return file.imports.value(valuesFile, format);
  }
}

/** The constant that lists an enumeration of the entity, or the values themselves. */
function enumValuesText(type: Extract<FieldType, { kind: 'enum' }>, { file, owner }: SchemaScope): string {
  if (isNamed(type)) return file.imports.value(typeFile(type), valuesConstant(type));
  const own = [...(owner?.enums.values() ?? [])].filter((plan) => plan.file === owner?.file);
  const known = own.find((plan) => plan.values.join('\n') === type.values.join('\n'));
  if (known === undefined) return literal(type.values);
  return file.path === known.file ? known.constant : file.imports.value(known.file, known.constant);
}

function bounds({ minimum, maximum }: { minimum?: number; maximum?: number }): string {
  return limits('min', minimum) + limits('max', maximum);
}

function durationBounds(
  { minimum, maximum }: Extract<FieldType, { kind: 'duration' }>,
  file: SourceFile,
): string {
  const test = (comparison: string, bound: number | undefined, words: string) =>
    bound === undefined
      ? ''
      : `.refine((text) => ${file.imports.value(fileOfHelper('lengthOf'), 'lengthOf')}(text) ${comparison} ${numberCode(bound)}, ${literal(`Expected ${words} ${durationText(bound)}`)})`;
  return test('>=', minimum, 'at least') + test('<=', maximum, 'at most');
}

function limits(method: 'min' | 'max', value: number | undefined): string {
  return value === undefined ? '' : `.${method}(${numberCode(value)})`;
}

function z(file: SourceFile): string {
  return file.imports.value('zod', 'z');
}
