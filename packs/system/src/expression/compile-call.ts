import type { NodeCompiler } from './node-compiler.ts';
import type { ExpressionNode } from './expression.ts';
import { numberCode, precedences } from './precedence.ts';
import type { Compiled } from './precedence.ts';

type CallNode = Extract<ExpressionNode, { kind: 'call' }>;

/** Methods of TypeScript that do what a CEL method of text or lists does. */
const methods: Readonly<Record<string, string>> = {
  contains: 'includes',
  startsWith: 'startsWith',
  endsWith: 'endsWith',
  lowerAscii: 'toLowerCase',
  upperAscii: 'toUpperCase',
  trim: 'trim',
  replace: 'replaceAll',
  split: 'split',
  substring: 'slice',
  indexOf: 'indexOf',
  join: 'join',
};

const mathFunctions: Readonly<Record<string, string>> = {
  int: 'trunc',
  abs: 'abs',
  min: 'min',
  max: 'max',
  round: 'round',
  floor: 'floor',
  ceil: 'ceil',
};

const unitMs: Readonly<Record<string, number>> = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
};

const dateParts: Readonly<Record<string, string>> = {
  getFullYear: 'getUTCFullYear',
  getMonth: 'getUTCMonth',
  getDate: 'getUTCDate',
  getDayOfWeek: 'getUTCDay',
  getHours: 'getUTCHours',
  getMinutes: 'getUTCMinutes',
};

/** Compiles a call of a built-in function. */
export function compileCall(node: CallNode, compiler: NodeCompiler): Compiled {
  const { name, arguments: given } = node;
  const [first, ...rest] = given;
  if (first === undefined) return { code: `${name}()`, precedence: precedences.member };
  const method = methods[name];
  if (method !== undefined) return methodCall(method, first, rest, compiler);
  const mathFunction = mathFunctions[name];
  if (mathFunction !== undefined) return call(`Math.${mathFunction}`, given, compiler);
  const unit = unitMs[name];
  if (unit !== undefined) return scaled(first, unit, compiler);
  const part = dateParts[name];
  if (part !== undefined) {
    const { code } = call('new Date', [first], compiler);
    return { code: `${code}.${part}()`, precedence: precedences.member };
  }
  return otherCall(node, first, compiler);
}

function otherCall(node: CallNode, first: ExpressionNode, compiler: NodeCompiler): Compiled {
  const receiver = () => compiler.code(first, precedences.member);
  switch (node.name) {
    case 'size':
      return { code: `${receiver()}.length`, precedence: precedences.member };
    case 'matches':
      return {
        code: `${patternCode(node.arguments[1])}.test(${compiler.code(first, precedences.conditional)})`,
        precedence: precedences.member,
      };
    case 'verify':
      return call('passwords.verify', node.arguments, compiler);
    case 'string':
      return call('String', [first], compiler);
    case 'sum':
      return { code: `${receiver()}.reduce((sum, value) => sum + value, 0)`, precedence: precedences.member };
    case 'date':
      return { code: `${receiver()}.slice(0, 10)`, precedence: precedences.member };
    default:
      // `double`: whole numbers are numbers already.
      return compiler.compile(first);
  }
}

function call(target: string, given: readonly ExpressionNode[], compiler: NodeCompiler): Compiled {
  const codes = given.map((argument) => compiler.code(argument, precedences.conditional));
  return { code: `${target}(${codes.join(', ')})`, precedence: precedences.member };
}

function methodCall(
  method: string,
  receiver: ExpressionNode,
  given: readonly ExpressionNode[],
  compiler: NodeCompiler,
): Compiled {
  return call(`${compiler.code(receiver, precedences.member)}.${method}`, given, compiler);
}

function scaled(amount: ExpressionNode, unit: number, compiler: NodeCompiler): Compiled {
  if (amount.kind === 'literal' && typeof amount.value === 'number') {
    const value = amount.value * unit;
    return { code: numberCode(value), precedence: value < 0 ? precedences.unary : precedences.member - 1 };
  }
  return {
    code: `${compiler.code(amount, precedences.multiplicative)} * ${numberCode(unit)}`,
    precedence: precedences.multiplicative,
  };
}

/** A regular expression literal; `source` escapes whatever could end it early. */
function patternCode(pattern: ExpressionNode | undefined): string {
  const text = pattern?.kind === 'literal' ? String(pattern.value) : '';
  return `/${new RegExp(text, 'u').source}/u`;
}
