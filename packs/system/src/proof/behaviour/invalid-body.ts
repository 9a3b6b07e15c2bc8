import { invalidValues } from '../../acceptance/samples/invalid-values.ts';
import type { Field } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { Operation } from '../../model/operation.ts';
import type { Random } from './random.ts';

export interface InvalidBody {
  readonly body: JsonValue;
  readonly why: string;
}

const wrongBodies: readonly JsonValue[] = [null, [], 'text', 42, true, [{}]];
const managed = ['id', 'createdAt', 'updatedAt'];

/** Breaks a valid body in one place. Undefined when the way chosen does not fit this operation. */
export function invalidBody(
  operation: Operation,
  valid: Readonly<Record<string, JsonValue>>,
  random: Random,
): InvalidBody | undefined {
  const breakIt = random.pick([
    notAnObject,
    unknownKey,
    managedKey,
    withoutRequired,
    wrongValue,
    wrongValue,
    wrongValue,
  ]);
  return breakIt?.(operation, valid, random);
}

type Breaker = (
  operation: Operation,
  valid: Readonly<Record<string, JsonValue>>,
  random: Random,
) => InvalidBody | undefined;

const notAnObject: Breaker = (_, __, random) => ({
  body: random.pick(wrongBodies) ?? null,
  why: 'the body is not an object',
});

const unknownKey: Breaker = (_, valid, random) => {
  const key = random.pick(['unknownField', 'ID', 'admin', 'toString', 'hasOwnProperty']) ?? 'unknownField';
  return { body: { ...valid, [key]: 1 }, why: `the key ${key} is unknown` };
};

const managedKey: Breaker = (operation, valid, random) => {
  const key = random.pick(managed) ?? 'id';
  if (operation.input.some((field) => field.name === key)) return undefined;
  return { body: { ...valid, [key]: '2031-01-01T00:00:00.000Z' }, why: `${key} is set by the system` };
};

const withoutRequired: Breaker = (operation, valid, random) => {
  const field = random.pick(operation.input.filter(isRequired));
  if (!field) return undefined;
  const { [field.name]: _, ...rest } = valid;
  if (operation.isPartial || random.chance(0.4)) {
    return { body: { ...rest, [field.name]: null }, why: `${field.name} is required and null` };
  }
  return { body: rest, why: `${field.name} is required and missing` };
};

const wrongValue: Breaker = (operation, valid, random) => {
  const field = random.pick(operation.input.filter((one) => one.type.kind !== 'json'));
  if (!field) return undefined;
  const context = { owner: operation.entity, n: random.integer(0, 50), reference: () => undefined };
  const reasoned = invalidValues(field, context).map(({ value, why }) => ({
    value,
    why: `${field.name} ${why}`,
  }));
  const confused = confusedTypes(field).map((value) => ({
    value,
    why: `${field.name} is ${JSON.stringify(value)}`,
  }));
  const chosen = random.pick([...reasoned, ...confused]);
  return chosen && { body: { ...valid, [field.name]: chosen.value }, why: chosen.why };
};

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
