import { invalidValues } from '../../acceptance/samples/invalid-values.ts';
import type { Field } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { Operation } from '../../model/operation.ts';

export interface InvalidBody {
  readonly body: JsonValue;
  readonly why: string;
}

const wrongBodies: readonly JsonValue[] = [null, [], 'text', 42, true, [{}]];
const unknownKeys = ['unknownField', 'ID', 'toString'];
const managedKeys = ['id', 'createdAt', 'updatedAt'];

/** Takes a valid body and breaks it in one place. */
export type Breakage = (valid: Readonly<Record<string, JsonValue>>) => InvalidBody;

/** Every way in which the input of an operation can be wrong that is worth trying. */
export function breakagesOf(operation: Operation): readonly Breakage[] {
  if (operation.input.length === 0 || operation.isListInput === true) return [];
  const declared = new Set(operation.input.map(({ name }) => name));
  return [
    ...wrongBodies.map(
      (body): Breakage =>
        () => ({ body, why: 'the body is not an object' }),
    ),
    ...unknownKeys.map((key) => withValue(key, 1, `the key ${key} is unknown`)),
    ...managedKeys
      .filter((key) => !declared.has(key))
      .map((key) => withValue(key, '2031-01-01T00:00:00.000Z', `${key} is set by the system`)),
    ...operation.input.filter(isRequired).flatMap((field) => absences(field, operation.isPartial)),
    ...operation.input
      // A patch of an object may leave out what stays as it is.
      .filter(({ type }) => operation.patch === undefined || type.kind !== 'object')
      .flatMap((field) => wrongValues(field, operation.entity)),
  ];
}

function absences({ name }: Field, isPartial: boolean): readonly Breakage[] {
  const isNull = withValue(name, null, `${name} is required and null`);
  const isMissing: Breakage = (valid) => {
    const body = Object.fromEntries(Object.entries(valid).filter(([key]) => key !== name));
    return { body, why: `${name} is required and missing` };
  };
  return isPartial ? [isNull] : [isNull, isMissing];
}

function wrongValues(field: Field, owner: string): readonly Breakage[] {
  if (field.type.kind === 'json') return [];
  const { name } = field;
  const reasoned = invalidValues(field, { owner, n: 7, reference: () => undefined });
  return [
    ...reasoned.map(({ value, why }) => withValue(name, value, `${name} ${why}`)),
    ...confusedTypes(field).map((value) => withValue(name, value, `${name} is ${JSON.stringify(value)}`)),
  ];
}

function withValue(key: string, value: JsonValue, why: string): Breakage {
  return (valid) => ({ body: { ...valid, [key]: value }, why });
}

function confusedTypes(field: Field): readonly JsonValue[] {
  const { kind } = field.type;
  const values: JsonValue[] = [];
  if (kind !== 'object') values.push({}, { length: 1 }, { $ne: null });
  if (kind !== 'list') values.push([], ['x']);
  if (kind !== 'boolean') values.push(true);
  if (kind !== 'integer' && kind !== 'number' && kind !== 'money') values.push(0);
  return values;
}

function isRequired(field: Field): boolean {
  return !field.isOptional && field.defaultValue === undefined;
}
