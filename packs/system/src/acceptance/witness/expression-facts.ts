import type { Expression, ExpressionNode } from '../../expression/expression.ts';
import type { Operation } from '../../model/operation.ts';

/** What the expressions of an operation speak of: the hints where a search for inputs should look. */
export interface ExpressionFacts {
  /** Names of members: `capacity` in `shift.capacity`, `task` in `input.task`. */
  readonly members: ReadonlySet<string>;
  readonly literals: readonly (string | number | boolean)[];
}

export function expressionFacts(operation: Operation): ExpressionFacts {
  const members = new Set<string>();
  const literals = new Set<string | number | boolean>();
  for (const expression of expressionsOf(operation)) {
    for (const node of nodesOf(expression.node)) {
      if (node.kind === 'member') members.add(node.name);
      if (node.kind === 'literal' && node.value !== null) literals.add(node.value);
    }
  }
  for (const step of operation.steps) {
    if (step.kind === 'increment') members.add(step.field);
  }
  return { members, literals: [...literals] };
}

function expressionsOf(operation: Operation): readonly Expression[] {
  return operation.steps
    .flatMap((step): readonly (Expression | undefined)[] => {
      switch (step.kind) {
        case 'load':
          return step.by.kind === 'id' ? [step.by.value] : step.by.fields.map(({ value }) => value);
        case 'list':
        case 'count':
          return [step.where];
        case 'require':
          return [step.condition];
        case 'compute':
          return [step.value];
        case 'increment':
          return [step.by];
        case 'create':
        case 'update':
          return step.set.map(({ value }) => value);
        case 'upsert':
          return [...step.key, ...step.set].map(({ value }) => value);
        default:
          return [];
      }
    })
    .filter((expression) => expression !== undefined);
}

function nodesOf(node: ExpressionNode): readonly ExpressionNode[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'literal':
    case 'variable':
      return [];
    case 'member':
      return [node.target];
    case 'index':
      return [node.target, node.index];
    case 'list':
      return node.items;
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'conditional':
      return [node.condition, node.whenTrue, node.whenFalse];
    case 'call':
      return node.arguments;
    case 'comprehension':
      return [node.range, node.body];
  }
}
