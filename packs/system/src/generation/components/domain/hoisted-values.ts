import { childrenOf } from '../../../expression/children-of.ts';
import type { Expression, ExpressionNode } from '../../../expression/expression.ts';
import type { Assignment, Operation, Step } from '../../../model/operation.ts';
import { mapInnerLists } from '../../../model/walk-steps.ts';
import { capitalise } from '../../../naming/letter-case.ts';

/**
 * The same operation with every value that depends on a condition computed by a step of its own, and every condition that
 * several must meet in steps of its own, so that each of many can stand in a function of its own.
 */
export function withHoistedValues(operation: Operation): Operation {
  const { answer } = operation;
  const steps = operation.steps.flatMap(hoisted);
  if (answer.body.kind !== 'object') return { ...operation, steps };
  const { computes, assignments } = hoist(answer.body.fields, 'answered');
  return {
    ...operation,
    steps: [...steps, ...computes],
    answer: { ...answer, body: { ...answer.body, fields: assignments } },
  };
}

function hoisted(step: Step): readonly Step[] {
  if (step.kind === 'create' || step.kind === 'update' || step.kind === 'upsert') {
    const { computes, assignments } = hoist(step.set, 'as' in step ? step.as : step.target);
    return [...computes, { ...step, set: assignments }];
  }
  if (step.kind === 'require') return conjuncts(step.condition).map((condition) => ({ ...step, condition }));
  return [mapInnerLists(step, (inner) => inner.flatMap(hoisted))];
}

/** What must hold together, one by one: each may refuse as all of them would. */
function conjuncts(condition: Expression): readonly Expression[] {
  const { node, source } = condition;
  if (node.kind !== 'binary' || node.operator !== '&&') return [condition];
  return [node.left, node.right].flatMap((part) => conjuncts({ source, node: part, type: part.type }));
}

function hoist(
  set: readonly Assignment[],
  prefix: string,
): { readonly computes: readonly Step[]; readonly assignments: readonly Assignment[] } {
  const computes: Step[] = [];
  const assignments = set.map((assignment): Assignment => {
    const { field, value } = assignment;
    if (!isBranching(value.node)) return assignment;
    const as = prefix + capitalise(field);
    computes.push({ kind: 'compute', as, value });
    return { field, value: variable(as, value) };
  });
  return { computes, assignments };
}

function variable(name: string, { type }: Expression): Expression {
  return { source: name, node: { kind: 'variable', name, type }, type };
}

function isBranching(node: ExpressionNode): boolean {
  if (node.kind === 'conditional') return true;
  const isLogical = node.kind === 'binary' && (node.operator === '&&' || node.operator === '||');
  return isLogical || childrenOf(node).some(isBranching);
}
