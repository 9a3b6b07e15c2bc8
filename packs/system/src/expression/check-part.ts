import { memberOf } from './check-access.ts';
import { objectNode } from './check-object.ts';
import type { ExpressionNode } from './expression.ts';
import { fail } from './expression-problem.ts';
import { failNullable } from './expression-scope.ts';
import type { Check, ExpressionScope } from './expression-scope.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { mergedMembers, shownMembers } from './shown-members.ts';
import type { Member } from './shown-members.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { describeType } from './value-type.ts';

type MethodCall = Extract<SyntaxNode, { op: 'rcall' }>;

/** Methods that show a record or an object in part, or with more than it has. */
export const partFunctions = ['only', 'without', 'with'] as const;

type PartFunction = (typeof partFunctions)[number];

export function isPartFunction(name: string): name is PartFunction {
  return partFunctions.some((one) => one === name);
}

/** `order.only('id', 'title')`, `order.without('note')`, `order.with({ lines: lines })`; the first two also of lists. */
export function checkPart(check: Check, syntax: MethodCall, scope: ExpressionScope): ExpressionNode {
  const [name, receiver, given] = syntax.args;
  const whole = check(receiver, scope).node;
  if (whole.type.kind === 'nullable') failNullable(whole, receiver.start);
  if (name === 'with') {
    const [more, ...others] = given;
    if (more === undefined || others.length > 0) failArguments(syntax);
    const members = membersOf(whole, receiver, scope);
    return objectNode(mergedMembers(members, membersOf(check(more, scope).node, more, scope)));
  }
  const names = given.map((one) => textOf(one, syntax));
  if (names.length === 0) failArguments(syntax);
  const part = (node: ExpressionNode) => objectNode(partOf(node, names, syntax, scope));
  return whole.type.kind === 'list' ? ofEach(whole, whole.type.of, part) : part(whole);
}

function ofEach(
  range: ExpressionNode,
  type: ExpressionNode['type'],
  part: (item: ExpressionNode) => ExpressionNode,
): ExpressionNode {
  const variable = 'item';
  const body = part({ kind: 'variable', name: variable, type });
  return {
    kind: 'comprehension',
    macro: 'map',
    range,
    variable,
    body,
    type: { kind: 'list', of: body.type },
  };
}

function partOf(
  node: ExpressionNode,
  names: readonly string[],
  syntax: MethodCall,
  scope: ExpressionScope,
): readonly Member[] {
  const [name, receiver, given] = syntax.args;
  const members = membersOf(node, receiver, scope);
  if (name === 'only' && node.kind !== 'object') {
    const place = (index: number) => ({ target: receiver.start, name: given[index]?.start ?? syntax.start });
    return names.map(
      (one, index) =>
        members.find((member) => member.name === one) ?? {
          name: one,
          value: memberOf(node, one, place(index), scope),
        },
    );
  }
  for (const [index, one] of names.entries()) {
    if (!members.some((member) => member.name === one)) failMember(one, members, given[index] ?? syntax);
  }
  const isKept = (member: Member) => names.includes(member.name) === (name === 'only');
  return members.filter(isKept);
}

function failMember(name: string, members: readonly Member[], { start }: SyntaxNode): never {
  const names = members.map((member) => member.name);
  return fail('unknown_field', start, `There is no field \`${name}\` here.`, suggestName(name, names));
}

function membersOf(node: ExpressionNode, { start }: SyntaxNode, scope: ExpressionScope): readonly Member[] {
  const members = shownMembers(node, scope.fieldsOf);
  if (members !== undefined) return members;
  const { kind } = node.type;
  return kind === 'record' || kind === 'object'
    ? fail('wrong_arguments', start, 'Expected a variable.', 'Give it a name first, with a `compute` step.')
    : fail(
        'wrong_arguments',
        start,
        `Expected a record or an object, got ${describeType(node.type)}.`,
        kind === 'list' ? 'Write `lines.map(line, line.with({ total: … }))`.' : undefined,
      );
}

function textOf(syntax: SyntaxNode, call: MethodCall): string {
  return syntax.op === 'value' && typeof syntax.args === 'string' ? syntax.args : failArguments(call);
}

function failArguments({ start, args: [name] }: MethodCall): never {
  return name === 'with'
    ? fail('wrong_arguments', start, 'Expected an object.', 'Write `order.with({ lines: lines })`.')
    : fail(
        'wrong_arguments',
        start,
        'Expected the names of fields, each in quotes.',
        `Write \`order.${name}('id', 'title')\`.`,
      );
}
