import { didYouMean } from '../naming/nearest-name.ts';
import { isDate, isDateTime } from '../blueprint/field-literal.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { checkCondition } from './check-condition.ts';
import { failNullable, narrow, pathOf, plain } from './expression-scope.ts';
import type { Check, Checked, ExpressionScope } from './expression-scope.ts';
import { durationMs } from './duration.ts';
import { fail } from './expression-problem.ts';
import { accepts, comprehensionNames, functionSignatures, resultType, signatureText } from './functions.ts';
import type { ComprehensionName, FunctionSignature } from './functions.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { describeType, nullable } from './value-type.ts';

type Call = Extract<SyntaxNode, { op: 'call' }>;
type MethodCall = Extract<SyntaxNode, { op: 'rcall' }>;

/** `has(x)` and built-in functions. */
export function checkCall(check: Check, syntax: Call, scope: ExpressionScope): Checked {
  const [name, argumentSyntax] = syntax.args;
  if (name === 'has') return has(check, syntax, argumentSyntax, scope);
  const candidates = functionSignatures.filter((one) => one.name === name && one.isMethod !== true);
  if (candidates.length === 0) failUnknown(name, syntax.start, false);
  return plain(call(check, name, candidates, argumentSyntax, syntax.start, scope));
}

/** `list.all(x, …)` and its kin, and methods. */
export function checkMethod(check: Check, syntax: MethodCall, scope: ExpressionScope): Checked {
  const [name, receiver, argumentSyntax] = syntax.args;
  const macro = comprehensionNames.find((one) => one === name);
  if (macro !== undefined) return plain(comprehension(check, macro, syntax, receiver, argumentSyntax, scope));
  const candidates = functionSignatures.filter(
    (one) => one.name === name && (one.isMethod === true || one.isBoth === true),
  );
  if (candidates.length === 0) failUnknown(name, receiver.end + 1, true);
  return plain(call(check, name, candidates, [receiver, ...argumentSyntax], receiver.end + 1, scope));
}

function has(
  check: Check,
  syntax: Call,
  [argument, ...more]: readonly SyntaxNode[],
  scope: ExpressionScope,
): Checked {
  if (argument === undefined || more.length > 0 || argument.op !== '.') {
    fail('wrong_arguments', syntax.start, 'Expected one field in `has(…)`.', 'Write `has(input.note)`.');
  }
  const { node } = check(argument, scope);
  const path = pathOf(node);
  return {
    node: {
      kind: 'binary',
      operator: '!=',
      left: { ...node, type: nullable(node.type) },
      right: { kind: 'literal', value: null, type: { kind: 'null' } },
      type: { kind: 'boolean' },
    },
    whenTrue: path === undefined ? [] : [path],
    whenFalse: [],
  };
}

function failUnknown(name: string, offset: number, isMethod: boolean): never {
  const names = functionSignatures
    .filter((one) => one.isBoth === true || (one.isMethod === true) === isMethod)
    .map((one) => one.name);
  const other = functionSignatures.find((one) => one.name === name);
  const all = isMethod ? [...names, ...comprehensionNames] : [...names, 'has'];
  return fail(
    'unknown_function',
    offset,
    `There is no function \`${name}\`.`,
    other === undefined ? didYouMean(name, all) : `Write \`${signatureText(other)}\`.`,
  );
}

function call(
  check: Check,
  name: string,
  candidates: readonly FunctionSignature[],
  argumentSyntax: readonly SyntaxNode[],
  offset: number,
  scope: ExpressionScope,
): ExpressionNode {
  const nodes = argumentSyntax.map((argument) => check(argument, scope).node);
  const signature = candidates.find((candidate) => fits(candidate, nodes));
  if (signature !== undefined) {
    if (name === 'matches') requirePattern(nodes[1], argumentSyntax[1]);
    const constant = constantCall(name, nodes, argumentSyntax);
    return constant ?? { kind: 'call', name, arguments: nodes, type: resultType(signature) };
  }
  for (const [position, node] of nodes.entries()) {
    if (node.type.kind === 'nullable') failNullable(node, argumentSyntax[position]?.start ?? offset);
  }
  const got = nodes.map((node) => describeType(node.type)).join(', ');
  return fail(
    'wrong_arguments',
    offset,
    `Expected ${[...new Set(candidates.map((one) => `\`${signatureText(one)}\``))].join(' or ')}, got ${got === '' ? 'no arguments' : got}.`,
  );
}

function requirePattern(node: ExpressionNode | undefined, syntax: SyntaxNode | undefined): void {
  try {
    new RegExp(node?.kind === 'literal' ? String(node.value) : '', 'u');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    fail('wrong_arguments', syntax?.start ?? 0, `Not a regular expression: ${why}.`);
  }
}

function fits(signature: FunctionSignature, nodes: readonly ExpressionNode[]): boolean {
  return (
    signature.parameters.length === nodes.length &&
    signature.parameters.every((parameter, position) => {
      const node = nodes[position];
      return (
        node !== undefined &&
        accepts(parameter, node.type) &&
        (parameter !== 'literal' || node.kind === 'literal')
      );
    })
  );
}

/** Calls whose value is known now: times written as text. */
function constantCall(
  name: string,
  [argument]: readonly ExpressionNode[],
  [syntax]: readonly SyntaxNode[],
): ExpressionNode | undefined {
  const text =
    argument?.kind === 'literal' && typeof argument.value === 'string' ? argument.value : undefined;
  if (text === undefined) return undefined;
  const offset = syntax?.start ?? 0;
  if (name === 'duration') {
    const milliseconds = durationMs(text);
    if (milliseconds !== undefined) return literal(milliseconds, { kind: 'duration' });
    fail(
      'wrong_arguments',
      offset,
      `'${text}' is not a duration.`,
      "Write `'24h'`, `'90m'`, `'1h30m'`; for days, `days(7)`.",
    );
  }
  if (name === 'timestamp') {
    if (isDateTime(text)) return literal(new Date(text).toISOString(), { kind: 'datetime' });
    fail('wrong_arguments', offset, `'${text}' is not an instant.`, "Write `'2026-01-31T09:30:00Z'`.");
  }
  if (name === 'date') {
    if (isDate(text)) return literal(text, { kind: 'date' });
    fail('wrong_arguments', offset, `'${text}' is not a date.`, "Write `'2026-01-31'`.");
  }
  return undefined;
}

function literal(value: string | number, type: ValueType): ExpressionNode {
  return { kind: 'literal', value, type };
}

function comprehension(
  check: Check,
  macro: ComprehensionName,
  syntax: MethodCall,
  rangeSyntax: SyntaxNode,
  argumentSyntax: readonly SyntaxNode[],
  scope: ExpressionScope,
): ExpressionNode {
  const [variableSyntax, bodySyntax, mapSyntax] = argumentSyntax;
  const isFilterMap = macro === 'map' && mapSyntax !== undefined && argumentSyntax.length === 3;
  if (
    variableSyntax?.op !== 'id' ||
    bodySyntax === undefined ||
    (argumentSyntax.length !== 2 && !isFilterMap)
  ) {
    return fail('wrong_arguments', syntax.start, `Expected \`list.${macro}(item, …)\`.`);
  }
  const range = check(rangeSyntax, scope).node;
  if (range.type.kind === 'nullable') failNullable(range, rangeSyntax.start);
  if (range.type.kind !== 'list') {
    return fail(
      'wrong_operands',
      rangeSyntax.start,
      `Expected a list before \`.${macro}\`, got ${describeType(range.type)}.`,
    );
  }
  const variable = variableSyntax.args;
  const inner: ExpressionScope = {
    ...forget(scope, variable),
    variables: new Map([...scope.variables, [variable, range.type.of]]),
  };
  if (isFilterMap) {
    const condition = checkCondition(check, bodySyntax, inner, 'The condition of `map`');
    const filtered: ExpressionNode = {
      kind: 'comprehension',
      macro: 'filter',
      range,
      variable,
      body: condition.node,
      type: range.type,
    };
    const body = check(mapSyntax, inner).node;
    return {
      kind: 'comprehension',
      macro,
      range: filtered,
      variable,
      body,
      type: { kind: 'list', of: body.type },
    };
  }
  if (macro === 'map') {
    const body = check(bodySyntax, inner).node;
    return { kind: 'comprehension', macro, range, variable, body, type: { kind: 'list', of: body.type } };
  }
  const body = checkCondition(check, bodySyntax, inner, `The condition of \`${macro}\``).node;
  const type: ValueType = macro === 'filter' ? range.type : { kind: 'boolean' };
  return { kind: 'comprehension', macro, range, variable, body, type };
}

/** What is known of an outer variable says nothing of an inner one of the same name. */
function forget(scope: ExpressionScope, variable: string): ExpressionScope {
  const notNull = [...scope.notNull].filter((path) => path !== variable && !path.startsWith(`${variable}.`));
  return narrow({ ...scope, notNull: new Set<string>() }, notNull);
}
