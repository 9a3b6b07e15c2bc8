import { type ByKind, byKind } from '../../../acceptance/by-kind.ts';
import type { ValueType } from '../../../expression/expression.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import type { OperationScope } from './operation-scope.ts';
import { valuesFile } from './values-file.ts';

const text = () => 'string';
const number = () => 'number';

const texts: ByKind<ValueType, [scope: OperationScope], string> = {
  text,
  date: text,
  time: text,
  datetime: text,
  span: text,
  reference: text,
  integer: number,
  number,
  duration: number,
  boolean: () => 'boolean',
  hash: text,
  null: () => 'null',
  enum: ({ values }) => values.map(literal).join(' | '),
  list: ({ of }, scope) => `readonly (${valueTypeText(of, scope)})[]`,
  object: ({ fields }, scope) => {
    const members = Object.entries(fields).map(
      ([name, type]) => `readonly ${propertyKey(name)}: ${valueTypeText(type, scope)};`,
    );
    return `{ ${members.join(' ')} }`;
  },
  record: ({ entity }, scope) => scope.recordType(entity),
  json: (_, { file }) => file.imports.type(valuesFile, 'JsonValue'),
  nullable: ({ of }, scope) => `${valueTypeText(of, scope)} | null`,
};

/** The TypeScript type of the values of an expression. */
export function valueTypeText(type: ValueType, scope: OperationScope): string {
  return byKind(texts, type, scope);
}
