import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ValueType } from '../../expression/expression.ts';
import { describeType, isNumeric } from '../../expression/value-type.ts';
import type { Refusal, Step } from '../../model/operation.ts';
import { snakeCase } from '../../naming/letter-case.ts';
import type { OperationScope } from '../operation-scope.ts';
import { lowerRefusal } from '../refusal.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `increment: account.balance`, by 1 unless `by` says otherwise. */
export function lowerIncrement(
  step: StepOf<'increment'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const place = [...path, 'increment'];
  const address = readAddress(step.increment, place, scope);
  if (address === undefined) return undefined;
  const { target, field } = address;
  const entity = scope.recordVariable(target, place);
  const type = entity === undefined ? undefined : numericType(target, field, place, scope);
  const by = type === undefined ? undefined : scope.value(step.by ?? 1, type, [...path, 'by']);
  scope.forget(target);
  if (entity === undefined || by === undefined) return undefined;
  const otherwise =
    step.else === undefined ? standardRefusal(field) : lowerRefusal(step.else, [...path, 'else'], scope);
  return { kind: 'increment', entity, target, field, by, otherwise };
}

function readAddress(
  text: string,
  path: DocumentPath,
  scope: OperationScope,
): { readonly target: string; readonly field: string } | undefined {
  const match = /^([a-z][A-Za-z0-9]*)\.([a-z][A-Za-z0-9]*)$/.exec(text.trim());
  if (match?.[1] !== undefined && match[2] !== undefined) return { target: match[1], field: match[2] };
  scope.context.problems.add({
    code: 'wrong_variable',
    path,
    message: `Expected a field of a record, got \`${text}\`.`,
    suggestion: 'Write `account.balance`.',
  });
  return undefined;
}

/** The type of a field that can be incremented; any other is reported. */
function numericType(
  target: string,
  field: string,
  path: DocumentPath,
  scope: OperationScope,
): ValueType | undefined {
  const type = scope.expression(`${target}.${field}`, path)?.expression.type;
  if (type === undefined || isNumeric(type)) return type;
  scope.context.problems.add({
    code: type.kind === 'nullable' ? 'may_be_null' : 'wrong_variable',
    path,
    message: `Only a number that is never null can be incremented; \`${field}\` is ${describeType(type)}.`,
  });
  return undefined;
}

/** A bound of the field would break. */
function standardRefusal(field: string): Refusal {
  const name = snakeCase(field);
  return {
    status: 422,
    code: `${name}_out_of_range`,
    message: `The ${name.replaceAll('_', ' ')} would be out of range`,
  };
}
