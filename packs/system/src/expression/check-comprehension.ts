import { checkCondition } from './check-condition.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { fail } from './expression-problem.ts';
import { failNullable, isWithin, narrow } from './expression-scope.ts';
import type { Check, ExpressionScope } from './expression-scope.ts';
import { isOrdered } from './functions.ts';
import type { ComprehensionName } from './functions.ts';
import { counted } from './span.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { describeType, nonNull } from './value-type.ts';

type MethodCall = Extract<SyntaxNode, { op: 'rcall' }>;
type Comprehension = Extract<ExpressionNode, { kind: 'comprehension' }>;

/** `list.all(x, …)` and its kin; `map` may take a condition before its value. */
export function checkComprehension(
  check: Check,
  macro: ComprehensionName,
  syntax: MethodCall,
  scope: ExpressionScope,
): Comprehension {
  const [, rangeSyntax, given] = syntax.args;
  const [variableSyntax, ...bodies] = given;
  const isCountRight = bodies.length === 1 || (macro === 'map' && bodies.length === 2);
  const bodySyntax = bodies.at(-1);
  if (variableSyntax?.op !== 'id' || bodySyntax === undefined || !isCountRight) {
    return fail('wrong_arguments', syntax.start, `Expected \`list.${macro}(item, …)\`.`);
  }
  const range = checkRange(check, macro, rangeSyntax, scope);
  const variable = variableSyntax.args;
  const inner = scopeOfItems(scope, variable, range.of);
  const conditionSyntax = bodies.length === 2 ? bodies[0] : undefined;
  const filtered =
    conditionSyntax === undefined
      ? range.node
      : filter(check, { range: range.node, variable }, conditionSyntax, inner);
  const body = checkBody(check, macro, bodySyntax, inner);
  return {
    kind: 'comprehension',
    macro,
    range: filtered,
    variable,
    body,
    type: typeOf(macro, range.node.type, body.type),
  };
}

function filter(
  check: Check,
  { range, variable }: { readonly range: ExpressionNode; readonly variable: string },
  syntax: SyntaxNode,
  inner: ExpressionScope,
): Comprehension {
  const body = checkCondition(check, syntax, inner, 'The condition of `map`').node;
  return { kind: 'comprehension', macro: 'filter', range, variable, body, type: range.type };
}

function checkBody(
  check: Check,
  macro: ComprehensionName,
  syntax: SyntaxNode,
  inner: ExpressionScope,
): ExpressionNode {
  if (macro === 'map') return check(syntax, inner).node;
  if (macro === 'groupBy') return groupKey(check(syntax, inner).node, syntax);
  if (macro === 'sortBy' || macro === 'sortByDescending')
    return sortKey(counted(check(syntax, inner).node), syntax);
  return checkCondition(check, syntax, inner, `The condition of \`${macro}\``).node;
}

function isKey(type: ValueType): boolean {
  const present = nonNull(type);
  return present.kind === 'span' || (present.kind !== 'hash' && isOrdered(present));
}

function sortKey(node: ExpressionNode, syntax: SyntaxNode): ExpressionNode {
  if (isKey(node.type)) return node;
  const message = `Expected a value with an order, got ${describeType(node.type)}.`;
  return fail('wrong_operands', syntax.start, message, 'Sort by one field: `tasks.sortBy(t, t.title)`.');
}

function groupKey(node: ExpressionNode, syntax: SyntaxNode): ExpressionNode {
  const types = node.type.kind === 'object' ? Object.values(node.type.fields) : [node.type];
  const wrong = types.find((type) => !isKey(type));
  if (wrong === undefined) return node;
  const message = `Expected a value to group by, or an object of such, got ${describeType(wrong)}.`;
  return fail('wrong_operands', syntax.start, message, 'Group by one of its fields.');
}

function typeOf(macro: ComprehensionName, range: ValueType, body: ValueType): ValueType {
  switch (macro) {
    case 'map':
      return { kind: 'list', of: body };
    case 'groupBy':
      return { kind: 'list', of: { kind: 'object', fields: { key: body, items: range } } };
    case 'filter':
    case 'sortBy':
    case 'sortByDescending':
      return range;
    default:
      return { kind: 'boolean' };
  }
}

function checkRange(
  check: Check,
  macro: ComprehensionName,
  syntax: SyntaxNode,
  scope: ExpressionScope,
): { readonly node: ExpressionNode; readonly of: ValueType } {
  const { node } = check(syntax, scope);
  if (node.type.kind === 'nullable') failNullable(node, syntax.start);
  if (node.type.kind === 'list') return { node, of: node.type.of };
  return fail(
    'wrong_operands',
    syntax.start,
    `Expected a list before \`.${macro}\`, got ${describeType(node.type)}.`,
  );
}

/** What is known of an outer variable says nothing of an inner one of the same name. */
function scopeOfItems(scope: ExpressionScope, variable: string, type: ValueType): ExpressionScope {
  const notNull = [...scope.notNull].filter((path) => !isWithin(path, variable));
  return narrow(
    { ...scope, notNull: new Set<string>(), variables: new Map([...scope.variables, [variable, type]]) },
    notNull,
  );
}
