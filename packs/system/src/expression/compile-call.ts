import { withoutGuard } from './expression-walk.ts';
import type { HelperName } from './expression-helpers.ts';
import type { NodeCompiler } from './node-compiler.ts';
import { columnsOf } from './csv-columns.ts';
import { placeCode } from './enum-place.ts';
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
  padStart: 'padStart',
  padEnd: 'padEnd',
  fixed: 'toFixed',
  reverse: 'toReversed',
  sliceOf: 'slice',
};

const mathFunctions: Readonly<Record<string, string>> = {
  int: 'trunc',
  abs: 'abs',
  min: 'min',
  max: 'max',
  round: 'round',
  floor: 'floor',
  ceil: 'ceil',
  pow: 'pow',
  sqrt: 'sqrt',
};

/** Functions that a module of the system holds. */
const helpers: Readonly<Record<string, HelperName>> = {
  lengthOf: 'lengthOf',
  spanOf: 'durationText',
  spanOrNull: 'durationOrNull',
  addMonths: 'addMonths',
  addMonthsTo: 'addMonthsTo',
  window: 'windowStart',
  parseDay: 'parseDay',
  parseInstant: 'parseInstant',
  parseNumber: 'parseNumber',
  parseInteger: 'parseInteger',
  average: 'average',
  least: 'least',
  greatest: 'greatest',
  roundTo: 'roundTo',
  hasWords: 'hasWords',
  slug: 'toSlug',
  sha256: 'sha256',
  hmac: 'hmac',
  token: 'randomText',
};

/** Milliseconds in a unit that a duration is counted in. */
const durationParts: Readonly<Record<string, number>> = {
  getDays: 86_400_000,
  durationHours: 3_600_000,
  durationMinutes: 60_000,
  getSeconds: 1_000,
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
  if (first === undefined) return nullaryCall(name, compiler);
  if (name === 'sort') return sorting(first, compiler);
  if (name === 'spanOrNull') compiler.use('durationText');
  const helper = helpers[name];
  if (helper !== undefined) return call(compiler.use(helper), given, compiler);
  const method = methods[name];
  if (method !== undefined) return methodCall(method, first, rest, compiler);
  const mathFunction = mathFunctions[name];
  if (mathFunction !== undefined) return call(`Math.${mathFunction}`, given, compiler);
  return timeCall(name, first, compiler) ?? otherCall(node, first, compiler);
}

/** Values of an enumeration come in their order. */
function sorting(list: ExpressionNode, compiler: NodeCompiler): Compiled {
  const item = list.type.kind === 'list' ? list.type.of : undefined;
  if (item?.kind !== 'enum') return call(compiler.use('inOrder'), [list], compiler);
  const items = compiler.code(list, precedences.conditional);
  const code = `${compiler.use('sortBy')}(${items}, (value) => ${placeCode(item.values, 'value')})`;
  return { code, precedence: precedences.member };
}

function nullaryCall(name: string, compiler: NodeCompiler): Compiled {
  const code = name === 'uuid' ? compiler.useRandomUuid() : name;
  return { code: `${code}()`, precedence: precedences.member };
}

function timeCall(name: string, first: ExpressionNode, compiler: NodeCompiler): Compiled | undefined {
  const unit = unitMs[name];
  if (unit !== undefined) return scaled(first, unit, compiler);
  const duration = durationParts[name];
  if (duration !== undefined) {
    const amount = compiler.code(first, precedences.multiplicative);
    return { code: `Math.trunc(${amount} / ${numberCode(duration)})`, precedence: precedences.member };
  }
  const part = dateParts[name];
  if (part === undefined) return undefined;
  const { code } = call('new Date', [first], compiler);
  return { code: `${code}.${part}()`, precedence: precedences.member };
}

type OtherCall = (
  first: ExpressionNode,
  second: ExpressionNode | undefined,
  compiler: NodeCompiler,
) => Compiled;

function onReceiver(suffix: string, precedence: number = precedences.member): OtherCall {
  return (first, _, compiler) => ({
    code: `${compiler.code(first, precedences.member)}${suffix}`,
    precedence,
  });
}

const others: Readonly<Record<string, OtherCall>> = {
  // The variable of a page: its list is a member of it.
  total: (first, _, compiler) => ({
    code: compiler.code(first, precedences.member).replace(/\.items$/, '.total'),
    precedence: precedences.member,
  }),
  nextCursor: (first, _, compiler) => ({
    code: compiler.code(first, precedences.member).replace(/\.items$/, '.nextCursor'),
    precedence: precedences.member,
  }),
  size: (first, second, compiler) =>
    first.kind === 'call' && first.name === 'distinct'
      ? {
          code: `new Set(${compiler.code(first.arguments[0] ?? first, precedences.conditional)}).size`,
          precedence: precedences.member,
        }
      : onReceiver('.length')(first, second, compiler),
  flatten: onReceiver('.flat()'),
  sum: onReceiver('.reduce((sum, value) => sum + value, 0)'),
  date: onReceiver('.slice(0, 10)'),
  time: onReceiver(".slice(11, 19).replace(/:00$/, '')"),
  first: onReceiver('[0] ?? null', precedences.conditional),
  last: onReceiver('.at(-1) ?? null', precedences.conditional),
  matches: (first, second, compiler) => ({
    code: `${patternCode(second)}.test(${compiler.code(first, precedences.conditional)})`,
    precedence: precedences.member,
  }),
  verify: (first, second, compiler) =>
    call('passwords.verify', second === undefined ? [first] : [first, second], compiler),
  csv: (first, _, compiler) => {
    const rows = compiler.code(first, precedences.conditional);
    const code = `${compiler.use('toCsv')}([${(columnsOf(first.type) ?? []).map((name) => JSON.stringify(name)).join(', ')}], ${rows})`;
    return { code, precedence: precedences.member };
  },
  string: (first, _, compiler) => call('String', [first], compiler),
  distinct: (first, _, compiler) => ({
    code: `[...new Set(${compiler.code(first, precedences.conditional)})]`,
    precedence: precedences.primary,
  }),
  range: (first, _, compiler) => ({
    code: `Array.from({ length: ${compiler.code(first, precedences.conditional)} }, (_, index) => index)`,
    precedence: precedences.member,
  }),
  base64: (first, _, compiler) => ({
    code: `Buffer.from(${compiler.code(first, precedences.conditional)}).toString('base64')`,
    precedence: precedences.member,
  }),
  coalesce: (first, second, compiler) => ({
    code: `${compiler.code(withoutGuard(first), precedences.equality)} ?? ${second === undefined ? 'null' : compiler.code(second, precedences.equality)}`,
    precedence: precedences.conditional,
  }),
};

function otherCall(node: CallNode, first: ExpressionNode, compiler: NodeCompiler): Compiled {
  // `double`, and `string` of what is text: there is nothing to do.
  return others[node.name]?.(first, node.arguments[1], compiler) ?? compiler.compile(first);
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
