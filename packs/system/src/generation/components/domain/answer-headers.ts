import type { ExpressionNode } from '../../../expression/expression.ts';
import { nonNull } from '../../../expression/value-type.ts';
import type { Answer } from '../../../model/operation.ts';
import { propertyKey } from '../../code/literal.ts';
import type { OperationScope } from './operation-scope.ts';

/** The object that holds the further headers of an answer, all of them text. */
export function headersCode({ headers = [], redirect }: Answer, scope: OperationScope): string {
  const members = headers.map(({ name, value: { node } }) => headerMember(name, node, scope));
  if (redirect !== undefined) members.unshift(`Location: ${scope.compile(redirect)}`);
  return `{ ${members.join(', ')} }`;
}

function headerMember(name: string, node: ExpressionNode, scope: OperationScope): string {
  const member = `${propertyKey(name)}: ${textCode(node, scope)}`;
  if (node.type.kind !== 'nullable') return member;
  return `...(${scope.compile({ node })} === null ? {} : { ${member} })`;
}

function textCode(node: ExpressionNode, scope: OperationScope): string {
  const code = scope.compile({ node });
  const isText = !['integer', 'number', 'boolean', 'duration'].includes(nonNull(node.type).kind);
  return isText ? code : `String(${code})`;
}
