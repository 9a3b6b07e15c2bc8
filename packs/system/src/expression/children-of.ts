import type { ExpressionNode } from './expression.ts';

/** The parts an expression is directly made of. */
export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'member':
      return [node.target];
    case 'index':
      return [node.target, node.index];
    case 'list':
      return node.items;
    case 'object':
      return node.fields.map(({ value }) => value);
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
    default:
      return [];
  }
}
