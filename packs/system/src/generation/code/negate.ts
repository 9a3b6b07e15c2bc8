import type { BinaryOperator, ExpressionNode } from '../../expression/expression.ts';

const opposites: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** The opposite of a condition, with the negation moved inwards to where it reads best. */
export function negate(node: ExpressionNode): ExpressionNode {
  if (node.kind === 'unary' && node.operator === '!') return node.operand;
  if (node.kind === 'literal' && typeof node.value === 'boolean') return { ...node, value: !node.value };
  if (node.kind === 'binary') {
    const opposite = opposites[node.operator];
    if (opposite !== undefined) return { ...node, operator: opposite };
    if (node.operator === '&&' || node.operator === '||') {
      const operator = node.operator === '&&' ? '||' : '&&';
      return { ...node, operator, left: negate(node.left), right: negate(node.right) };
    }
  }
  return { kind: 'unary', operator: '!', operand: node, type: { kind: 'boolean' } };
}
