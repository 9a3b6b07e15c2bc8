import type { Expression } from '../../expression/expression.ts';
import type { Answer, Assignment, Operation, Step } from '../../model/operation.ts';
import { variablesIn } from '../code/expression-walk.ts';

/** How often the steps from an index on, and the answer, read a variable. */
export function readsFrom({ steps, answer }: Operation, index: number, variable: string): number {
  const reads = [...steps.slice(index).map(readsOfStep), readsOfAnswer(answer)];
  return reads.filter((names) => names.includes(variable)).length;
}

type StepReads = {
  readonly [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => readonly string[];
};

const stepReads: StepReads = {
  load: ({ by }) => (by.kind === 'id' ? inExpression(by.value) : inAssignments(by.fields)),
  list: ({ where }) => inExpression(where),
  count: ({ where }) => inExpression(where),
  require: ({ condition }) => inExpression(condition),
  compute: ({ value }) => inExpression(value),
  create: ({ set }) => inAssignments(set),
  update: ({ target, set }) => [target, ...inAssignments(set)],
  upsert: ({ key, set }) => inAssignments([...key, ...set]),
  increment: ({ target, by }) => [target, ...inExpression(by)],
  delete: ({ target }) => [target],
  emit: ({ payload }) => inAssignments(payload),
};

function readsOfStep(step: Step): readonly string[] {
  return (stepReads[step.kind] as (step: Step) => readonly string[])(step);
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
