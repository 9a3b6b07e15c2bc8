import { numberCode, precedences } from '../../../../expression/precedence.ts';
import { rangeOf, rangeOfType, sum } from '../../../plan/value-range.ts';
import { breakableBounds } from '../bounds.ts';
import type { OperationScope } from '../operation-scope.ts';
import { refuseWhen } from '../refusal.ts';
import { roundedAmount } from '../rounded-amount.ts';
import { rebound } from './bound-variable.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderIncrement(step: StepOf<'increment'>, context: StepContext): string[] {
  const { scope, system } = context;
  const plan = system.entity(step.entity);
  const field = plan.entity.fields.find(({ name }) => name === step.field);
  if (field === undefined) throw new RangeError(`${step.entity} has no field ${step.field}.`);
  const target = scope.variable(step.target);
  const current = field.isOptional ? `(${target}.${field.name} ?? 0)` : `${target}.${field.name}`;
  const code = sumCode(current, step, scope);
  const isMoney = field.type.kind === 'money';
  const range = sum(field.isOptional ? anyNumber : rangeOfType(field.type), rangeOf(step.by.node, scope));
  const variable = scope.local(field.name);
  const { least, most } = breakableBounds(field.type, range);
  const broken = [
    ...(least === undefined ? [] : [`${variable} < ${numberCode(least)}`]),
    ...(most === undefined ? [] : [`${variable} > ${numberCode(most)}`]),
  ];
  const setting = variable === field.name ? field.name : `${field.name}: ${variable}`;
  const table = `${system.asynchrony.await}tables.${plan.table}`;
  const call = `${table}.${scope.usage.method('update')}(${target}, { ${setting} })`;
  return [
    `const ${variable} = ${isMoney ? roundedAmount({ code, type: { kind: 'number' } }, scope.file, scope.usage) : code};`,
    ...(broken.length === 0 ? [] : [refuseWhen(broken.join(' || '), scope.refusal(step.otherwise))]),
    ...rebound(step.target, step.entity, call, context),
  ];
}

/** `seats - 1` rather than `seats + -1`. */
function sumCode(current: string, { by: { node } }: StepOf<'increment'>, scope: OperationScope): string {
  const precedence = precedences.multiplicative;
  if (node.kind === 'unary' && node.operator === '-') {
    return `${current} - ${scope.node(node.operand, { precedence })}`;
  }
  if (node.kind === 'literal' && typeof node.value === 'number' && node.value < 0) {
    return `${current} - ${numberCode(-node.value)}`;
  }
  return `${current} + ${scope.node(node, { precedence })}`;
}

const anyNumber = { minimum: -Infinity, maximum: Infinity };
