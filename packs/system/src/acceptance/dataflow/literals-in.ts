import { childrenOf } from '../../expression/children-of.ts';
import type { ExpressionNode } from '../../expression/expression.ts';
import type { DataflowComponent } from '../../model/dataflow.ts';

/** Texts and numbers that the expressions of components compare with: values near them decide which way a message goes. */
export function literalsIn(components: readonly DataflowComponent[]): readonly (string | number)[] {
  const nodes = components.flatMap(expressionsOf);
  return [...new Set(nodes.flatMap(literalsOf))];
}

function literalsOf(node: ExpressionNode): readonly (string | number)[] {
  if (node.kind === 'literal') {
    return typeof node.value === 'string' || typeof node.value === 'number' ? [node.value] : [];
  }
  const inner = childrenOf(node).flatMap(literalsOf);
  const isNegative = node.kind === 'unary' && node.operator === '-';
  return isNegative ? inner.map((value) => (typeof value === 'number' ? -value : value)) : inner;
}

/** The expressions by which a component decides something. */
function expressionsOf(component: DataflowComponent): readonly ExpressionNode[] {
  switch (component.kind) {
    case 'Filter':
      return [component.keep.node];
    case 'Router':
      return component.routes.map(({ when }) => when.node);
    case 'StreamProcessor':
      return [...(component.when === undefined ? [] : [component.when.node]), ...valuesOf(component.next)];
    case 'Transformer':
    case 'Aggregator':
    case 'Model':
      return valuesOf(component.set);
    default:
      return [];
  }
}

function valuesOf(assignments: readonly { readonly value: { readonly node: ExpressionNode } }[]) {
  return assignments.map(({ value }) => value.node);
}
