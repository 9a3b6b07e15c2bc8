import { expect, test } from 'vitest';
import type { ExpressionNode } from '../../expression/expression.ts';
import type { FieldType } from '../../model/field.ts';
import { rangeOf } from './value-range.ts';

const integer = { kind: 'integer' } as const;
const variable = (name: string): ExpressionNode => ({ kind: 'variable', name, type: integer });
const number = (value: number): ExpressionNode => ({ kind: 'literal', value, type: integer });
const field = (name: string): ExpressionNode => ({
  kind: 'member',
  name,
  target: variable('it'),
  type: integer,
});
const binary = (operator: '+' | '-' | '*', left: ExpressionNode, right: ExpressionNode): ExpressionNode => ({
  kind: 'binary',
  operator,
  left,
  right,
  type: integer,
});

const types: Readonly<Record<string, FieldType>> = {
  seats: { kind: 'integer', minimum: 0, maximum: 10 },
  price: { kind: 'money', minimum: 5 },
  title: { kind: 'text', minLength: 1, maxLength: 80 },
};
const scope = {
  fieldType: (node: ExpressionNode) => (node.kind === 'member' ? types[node.name] : undefined),
  isCount: (name: string) => name === 'count',
};

test.each<[string, ExpressionNode, number, number]>([
  ['a field', field('seats'), 0, 10],
  ['a text', field('title'), 1, 80],
  ['a sum', binary('+', field('seats'), number(3)), 3, 13],
  ['a difference', binary('-', field('seats'), field('price')), -Infinity, 5],
  ['a product of what is not negative', binary('*', field('seats'), field('price')), 0, Infinity],
  ['a number of records', variable('count'), 0, Infinity],
  ['anything else', variable('other'), -Infinity, Infinity],
])('the range of %s', (_, node, minimum, maximum) => {
  expect(rangeOf(node, scope)).toEqual({ minimum, maximum });
});
