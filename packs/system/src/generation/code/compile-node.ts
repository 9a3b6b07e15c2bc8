import type { ExpressionNode } from '../../expression/expression.ts';
import { literal } from './literal.ts';
import type { SourceFile } from './source-file.ts';

export interface CompileScope {
  readonly file: SourceFile;
  /** The code that stands for a variable of the expression. */
  variable(name: string): string;
}

export function compileNode(node: ExpressionNode, scope: CompileScope): string {
  switch (node.kind) {
    case 'literal':
      return literal(node.value);
    case 'variable':
      return scope.variable(node.name);
    case 'member':
      return `${compileNode(node.target, scope)}.${node.name}`;
    case 'list':
      return `[${node.items.map((item) => compileNode(item, scope)).join(', ')}]`;
    case 'unary':
      return `${node.operator}(${compileNode(node.operand, scope)})`;
    case 'binary':
      return compileBinary(node, scope);
    default:
      throw new RangeError(`Not yet: ${node.kind}`);
  }
}

function compileBinary(node: Extract<ExpressionNode, { kind: 'binary' }>, scope: CompileScope): string {
  const [left, right] = [compileNode(node.left, scope), compileNode(node.right, scope)];
  if (node.operator === 'in') return `${right}.includes(${left})`;
  const operator = { '==': '===', '!=': '!==' }[node.operator as string] ?? node.operator;
  return `${left} ${operator} ${right}`;
}
