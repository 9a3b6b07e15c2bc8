import { didYouMean } from '../naming/nearest-name.ts';
import { isDate, isDateTime } from '../blueprint/field-literal.ts';
import { patternProblem } from '../blueprint/pattern-problem.ts';
import type { ExpressionNode } from './expression.ts';
import { ownCall } from './check-own-call.ts';
import { checkComprehension } from './check-comprehension.ts';
import { checkVerify } from './check-verify.ts';
import { failNullable, pathOf, plain } from './expression-scope.ts';
import type { Check, Checked, ExpressionScope } from './expression-scope.ts';
import { durationMs } from './duration.ts';
import { fail } from './expression-problem.ts';
import { accepts, comprehensionNames, functionSignatures, resultType, signatureText } from './functions.ts';
import { checkCoalesce } from './check-coalesce.ts';
import { checkPart, isPartFunction, partFunctions } from './check-part.ts';
import { checkTotal, pageFunctions } from './check-total.ts';
import type { FunctionSignature } from './function-signature.ts';
import { counted } from './span.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { describeType, nullable } from './value-type.ts';

type Call = Extract<SyntaxNode, { op: 'call' }>;
type MethodCall = Extract<SyntaxNode, { op: 'rcall' }>;

/** `has(x)` and built-in functions. */
export function checkCall(check: Check, syntax: Call, scope: ExpressionScope): Checked {
  const [name, argumentSyntax] = syntax.args;
  if (name === 'has') return has(check, syntax, argumentSyntax, scope);
  if (name === 'coalesce') return plain(checkCoalesce(check, syntax, scope));
  if (Object.hasOwn(pageFunctions, name)) return plain(checkTotal(check, syntax, scope));
  const own = scope.functions?.get(name);
  if (own !== undefined) return plain(ownCall(check, own, syntax, scope));
  if (name === 'verify') return checkVerify(check, argumentSyntax, syntax.start, scope);
  const candidates = functionSignatures.filter((one) => one.name === name && one.isMethod !== true);
  if (candidates.length === 0) failUnknown(name, syntax.start, false, scope);
  return plain(call(check, name, candidates, argumentSyntax, syntax.start, scope));
}

/** `list.all(x, …)` and its kin, and methods. */
export function checkMethod(check: Check, syntax: MethodCall, scope: ExpressionScope): Checked {
  const [name, receiver, argumentSyntax] = syntax.args;
  const macro = comprehensionNames.find((one) => one === name);
  if (macro !== undefined) return plain(checkComprehension(check, macro, syntax, scope));
  if (isPartFunction(name)) return plain(checkPart(check, syntax, scope));
  const candidates = functionSignatures.filter(
    (one) => one.name === name && (one.isMethod === true || one.isBoth === true),
  );
  if (candidates.length === 0) failUnknown(name, receiver.end + 1, true, scope);
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

function failUnknown(name: string, offset: number, isMethod: boolean, { functions }: ExpressionScope): never {
  const names = functionSignatures
    .filter((one) => one.isBoth === true || (one.isMethod === true) === isMethod)
    .map((one) => one.name);
  const other = functionSignatures.find((one) => one.name === name);
  const all = isMethod
    ? [...names, ...comprehensionNames, ...partFunctions]
    : [...names, 'has', 'coalesce', ...Object.keys(pageFunctions), ...(functions?.keys() ?? [])];
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
  const given = argumentSyntax.map((argument) => check(argument, scope).node);
  const nodes = fitted(candidates, given);
  const signature = candidates.find((candidate) => fits(candidate, nodes));
  if (signature !== undefined) {
    if (name === 'matches') requirePattern(nodes[1], argumentSyntax[1]);
    const constant = constantCall(name, nodes, argumentSyntax);
    const type = resultType(
      signature,
      nodes.map((node) => node.type),
    );
    return constant ?? narrowed({ kind: 'call', name: signature.as ?? name, arguments: nodes, type }, scope);
  }
  for (const [position, node] of nodes.entries()) {
    if (node.type.kind === 'nullable') failNullable(node, argumentSyntax[position]?.start ?? offset);
  }
  const got = nodes.map((node) => describeType(node.type)).join(', ');
  return fail(
    'wrong_arguments',
    offset,
    `Expected ${[...new Set(candidates.map((one) => `\`${signatureText(one)}\``))].join(' or ')}, got ${got === '' ? 'no arguments' : got}.`,
    argumentHints[name],
  );
}

const argumentHints: Readonly<Record<string, string | undefined>> = {
  csv: "Name the columns, each a single value: `csv(books.only('title', 'author'))`, `csv(lines.map(l, { sku: l.sku }))`.",
};

/** The arguments, counted where a function computes with durations. */
function fitted(
  candidates: readonly FunctionSignature[],
  given: readonly ExpressionNode[],
): readonly ExpressionNode[] {
  return candidates.some((candidate) => fits(candidate, given)) ? given : given.map(counted);
}

/** What is null of an empty list only is not null of one that has items. */
function narrowed(node: Extract<ExpressionNode, { kind: 'call' }>, scope: ExpressionScope): ExpressionNode {
  const { type } = node;
  const isSure = type.kind === 'nullable' && hasItems(node.arguments[0], scope);
  return isSure ? { ...node, type: type.of, isNarrowed: true } : node;
}

/** Whether a list is known to have an item: its first one is known, or it is made of such a list item by item. */
function hasItems(node: ExpressionNode | undefined, scope: ExpressionScope): boolean {
  if (node?.kind === 'variable') return scope.notNull.has(`${node.name}[0]`);
  if (node?.kind === 'comprehension') return node.macro === 'map' && hasItems(node.range, scope);
  const keepsItems = node?.kind === 'call' && ['sort', 'reverse', 'distinct'].includes(node.name);
  return keepsItems && hasItems(node.arguments[0], scope);
}

function requirePattern(node: ExpressionNode | undefined, syntax: SyntaxNode | undefined): void {
  const why = node?.kind === 'literal' ? patternProblem(String(node.value)) : undefined;
  if (why !== undefined) fail('wrong_arguments', syntax?.start ?? 0, `Not a regular expression: ${why}.`);
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
  const constant = constants[name];
  if (constant === undefined || argument?.kind !== 'literal' || typeof argument.value !== 'string') {
    return undefined;
  }
  const value = constant.read(argument.value);
  if (value === undefined) {
    return fail(
      'wrong_arguments',
      syntax?.start ?? 0,
      `'${argument.value}' is not ${constant.what}.`,
      constant.suggestion,
    );
  }
  return { kind: 'literal', value, type: { kind: constant.kind } };
}

interface Constant {
  readonly kind: 'duration' | 'datetime' | 'date';
  readonly what: string;
  readonly suggestion: string;
  /** The value the text stands for, undefined when it stands for none. */
  readonly read: (text: string) => string | number | undefined;
}

const constants: Readonly<Record<string, Constant | undefined>> = {
  duration: {
    kind: 'duration',
    what: 'a duration',
    suggestion: "Write `'24h'`, `'90m'`, `'1h30m'` or `'PT1H30M'`; for days, `days(7)`.",
    read: durationMs,
  },
  timestamp: {
    kind: 'datetime',
    what: 'an instant',
    suggestion: "Write `'2026-01-31T09:30:00Z'`.",
    read: (text) => (isDateTime(text) ? new Date(text).toISOString() : undefined),
  },
  date: {
    kind: 'date',
    what: 'a date',
    suggestion: "Write `'2026-01-31'`.",
    read: (text) => (isDate(text) ? text : undefined),
  },
};
