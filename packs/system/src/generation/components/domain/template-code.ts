import type { ExpressionNode } from '../../../expression/expression.ts';

/** A text that is put together from others as a template literal: `${board.name} is full`. */
export function templateCode(node: ExpressionNode, compile: (node: ExpressionNode) => string): string {
  const parts = concatenated(node);
  if (parts.length < 2) return compile(node);
  return `\`${parts.map((part) => partCode(part, compile)).join('')}\``;
}

function concatenated(node: ExpressionNode): readonly ExpressionNode[] {
  const isText = node.kind === 'binary' && node.operator === '+' && node.type.kind === 'text';
  return isText ? [...concatenated(node.left), ...concatenated(node.right)] : [node];
}

function partCode(node: ExpressionNode, compile: (node: ExpressionNode) => string): string {
  if (node.kind === 'literal')
    return String(node.value)
      .replaceAll(/[\\`]|\$(?=\{)/g, '\\$&')
      .replaceAll('\n', '\\n');
  const [only] = node.kind === 'call' && node.name === 'string' ? node.arguments : [];
  return `\${${compile(only ?? node)}}`;
}
