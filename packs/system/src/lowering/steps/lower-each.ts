import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Expression, ValueType } from '../../expression/expression.ts';
import { describeType } from '../../expression/value-type.ts';
import type { Step } from '../../model/operation.ts';
import type { OperationScope } from '../operation-scope.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';
import { changedVariables } from './walk-documents.ts';

/** `each: task in tasks`: the steps of `do` for every item, and what each round gives as a list. */
export function lowerEach(
  step: StepOf<'each'>,
  path: DocumentPath,
  surroundings: StepSurroundings,
): Step | undefined {
  const { scope } = surroundings;
  const head = readHead(step.each, [...path, 'each'], scope);
  const inner = scope.inner();
  // A later round sees what an earlier one has changed.
  for (const variable of changedVariables(step.do)) inner.forget(variable);
  if (head === undefined) inner.declareBroken(/^\w+/.exec(step.each.trim())?.[0] ?? '');
  else {
    inner.declare(head.variable, head.item, [...path, 'each']);
    inner.declareItem(head.variable, head.list.node);
  }
  const steps = surroundings.lowerSteps(step.do, [...path, 'do'], { ...surroundings, scope: inner });
  const value = step.collect === undefined ? undefined : inner.anyValue(step.collect, [...path, 'collect']);
  scope.leave(inner);
  const collect = declareCollected(step, value, path, scope);
  if (head === undefined) return undefined;
  const { variable, list } = head;
  return { kind: 'each', list, variable, steps, ...(collect === undefined ? {} : { collect }) };
}

interface Head {
  readonly variable: string;
  readonly list: Expression;
  readonly item: ValueType;
}

/** `task in tasks`: the variable of an item, and the list. */
function readHead(text: string, path: DocumentPath, scope: OperationScope): Head | undefined {
  const match = /^\s*([a-z][A-Za-z0-9]*)\s+in\s+/.exec(text);
  const { problems } = scope.context;
  if (match?.[1] === undefined) {
    problems.add({
      code: 'expression_syntax',
      path,
      message: `Expected a variable and a list, got \`${text}\`.`,
      suggestion: 'Write `each: task in tasks`.',
    });
    return undefined;
  }
  const offset = match[0].length;
  const list = scope.expression(text.slice(offset), path, { offset })?.expression;
  if (list === undefined) return undefined;
  if (list.type.kind === 'list') return { variable: match[1], list, item: list.type.of };
  problems.add({
    code: list.type.kind === 'nullable' ? 'may_be_null' : 'wrong_operands',
    path,
    offset,
    message: `Expected a list, got ${describeType(list.type)}.`,
  });
  return undefined;
}

function declareCollected(
  step: StepOf<'each'>,
  value: Expression | undefined,
  path: DocumentPath,
  scope: OperationScope,
): { readonly as: string; readonly value: Expression } | undefined {
  const { as, collect } = step;
  if (as === undefined && collect === undefined) return undefined;
  if (as === undefined || collect === undefined) {
    scope.context.problems.add({
      code: 'missing_key',
      path,
      message: `\`${as === undefined ? 'collect' : 'as'}\` needs \`${as === undefined ? 'as' : 'collect'}\` beside it.`,
      suggestion: 'Write `collect: task.id` and `as: ids`.',
    });
    return undefined;
  }
  if (value === undefined) {
    scope.declareBroken(as);
    return undefined;
  }
  scope.declare(as, { kind: 'list', of: value.type }, [...path, 'as']);
  return { as, value };
}
