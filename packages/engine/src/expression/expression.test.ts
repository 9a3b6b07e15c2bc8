import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constantOf } from './constant.ts';
import { checkingEnvironment } from './environment.ts';
import { checkExpression, ExpressionError, parseExpression } from './expression.ts';
import { ExpressionFailure } from './expression-failure.ts';
import { referencesOf } from './references.ts';
import { evaluateTemplate, parseTemplate } from './template.ts';

const variables = {
  input: {
    amount: 5,
    half: 2.5,
    name: 'ann',
    tags: ['a', 'b'],
    deep: { list: [{ id: 1 }, { id: 2 }] },
    nothing: null,
  },
  steps: { charge: { id: 'c1' } },
};
const value = (source: string) => parseExpression(source).evaluate(variables);

describe('evaluation', () => {
  test.each([
    ['input.amount + 1', 6],
    ['input.amount / 2', 2.5],
    ['input.amount % 2 == 1', true],
    ['7 / 2', 3],
    ['input.amount == 5 && input.half != 5', true],
    ['input.amount in [1, 5]', true],
    ['size(input.tags) + input.amount', 7],
    ['input.tags.map(t, t + "!")', ['a!', 'b!']],
    ['input.deep.list.filter(x, x.id > 1)', [{ id: 2 }]],
    ['{"sum": 1 + 1, "of": [1, "x"]}', { sum: 2, of: [1, 'x'] }],
    ['has(input.missing) ? 1 : 2', 2],
    ['input.?missing.orValue("none")', 'none'],
    ['input.nothing == null', true],
    ['duration("90s")', 'PT90S'],
    ['timestamp("2026-01-31T00:00:00Z")', '2026-01-31T00:00:00.000Z'],
    ['"a${{b".size()', 5],
  ])('%s is %j', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  test.each([
    'input.missing',
    'input.constructor',
    'input.__proto__',
    'input.tags[9]',
    'input.name + 1',
    'nobody',
  ])('%s is an ExpressionError', (source) => {
    expect(() => value(source)).toThrow(ExpressionError);
  });

  test('gives plain JSON for whatever JSON it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'small' }), (json) => {
        const given: unknown = JSON.parse(JSON.stringify(json));
        expect(parseExpression('x').evaluate({ x: given })).toEqual(given);
      }),
    );
  });
});

describe('checks', () => {
  const environment = checkingEnvironment({
    input: {
      kind: 'object',
      fields: { amount: { kind: 'number' }, name: { kind: 'text' }, open: { kind: 'any' } },
    },
  });
  const check = (source: string) =>
    checkExpression(parseExpression(source), environment, ['input', 'amount', 'name']);

  test.each([
    ['input.amonut > 1', 'unknown_name', 6, 'Did you mean `amount`?'],
    ['imput.amount > 1', 'unknown_name', 0, 'Did you mean `input`?'],
    ['input.amount > "1"', 'expression_type', 0, undefined],
    ['"x" + input.amount', 'expression_type', 0, 'Turn the value into text with `string(…)`.'],
    ['sise(input.name)', 'unknown_function', 0, 'Did you mean `size`?'],
  ])('%s', (source, code, offset, suggestion) => {
    const { problem } = check(source);
    expect(problem).toMatchObject({ code, offset });
    expect(problem?.suggestion).toBe(suggestion);
  });

  test.each(['input.amount + 1 > 2', 'input.open.whatever == 3', 'input.amount == 1'])(
    '%s is sound',
    (source) => {
      expect(check(source).problem).toBeUndefined();
    },
  );

  test.each([
    ['', undefined],
    ['a = b', 'Compare with `==`.'],
    ['a and b', 'Write `&&`.'],
    ['${{ a }}', 'This place takes an expression as it is, without `${{ }}`.'],
    [`${'('.repeat(3_000)}1${')'.repeat(3_000)}`, undefined],
    ['x'.repeat(5_000), undefined],
  ])('%j is not CEL', (source, suggestion) => {
    expect(() => parseExpression(source)).toThrow(ExpressionFailure);
    try {
      parseExpression(source);
    } catch (error) {
      if (error instanceof ExpressionFailure) expect(error.problem.suggestion).toBe(suggestion);
    }
  });
});

describe('references', () => {
  test.each([
    ['steps.a.b + steps["c"]', ['steps.a', 'steps.c']],
    ['input.list.map(steps, steps.x)', ['input.list']],
    ['[1].exists(i, i == steps.?d.orValue(1))', ['steps.d']],
    ['steps[input.name]', ['steps', 'input.name']],
    ['has(steps.e) ? f : 1', ['steps.e', 'f']],
  ])('%s', (source, expected) => {
    const found = referencesOf(parseExpression(source).ast);
    expect(
      found.map(({ variable, field }) => (field === undefined ? variable : `${variable}.${field}`)),
    ).toEqual(expected);
  });
});

describe('constants', () => {
  test.each([
    ['1 > 2', false],
    ['false && input.x', false],
    ['input.x || true', true],
    ['steps.gone == null', true],
    ['steps.gone != null && steps.other', false],
    ['!(1 == 1)', false],
    ['true ? [] : input.x', []],
    ['[1, 2].exists(x, x > 1)', true],
  ])('%s is %j in every run', (source, expected) => {
    expect(constantOf(parseExpression(source).ast, { gone: null })).toEqual({ value: expected });
  });

  test.each([
    'input.x',
    'steps.other == null',
    'steps',
    'true && input.x',
    '1 / 0 == 1',
    'steps.gone.field == 1',
  ])('%s depends on the run', (source) => {
    expect(constantOf(parseExpression(source).ast, { gone: null })).toBeUndefined();
  });
});

describe('templates', () => {
  const render = (template: unknown) => {
    const problems: unknown[] = [];
    const parsed = parseTemplate(template, [], ({ problem }, place) => problems.push([problem.code, place]));
    return { problems, result: problems.length === 0 ? evaluateTemplate(parsed, variables) : undefined };
  };

  test.each([
    ['${{ input.amount }}', 5],
    [' ${{ input.amount }}', ' 5'],
    ['Hello ${{ input.name }}, ${{ input.tags }}', 'Hello ann, ["a","b"]'],
    [{ a: ['${{ input.half }}', 1, null] }, { a: [2.5, 1, null] }],
    ['${{ "}}" + input.name }}', '}}ann'],
    ['${{ {"a": {"b": 1}} }}', { a: { b: 1 } }],
    ['$ {{ not one }} ${ nor this }', '$ {{ not one }} ${ nor this }'],
  ])('%j', (template, expected) => {
    expect(render(template)).toEqual({ problems: [], result: expected });
  });

  test('tells every place that holds no expression', () => {
    const { problems } = render({ a: 'x ${{ 1 + }}', b: ['${{ open'] });
    expect(problems).toEqual([
      ['expression_syntax', { path: ['a'], offset: 9 }],
      ['expression_syntax', { path: ['b', 0], offset: 0 }],
    ]);
  });

  test('leaves every text without an expression as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        fc.pre(!JSON.stringify(json).includes('${{'));
        const given: unknown = JSON.parse(JSON.stringify(json));
        expect(render(given)).toEqual({ problems: [], result: given });
      }),
    );
  });

  test('survives any text', () => {
    const piece = fc.constantFrom('${{', '}}', '{', '}', '"', "'", '\\', 'a', '.', ' ', '(', '[', '1');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        parseTemplate(pieces.join(''), [], () => undefined);
      }),
    );
  });
});
