import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { StepDocument } from '../blueprint/document.ts';
import type { ValueType } from '../expression/expression.ts';
import { describeType, isNumeric } from '../expression/value-type.ts';
import type { Refusal, Step } from '../model/operation.ts';
import { snakeCase } from '../naming/letter-case.ts';
import type { OperationScope } from './operation-scope.ts';
import { lowerRefusal } from './refusal.ts';

type IncrementDocument = Extract<StepDocument, { increment: string }>;

/** `increment: account.balance`, by 1 unless `by` says otherwise. */
export function lowerIncrement(
  step: IncrementDocument,
  path: DocumentPath,
  scope: OperationScope,
): Step | undefined {
  const place = [...path, 'increment'];
  const match = /^([a-z][A-Za-z0-9]*)\.([a-z][A-Za-z0-9]*)$/.exec(step.increment.trim());
  const [, target = '', field = ''] = match ?? [];
  if (match === null) {
    scope.context.problems.add({
      code: 'wrong_variable',
      path: place,
      message: `Expected a field of a record, got \`${step.increment}\`.`,
      suggestion: 'Write `account.balance`.',
    });
    return undefined;
  }
  const entity = scope.recordVariable(target, place);
  const type = scope.expression(`${target}.${field}`, place)?.expression.type;
  if (entity === undefined || type === undefined || !isIncrementable(field, type, place, scope))
    return undefined;
  const by = scope.value(step.by ?? 1, type, [...path, 'by']);
  scope.forget(target);
  if (by === undefined) return undefined;
  const otherwise = step.else === undefined ? standardRefusal(field) : lowerRefusal(step.else);
  return { kind: 'increment', entity, target, field, by, otherwise };
}

function isIncrementable(field: string, type: ValueType, path: DocumentPath, scope: OperationScope): boolean {
  if (isNumeric(type)) return true;
  scope.context.problems.add({
    code: type.kind === 'nullable' ? 'may_be_null' : 'wrong_variable',
    path,
    message: `Only a number that is never null can be incremented; \`${field}\` is ${describeType(type)}.`,
  });
  return false;
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
