import type { Expression, ValueType } from '../../../expression/expression.ts';
import { literal } from '../../code/literal.ts';
import { method } from './component-class.ts';
import { type ComponentScope, readBy } from './component-scope.ts';

/** The TypeScript type of keys. */
export function keyType({ type }: Pick<Expression, 'type'>): string {
  return textOf(type);
}

function textOf(type: ValueType): string {
  switch (type.kind) {
    case 'nullable':
      return `${textOf(type.of)} | null`;
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'enum':
      return type.values.map(literal).join(' | ');
    default:
      return 'string';
  }
}

/** What messages are told apart by. */
export function keyMethod(by: Expression, messageType: string, scope: ComponentScope): string {
  const parameters = readBy(['message'], [by.node]).map((name) => `${name}: ${messageType}`);
  return method(`keyOf(${parameters.join(', ')}): ${keyType(by)}`, `return ${scope.compile(by)};`);
}
