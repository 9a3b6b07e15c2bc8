import { fail } from './expression-problem.ts';
import { failNullable } from './expression-scope.ts';
import type { Check, ExpressionScope, OwnFunction } from './expression-scope.ts';
import type { ExpressionNode } from './expression.ts';
import { fitLiteral } from './fit-literal.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { describeType, isAssignable, nonNull } from './value-type.ts';

/** A call of a function that the blueprint declares: its arguments in the order of its parameters. */
export function ownCall(
  check: Check,
  own: OwnFunction,
  syntax: Extract<SyntaxNode, { op: 'call' }>,
  scope: ExpressionScope,
): ExpressionNode {
  const [name, argumentSyntax] = syntax.args;
  const { parameters, result } = own;
  if (argumentSyntax.length !== parameters.length) {
    const wanted = parameters.map((parameter) => parameter.name).join(', ');
    const message = `Expected \`${name}(${wanted})\`, got ${argumentSyntax.length} arguments.`;
    return fail('wrong_arguments', syntax.start, message);
  }
  const nodes = parameters.map((parameter, position) => {
    const given = argumentSyntax[position] ?? syntax;
    const node = fitLiteral(check(given, scope).node, parameter.type, given.start);
    if (isAssignable(node.type, parameter.type)) return node;
    if (isAssignable(nonNull(node.type), parameter.type)) return failNullable(node, given.start);
    const message = `\`${parameter.name}\` of \`${name}\` is ${describeType(parameter.type)}, got ${describeType(node.type)}.`;
    return fail('wrong_arguments', given.start, message);
  });
  return { kind: 'call', name, arguments: nodes, own: own.own, type: result };
}
