import { checkCondition } from './check-condition.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { fail } from './expression-problem.ts';
import { failNullable, isWithin, narrow } from './expression-scope.ts';
import type { Check, ExpressionScope } from './expression-scope.ts';
import type { ComprehensionName } from './functions.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { describeType } from './value-type.ts';

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
  const body =
    macro === 'map'
      ? check(bodySyntax, inner).node
      : checkCondition(check, bodySyntax, inner, `The condition of \`${macro}\``).node;
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

function typeOf(macro: ComprehensionName, range: ValueType, body: ValueType): ValueType {
  if (macro === 'map') return { kind: 'list', of: body };
  return macro === 'filter' ? range : { kind: 'boolean' };
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
