import { didYouMean } from '../naming/nearest-name.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { fail } from './expression-problem.ts';
import type { Check, ExpressionScope } from './expression-scope.ts';
import type { SyntaxNode } from './parse-expression.ts';

type ObjectNode = Extract<ExpressionNode, { kind: 'object' }>;

/** `{ street: input.street }`; a name may stand in quotes, as CEL writes it, or without. */
export function checkObject(
  check: Check,
  syntax: Extract<SyntaxNode, { op: 'map' }>,
  scope: ExpressionScope,
): ObjectNode {
  const fields = syntax.args.map(([key, value]) => ({ name: keyName(key), value: check(value, scope).node }));
  const names = fields.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) fail('expression_syntax', syntax.start, `\`${repeated}\` stands twice here.`);
  return objectNode(fields);
}

function keyName(key: SyntaxNode): string {
  if (key.op === 'id') return key.args;
  if (key.op === 'value' && typeof key.args === 'string') return key.args;
  return fail(
    'expression_syntax',
    key.start,
    'Expected the name of a field before `:`.',
    'Write `{ street: … }`.',
  );
}

export function objectNode(fields: ObjectNode['fields']): ObjectNode {
  const types = fields.map(({ name, value }): [string, ValueType] => [name, value.type]);
  return { kind: 'object', fields, type: { kind: 'object', fields: Object.fromEntries(types) } };
}

/** Gives each field of an object the type of its place; those that may be left out become null. */
export function fitObject(
  node: ObjectNode,
  target: Extract<ValueType, { kind: 'object' }>,
  offset: number,
  fit: (node: ExpressionNode, target: ValueType, offset: number) => ExpressionNode,
): ObjectNode {
  const names = Object.keys(target.fields);
  const unknown = node.fields.find(({ name }) => !names.includes(name));
  if (unknown !== undefined) {
    fail(
      'unknown_field',
      offset,
      `There is no field \`${unknown.name}\` here.`,
      didYouMean(unknown.name, names),
    );
  }
  return objectNode(
    names.flatMap((name) => {
      const type = target.fields[name];
      const own = node.fields.find((field) => field.name === name);
      if (type === undefined) return [];
      if (own !== undefined) return [{ name, value: fit(own.value, type, offset) }];
      if (type.kind === 'nullable') return [{ name, value: nothing }];
      return fail('missing_field', offset, `The field \`${name}\` is missing.`);
    }),
  );
}

const nothing: ExpressionNode = { kind: 'literal', value: null, type: { kind: 'null' } };
