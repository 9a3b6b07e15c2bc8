import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { Expression, ExpressionNode, ValueType } from '../expression/expression.ts';
import { describeType } from '../expression/value-type.ts';
import type { OperationScope } from './operation-scope.ts';

const text: ValueType = { kind: 'text' };

/**
 * Text with expressions in it: `Only ${shift.places} places`. Undefined when there are none, or when one of them is wrong, which
 * is reported.
 * @param offset where the template begins in the text at its path
 */
export function lowerTemplate(
  template: string,
  path: DocumentPath,
  scope: OperationScope,
  offset = 0,
): Expression | undefined {
  const parts: ExpressionNode[] = [];
  let end = 0;
  for (const match of template.matchAll(/\$\{([^}]*)\}/g)) {
    const source = match[1] ?? '';
    const part = readPart(source, path, scope, offset + match.index + 2);
    if (part === undefined) return undefined;
    if (match.index > end) parts.push(literal(template.slice(end, match.index)));
    parts.push(part);
    end = match.index + match[0].length;
  }
  if (end === 0) return undefined;
  if (end < template.length) parts.push(literal(template.slice(end)));
  const [first = literal(''), ...rest] = parts;
  const node = rest.reduce(
    (left, right): ExpressionNode => ({ kind: 'binary', operator: '+', left, right, type: text }),
    first,
  );
  return { source: template, node, type: text };
}

/** One expression, as text. */
function readPart(
  source: string,
  path: DocumentPath,
  scope: OperationScope,
  offset: number,
): ExpressionNode | undefined {
  const node = scope.expression(source, path, { offset })?.expression.node;
  if (node === undefined) return undefined;
  const { kind } = node.type;
  if (['text', 'enum', 'date', 'datetime', 'time', 'span', 'reference'].includes(kind))
    return { ...node, type: text };
  if (['integer', 'number', 'boolean'].includes(kind)) {
    return { kind: 'call', name: 'string', arguments: [node], type: text };
  }
  scope.context.problems.add({
    code: kind === 'nullable' ? 'may_be_null' : 'not_assignable',
    path,
    offset,
    message: `Expected a text, a number or a date between \`\${\` and \`}\`, got ${describeType(node.type)}.`,
    suggestion: kind === 'nullable' ? `Write \`\${${source} == null ? '' : ${source}}\`.` : undefined,
  });
  return undefined;
}

function literal(value: string): ExpressionNode {
  return { kind: 'literal', value, type: text };
}
