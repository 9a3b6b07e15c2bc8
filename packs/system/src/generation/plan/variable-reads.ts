import type { Expression } from '../../expression/expression.ts';
import type { Answer, Assignment, Operation, Step } from '../../model/operation.ts';
import { variablesIn } from '../code/expression-walk.ts';

/** How often the steps from an index on, and the answer, read a variable. */
export function readsFrom({ steps, answer }: Operation, index: number, variable: string): number {
  const reads = [...steps.slice(index).map(readsOfStep), readsOfAnswer(answer)];
  return reads.filter((names) => names.includes(variable)).length;
}

function readsOfStep(step: Step): readonly string[] {
  switch (step.kind) {
    case 'load':
      return step.by.kind === 'id' ? inExpression(step.by.value) : inAssignments(step.by.fields);
    case 'list':
    case 'count':
      return inExpression(step.where);
    case 'require':
      return inExpression(step.condition);
    case 'compute':
      return inExpression(step.value);
    case 'create':
      return inAssignments(step.set);
    case 'update':
      return [step.target, ...inAssignments(step.set)];
    case 'upsert':
      return inAssignments([...step.key, ...step.set]);
    case 'increment':
      return [step.target, ...inExpression(step.by)];
    case 'delete':
      return [step.target];
    case 'emit':
      return inAssignments(step.payload);
  }
}

function readsOfAnswer({ body, location }: Answer): readonly string[] {
  const inBody =
    body.kind === 'variable' ? [body.name] : body.kind === 'object' ? inAssignments(body.fields) : [];
  return location === undefined ? inBody : [...inBody, location.variable];
}

function inAssignments(assignments: readonly Assignment[]): readonly string[] {
  return assignments.flatMap(({ value }) => inExpression(value));
}

function inExpression(expression: Expression | undefined): readonly string[] {
  return expression === undefined ? [] : [...variablesIn(expression.node)];
}
