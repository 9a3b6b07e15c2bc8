import type { Field } from '../../model/field.ts';
import { listInputName } from '../../model/list-input.ts';
import type { Operation } from '../../model/operation.ts';
import { completed, isAccepted, isObject, placeOfFault } from './accept-value.ts';
import type { Value } from './evaluate.ts';
import { NotSimulated } from './not-simulated.ts';
import { Refused } from './problem.ts';
import { unknownValue } from './unknown-value.ts';

/** The instant of a transaction and its date. */
export interface Moment {
  readonly now: string;
  readonly today: string;
}

/** The input of an operation with its defaults filled in. @throws Refused as 400 `invalid_input`. */
export function acceptInput(
  operation: Operation,
  body: Value | undefined,
  moment: Moment,
): Readonly<Record<string, Value>> {
  if (operation.isListInput !== true) return acceptObject(operation, body, moment);
  try {
    return acceptObject(operation, { [listInputName]: body ?? null }, moment);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { errors = [], ...problem } = error.problem;
    const inList = errors.map((one) => ({ ...one, field: one.field.slice(listInputName.length + 1) }));
    throw new Refused({ ...problem, errors: inList });
  }
}

function acceptObject(
  operation: Operation,
  body: Value | undefined,
  moment: Moment,
): Readonly<Record<string, Value>> {
  if (operation.upload !== undefined) throw new NotSimulated('a body that is a file');
  const given = body ?? {};
  if (!isObject(given)) throw new Refused({ status: 400, code: 'invalid_input' });
  const { input, isPartial } = operation;
  const unknown = Object.keys(given).filter((key) => !input.some((field) => field.name === key));
  const wrong = input
    .filter((field) => !isFine(field, given[field.name], isPartial))
    .map((field) => field.name + faultIn(field, given[field.name]));
  const faulty = [...wrong, ...unknown];
  if (faulty.length > 0) {
    throw new Refused({
      status: 400,
      code: 'invalid_input',
      errors: faulty.map((field) => ({ field })),
    });
  }
  const present = input.filter((field) => !isPartial || given[field.name] !== undefined);
  return Object.fromEntries(
    present.map((field) => {
      const value = given[field.name] ?? null;
      return [field.name, value === null ? defaultOf(field, moment) : completed(field.type, value)];
    }),
  );
}

function faultIn({ type }: Field, value: Value | undefined): string {
  return value === undefined ? '' : placeOfFault(type, value);
}

function isFine(field: Field, value: Value | undefined, isPartial: boolean): boolean {
  if (value === undefined) return isPartial || field.isOptional || field.defaultValue !== undefined;
  if (value === null) return field.isOptional;
  return isAccepted(field.type, value);
}

export function defaultOf({ defaultValue: standard }: Field, moment: Moment): Value {
  switch (standard?.kind) {
    case undefined:
      return null;
    case 'literal':
      return standard.value;
    case 'today':
      return moment.today;
    case 'now':
      return moment.now;
    case 'expression':
      return null;
    default:
      return unknownValue;
  }
}
