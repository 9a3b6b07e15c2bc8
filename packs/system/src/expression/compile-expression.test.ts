import { stripTypeScriptTypes } from 'node:module';
import { compileFunction } from 'node:vm';
import { Environment } from '@marcbachmann/cel-js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Field } from '../model/field.ts';
import { checkExpression } from './check-expression.ts';
import type { ExpressionScope } from './expression-scope.ts';
import { compileExpression } from './compile-expression.ts';
import type { CompileScope } from './compile-expression.ts';
import type { Expression, ValueType } from './expression.ts';

const shiftFields: readonly Field[] = [
  { name: 'id', type: { kind: 'text', format: 'uuid' }, isOptional: false, managed: 'id' },
  { name: 'tasks', type: { kind: 'list', of: { kind: 'text' } }, isOptional: false },
  { name: 'seats', type: { kind: 'integer' }, isOptional: false },
  { name: 'price', type: { kind: 'money' }, isOptional: false },
  { name: 'state', type: { kind: 'enum', values: ['planned', 'closed'] }, isOptional: false },
  { name: 'day', type: { kind: 'date' }, isOptional: false },
  { name: 'endsAt', type: { kind: 'datetime' }, isOptional: true },
  { name: 'note', type: { kind: 'text' }, isOptional: true },
];

const variables = new Map<string, ValueType>([
  ['shift', { kind: 'record', entity: 'Shift' }],
  ['now', { kind: 'datetime' }],
  ['today', { kind: 'date' }],
  [
    'input',
    {
      kind: 'object',
      fields: {
        task: { kind: 'text' },
        count: { kind: 'integer' },
        limit: { kind: 'nullable', of: { kind: 'integer' } },
      },
    },
  ],
]);

const scope: ExpressionScope = {
  variables,
  fieldsOf: (entity) => (entity === 'Shift' ? shiftFields : []),
  notNull: new Set(),
};

function checked(source: string, own: ExpressionScope = scope): Expression {
  const result = checkExpression(source, own);
  if ('problem' in result) throw new Error(`${source}: ${result.problem.message}`);
  return result.expression;
}

function compiled(source: string, compileScope: Partial<CompileScope> = {}): string {
  return compileExpression(checked(source), { variables: {}, ...compileScope }).code;
}

describe('compileExpression', () => {
  test.each([
    ['input.task in shift.tasks', 'shift.tasks.includes(input.task)'],
    ["shift.state == 'planned'", 'shift.state === "planned"'],
    ["!(shift.state == 'planned')", 'shift.state !== "planned"'],
    ["shift.state in ['planned', 'closed']", '["planned", "closed"].includes(shift.state)'],
    ['size(shift.tasks) > 2 && input.count < 3', 'shift.tasks.length > 2 && input.count < 3'],
    ['(input.count + 1) * 2 - (3 - shift.seats)', '(input.count + 1) * 2 - (3 - shift.seats)'],
    ['shift.seats / 2', 'Math.trunc(shift.seats / 2)'],
    ['shift.price / 2', 'shift.price / 2'],
    ["shift.tasks.all(t, t.startsWith('a'))", 'shift.tasks.every((t) => t.startsWith("a"))'],
    ["shift.tasks.exists(t, t == 'a')", 'shift.tasks.some((t) => t === "a")'],
    [
      'shift.tasks.filter(t, size(t) > 3).map(t, size(t))',
      'shift.tasks.filter((t) => t.length > 3).map((t) => t.length)',
    ],
    ["shift.tasks.exists_one(t, t == 'a')", 'shift.tasks.filter((t) => t === "a").length === 1'],
    ["shift.note != null && shift.note.contains('x')", 'shift.note !== null && shift.note.includes("x")'],
    ['has(shift.note) ? size(shift.note) : 0', 'shift.note !== null ? shift.note.length : 0'],
    ["input.task.matches('^a/b$')", '/^a\\/b$/u.test(input.task)'],
    ["shift.day < today + duration('48h')", 'shift.day < addDays(today, 2)'],
    ['today - days(input.count)', 'addDays(today, -input.count)'],
    [
      "now + duration('24h') > timestamp('2026-01-31T09:30:00+01:00')",
      'addMilliseconds(now, 86_400_000) > "2026-01-31T08:30:00.000Z"',
    ],
    ['shift.day - today >= days(3)', 'Date.parse(shift.day) - Date.parse(today) >= 259_200_000'],
    ["shift.day == '2026-01-31'", 'shift.day === "2026-01-31"'],
    ['date(now) == today', 'now.slice(0, 10) === today'],
    ['shift.tasks == []', 'isDeepStrictEqual(shift.tasks, [])'],
    ["shift.tasks + ['a']", '[...shift.tasks, "a"]'],
    ['-input.count', '-input.count'],
    ['-(input.count + 1)', '-(input.count + 1)'],
    [
      'sum(shift.tasks.map(t, size(t)))',
      'shift.tasks.map((t) => t.length).reduce((sum, value) => sum + value, 0)',
    ],
    ['max(input.count, 1) + 100000', 'Math.max(input.count, 1) + 100_000'],
    ["(input.count > 1 ? 'a' : 'b') + 'c'", '(input.count > 1 ? "a" : "b") + "c"'],
  ])('%s becomes %s', (source, code) => {
    expect(compiled(source)).toBe(code);
  });

  test('names what it needs from outside', () => {
    expect(compileExpression(checked('today + days(1) == today'), { variables: {} })).toMatchObject({
      helpers: ['addDays'],
      imports: [],
    });
    expect(compileExpression(checked('shift.tasks != []'), { variables: {} }).imports).toEqual([
      { module: 'node:util', name: 'isDeepStrictEqual' },
    ]);
  });

  test('puts the names of its surroundings in place of variables', () => {
    expect(
      compiled('record.seats > 1 || input.count > 1'.replace('record', 'shift'), {
        variables: { shift: 'row' },
      }),
    ).toBe('row.seats > 1 || input.count > 1');
  });

  test('the variable of a comprehension never hides a name of its surroundings', () => {
    expect(compiled('shift.tasks.exists(row, row == input.task)', { variables: { input: 'row.body' } })).toBe(
      'shift.tasks.some((rowItem) => rowItem === row.body.task)',
    );
    expect(compiled("shift.tasks.all(class, class != '')")).toBe(
      'shift.tasks.every((classItem) => classItem !== "")',
    );
  });

  test('says again in a function what TypeScript forgets there', () => {
    expect(compiled('input.limit != null && shift.tasks.all(t, size(t) < input.limit)')).toBe(
      'input.limit !== null && shift.tasks.every((t) => t.length < input.limit!)',
    );
    const narrowed = checked('input.limit > 3', { ...scope, notNull: new Set(['input.limit']) });
    expect(compileExpression(narrowed, { variables: {}, isInClosure: true }).code).toBe('input.limit! > 3');
    expect(compileExpression(narrowed, { variables: {} }).code).toBe('input.limit > 3');
  });

  test('tests the input of a partial update for undefined as well', () => {
    expect(compiled('input.limit == null', { partial: ['input'] })).toBe('input.limit == null');
    expect(compiled('input.limit == null')).toBe('input.limit === null');
  });

  test('text cannot leave its literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const expression: Expression = {
          source: '',
          node: { kind: 'literal', value: text, type: { kind: 'text' } },
          type: { kind: 'text' },
        };
        expect(run(compileExpression(expression, { variables: {} }).code, {})).toBe(text);
      }),
    );
  });
});

/** Runs compiled code the way a generated system does: types stripped. */
function run(code: string, values: Readonly<Record<string, unknown>>): unknown {
  const body = stripTypeScriptTypes(`const value = (${code});`);
  const compute = compileFunction(`${body} return value;`, Object.keys(values)) as (
    ...given: unknown[]
  ) => unknown;
  return compute(...Object.values(values));
}

/** Well-typed expressions by type; numbers stay small so that 64-bit integers and doubles agree. */
const expressions = fc.letrec<
  Record<'integer' | 'number' | 'text' | 'boolean' | 'integers' | 'texts', string>
>((tie) => ({
  integer: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('i', 'j', '0', '1', '7', '-3'),
    fc
      .tuple(tie('integer'), fc.constantFrom('+', '-', '*'), tie('integer'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(tie('integer'), fc.constantFrom('/ 2', '% 3', '/ -5')).map(([a, rest]) => `(${a} ${rest})`),
    fc.tuple(tie('boolean'), tie('integer'), tie('integer')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
    tie('integer').map((a) => `-(${a})`),
    tie('text').map((a) => `size(${a})`),
    tie('integers').map((a) => `${a}.size()`),
  ),
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('x', '0.5', '2.25', '-1.5'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    tie('number').map((a) => `(${a} / 4.0)`),
  ),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('s', 't', "''", "'a'", "'it\\'s'", "'\"\\\\'", "'${x}'"),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
    fc.tuple(tie('boolean'), tie('text'), tie('text')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
    tie('texts').map((a) => `${a}.join('-')`),
    tie('text').map((a) => `${a}.lowerAscii()`),
  ),
  boolean: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'p',
      'true',
      'false',
      '(n != null)',
      'has(o.m)',
      "(n != null && n.startsWith('a'))",
      '(n == null || n == s)',
    ),
    fc
      .tuple(tie('boolean'), fc.constantFrom('&&', '||', '==', '!='), tie('boolean'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc
      .tuple(tie('integer'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('integer'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc
      .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc
      .tuple(tie('text'), fc.constantFrom('<', '>', '==', '!='), tie('text'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(tie('integer'), tie('integers')).map(([a, b]) => `(${a} in ${b})`),
    fc.tuple(tie('text'), tie('texts')).map(([a, b]) => `(${a} in ${b})`),
    fc.tuple(tie('texts'), tie('texts')).map(([a, b]) => `(${a} == ${b})`),
    fc
      .tuple(tie('text'), fc.constantFrom('contains', 'startsWith', 'endsWith'), tie('text'))
      .map(([a, method, b]) => `${a}.${method}(${b})`),
    fc
      .tuple(tie('integers'), fc.constantFrom('all', 'exists', 'exists_one'), tie('integer'))
      .map(([a, macro, b]) => `${a}.${macro}(i, i < ${b})`),
    tie('boolean').map((a) => `!(${a})`),
  ),
  integers: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('xs', '[1, 2]'),
    fc.array(tie('integer'), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('integers'), tie('integer')).map(([a, b]) => `${a}.map(k, k + ${b})`),
    fc.tuple(tie('integers'), tie('integer')).map(([a, b]) => `${a}.filter(k, k != ${b})`),
    fc.tuple(tie('integers'), tie('integers')).map(([a, b]) => `(${a} + ${b})`),
  ),
  texts: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('ss', "['a', 'b']"),
    fc.array(tie('text'), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    tie('text').map((a) => `ss.map(k, k + ${a})`),
  ),
}));

const propertyScope: ExpressionScope = {
  variables: new Map<string, ValueType>([
    ['i', { kind: 'integer' }],
    ['j', { kind: 'integer' }],
    ['x', { kind: 'number' }],
    ['s', { kind: 'text' }],
    ['t', { kind: 'text' }],
    ['n', { kind: 'nullable', of: { kind: 'text' } }],
    ['p', { kind: 'boolean' }],
    ['xs', { kind: 'list', of: { kind: 'integer' } }],
    ['ss', { kind: 'list', of: { kind: 'text' } }],
    ['o', { kind: 'object', fields: { m: { kind: 'nullable', of: { kind: 'text' } } } }],
  ]),
  fieldsOf: () => [],
  notNull: new Set(),
};

const word = fc.constantFrom('', 'a', 'ab', 'B', "it's", '"', '\\', '\n', '${x}', '</script>');
const values = fc.record({
  i: fc.integer({ min: -9, max: 9 }),
  j: fc.integer({ min: -9, max: 9 }),
  x: fc.constantFrom(-2.5, 0, 0.25, 3),
  s: word,
  t: word,
  n: fc.option(word),
  p: fc.boolean(),
  xs: fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 4 }),
  ss: fc.array(word, { maxLength: 4 }),
  m: fc.option(word),
});

type Values = typeof values extends fc.Arbitrary<infer Value> ? Value : never;

const environment = new Environment({
  homogeneousAggregateLiterals: false,
  unlistedVariablesAreDyn: true,
  limits: { maxAstNodes: 100_000, maxDepth: 1_000 },
});

/** The value CEL itself computes: integers are bigints there, and an absent field is absent. */
function reference(source: string, { m, ...given }: Values): unknown {
  const context = {
    ...given,
    i: BigInt(given.i),
    j: BigInt(given.j),
    xs: given.xs.map(BigInt),
    o: m === null ? {} : { m },
  };
  return environment.evaluate(source, context);
}

/** Integers as numbers, and one zero. */
function normal(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(normal);
  return value === 0 ? 0 : value;
}

test('compiled expressions compute what CEL computes', () => {
  const anything = fc.oneof(
    expressions.integer,
    expressions.number,
    expressions.text,
    expressions.boolean,
    expressions.integers,
    expressions.texts,
  );
  fc.assert(
    fc.property(anything, values, (source, given) => {
      const { m, ...rest } = given;
      const { code, imports } = compileExpression(checked(source, propertyScope), { variables: {} });
      const helpers = imports.length === 0 ? {} : { isDeepStrictEqual: deepEqual };
      const result = run(code, { ...rest, o: { m }, ...helpers });
      expect(normal(result)).toEqual(normal(reference(source, given)));
    }),
    { numRuns: 1_000 },
  );
});

/** Zeros of either sign are one number to CEL. */
function deepEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

test('whatever the text, checking it ends in an expression or a problem', () => {
  const tokens = fc
    .array(
      fc.constantFrom(
        'input',
        '.task',
        'shift',
        '.tasks',
        '(',
        ')',
        '[',
        ']',
        "'a'",
        '1',
        '2.5',
        '+',
        '-',
        '==',
        'in',
        '&&',
        '!',
        '?',
        ':',
        ',',
        '.all',
        '.map',
        'has',
        'size',
        'null',
        'x',
        '{',
        '}',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(' '));
  fc.assert(
    fc.property(fc.oneof(fc.string(), tokens), (source) => {
      const result = checkExpression(source, scope);
      if ('problem' in result) expect(result.problem.offset).toBeLessThanOrEqual(source.length);
      else compileExpression(result.expression, { variables: {} });
    }),
    { numRuns: 2_000 },
  );
});
