import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkWorkflow } from './check-workflow.ts';
import { type Diagnostic, type DiagnosticCode, diagnosticCodes } from './diagnostic.ts';
import { WorkflowError } from './errors.ts';
import { defineStep } from './step-definition.ts';
import { sourceOf, type WorkflowSource } from './workflow-source.ts';

const pay = defineStep({
  name: 'pay',
  description: 'Pays.',
  input: z.object({ amount: z.number(), note: z.string().optional() }),
  output: z.object({ id: z.string() }),
  run: () => ({ id: 'p' }),
});

function diagnose(source: WorkflowSource | string): readonly Diagnostic[] {
  try {
    checkWorkflow(typeof source === 'string' ? sourceOf(source) : source, [pay]);
    return [];
  } catch (error) {
    if (error instanceof WorkflowError) return error.diagnostics;
    throw error;
  }
}

const head = 'workflow: w\nsteps:\n';
const typed = `workflow: w
input: { schema: { type: object, required: [n, list], properties: { n: number, list: { type: array, items: { type: object, required: [id], properties: { id: string } } } } } }
steps:
`;

/** A text with a mark where its one problem stands; without one, at the beginning. */
const cases: readonly [code: DiagnosticCode, text: string, suggestion?: string][] = [
  ['too_large', `workflow: w\n#${'x'.repeat(1_100_000)}`],
  ['yaml_syntax', `${head}  a: { uses: log, with: { message: $¦{{ input }} } }`, 'Quote a text'],
  ['yaml_syntax', 'workflow: [¦'],
  ['duplicate_key', `${head}  a: { sleep: PT1S }\n  ¦a: { sleep: PT1S }`],
  ['too_deep', `workflow: w\nsteps: ${'['.repeat(80)}${']'.repeat(80)}`],
  [
    'too_deep',
    `a: &a [1,1]\nb: &b [${'*a,'.repeat(50)}]\nc: &c [${'*b,'.repeat(50)}]\nd: [${'*c,'.repeat(50)}]`,
  ],
  ['unknown_key', 'workflow: w\n¦setps: {}\nsteps: { a: { sleep: PT1S } }', 'Did you mean `steps`?'],
  [
    'unknown_key',
    `${head}  a: { uses: log, with: { message: x }, ¦tiemout: PT1S }`,
    'Did you mean `timeout`?',
  ],
  [
    'unknown_key',
    `${head}  a:\n    uses: log\n    with: { message: x, ¦levle: info }`,
    'Did you mean `level`?',
  ],
  ['missing_key', '¦steps: { a: { sleep: PT1S } }'],
  ['missing_key', `${head}  ¦a: { with: {} }`],
  ['missing_key', `${head}  a: { uses: pay, ¦with: { note: x } }`],
  ['conflicting_keys', `${head}  a: { uses: log, with: { message: x }, ¦sleep: PT1S }`],
  ['conflicting_keys', `${head}  a: { sleep: PT1S, ¦retry: {} }`],
  ['conflicting_keys', `${head}  a: { uses: set, ¦cache: true, loop: { until: 'true', limit: 1 } }`],
  ['wrong_type', 'workflow: w\nsteps: ¦[a]'],
  ['wrong_type', '¦- a list'],
  ['wrong_type', `${head}  a: { sleep: PT1S, needs: ¦{ b: 1 } }`],
  [
    'invalid_value',
    `${head}  a: { uses: set, retry: { backoff: ¦exponental } }`,
    'Did you mean `exponential`?',
  ],
  ['invalid_name', 'workflow: ¦my workflow\nsteps: { a: { sleep: PT1S } }'],
  ['invalid_name', `${head}  ¦in: { sleep: PT1S }`],
  ['invalid_name', `${head}  ¦a-b: { sleep: PT1S }`],
  ['invalid_duration', `${head}  a: { sleep: ¦5 minutes }`],
  ['invalid_duration', `${head}  a: { uses: set, timeout: ¦{ second: 1 } }`],
  ['invalid_schema', 'workflow: w\ninput: { schema: { type: ¦objekt } }\nsteps: { a: { sleep: PT1S } }'],
  ['invalid_schema', `${head}  a: { approval: { prompt: x, answer: ¦strng } }`, 'Did you mean `string`?'],
  [
    'invalid_schema',
    'workflow: w\ninput: { schema: { type: number, default: ¦x } }\nsteps: { a: { sleep: PT1S } }',
  ],
  [
    'unknown_step',
    `${head}  charge: { sleep: PT1S }\n  b: { needs: [¦chrage], sleep: PT1S }`,
    'Did you mean `charge`?',
  ],
  ['unknown_step', `${head}  a: { uses: set, if: steps.¦b == 1 }`],
  [
    'not_needed',
    `${head}  a: { uses: set }\n  b: { uses: set, with: '\${{ steps.¦a }}' }`,
    'Add `a` to `needs`.',
  ],
  ['dependency_cycle', `${head}  a: { needs: b, sleep: PT1S }\n  b: { needs: ¦a, sleep: PT1S }`],
  ['unknown_kind', `${head}  a: { uses: ¦lgo }`, 'Did you mean `log`?'],
  ['unknown_kind', `${head}  a: { uses: ¦other.yaml }`, 'Write `./other.yaml` for a file.'],
  ['unknown_file', `${head}  a: { uses: ¦./other.yaml }`],
  ['workflow_cycle', `${head}  a: { uses: ¦./workflow.yaml }`],
  ['expression_syntax', `${head}  a: { uses: set, if: 1 ¦= 1 }`, 'Compare with `==`.'],
  [
    'expression_syntax',
    `${head}  a: { uses: set, if: ¦'\${{ true }}' }`,
    'This place takes an expression as it is',
  ],
  [
    'expression_syntax',
    `${head}  a:\n    uses: log\n    with:\n      message: |\n        one\n        two \${{ 1 +¦ }}`,
  ],
  ['expression_type', `${typed}  a: { uses: set, if: ¦input.n + 1 }`],
  ['expression_type', `${typed}  a: { uses: set, if: ¦input.n == "x" }`],
  ['expression_type', `${typed}  a: { uses: set, map: { over: ¦input.n } }`],
  ['unknown_name', `${typed}  a: { uses: set, with: '\${{ input.¦m + 1 }}' }`],
  [
    'unknown_name',
    `${typed}  a: { uses: log, map: { over: input.list }, with: { message: '\${{ item.¦ids }}' } }`,
    'Did you mean `id`?',
  ],
  [
    'unknown_name',
    `${typed}  p: { uses: pay, with: { amount: 1 } }\n  a: { needs: p, uses: set, with: '\${{ steps.p.¦ix }}' }`,
    'Did you mean `id`?',
  ],
  [
    'unknown_name',
    `${typed}  a: { uses: set, with: { sum: '\${{ input.n + 1 }}' } }\n  b: { needs: a, uses: set, with: '\${{ steps.a.¦sun }}' }`,
    'Did you mean `sum`?',
  ],
  [
    'expression_type',
    `${typed}  a: { uses: set, map: { over: input.list }, with: '\${{ item.id }}' }\n  b: { needs: a, uses: set, if: ¦'steps.a[0] > 1' }`,
  ],
  ['unknown_function', `${typed}  a: { uses: set, if: ¦sise(input.list) > 1 }`, 'Did you mean `size`?'],
  ['not_assignable', `${typed}  a: { uses: pay, with: { amount: ¦'\${{ string(input.n) }}' } }`],
  ['not_assignable', `${head}  a: { uses: pay, with: { amount: ¦lots } }`],
  ['not_assignable', `${head}  a: { uses: log, with: { message: x, level: ¦loud } }`],
];

test.each(cases)('%s is told at its place: %#', (code, marked, suggestion) => {
  const before = marked.includes('¦') ? marked.slice(0, marked.indexOf('¦')).split('\n') : [''];
  const found = diagnose(marked.replace('¦', ''));
  expect(found.map((diagnostic) => diagnostic.code)).toEqual([code]);
  const column = (before.at(-1) ?? '').length + 1;
  expect(found[0]).toMatchObject({ line: before.length, column, file: 'workflow.yaml' });
  if (suggestion !== undefined) expect(found[0]?.suggestion ?? '').toContain(suggestion);
});

test('every code is shown by one of these cases', () => {
  expect(new Set(cases.map(([code]) => code))).toEqual(new Set(Object.keys(diagnosticCodes)));
});

describe('one reading', () => {
  test('tells everything that is wrong, in the order of the text', () => {
    const found = diagnose(
      `workflow: 1 2\nsteps:\n  a: { uses: nope }\n  b: { needs: c, sleep: long }\n  d: { uses: set, if: 1 + }`,
    );
    expect(found.map(({ code, line }) => [code, line])).toEqual([
      ['invalid_name', 1],
      ['unknown_kind', 3],
      ['unknown_step', 4],
      ['invalid_duration', 4],
      ['expression_syntax', 5],
    ]);
  });

  test('covers every file that is used', () => {
    const files = {
      'main.yaml': `${head}  a: { uses: ./sub/one.yaml, with: { n: x } }\n  b: { uses: nope }`,
      'sub/one.yaml':
        'workflow: one\ninput: { schema: { type: object, properties: { n: number } } }\nsteps: { t: { uses: ../two.yaml } }',
      'two.yaml': 'workflow: two\nsteps: { x: { uses: ./sub/one.yaml }, y: { sleep: soon } }',
    };
    const found = diagnose({ entry: 'main.yaml', files });
    expect(found.map(({ file, code }) => [file, code])).toEqual([
      ['main.yaml', 'not_assignable'],
      ['main.yaml', 'unknown_kind'],
      ['two.yaml', 'workflow_cycle'],
      ['two.yaml', 'invalid_duration'],
    ]);
  });

  test('copes with a chain of many thousand steps', () => {
    const steps = Array.from(
      { length: 5_000 },
      (_, i) => `  s${i}: { sleep: PT1S${i === 0 ? '' : `, needs: s${i - 1}`} }`,
    );
    expect(diagnose(head + steps.join('\n'))).toEqual([]);
  });
});
