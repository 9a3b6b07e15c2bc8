import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compileWorkflow } from './compile-workflow.ts';
import { WorkflowError } from './errors.ts';
import { graphAsMermaid } from './graph/mermaid.ts';
import { graphAsSvg } from './graph/svg.ts';
import { graphAsText } from './graph/text.ts';
import { workflowGraph } from './graph/workflow-graph.ts';
import { sourceOf } from './workflow-source.ts';

/** Reads, checks, compiles and draws a text: it works, or a WorkflowError says where it does not. */
function survives(text: string): void {
  try {
    const { checked, optimised } = compileWorkflow(sourceOf(text));
    const graph = workflowGraph(checked.entry, optimised);
    for (const draw of [graphAsText, graphAsMermaid, graphAsSvg]) draw(graph);
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    expect(error.diagnostics.length).toBeGreaterThan(0);
    const lines = text.split('\n').length;
    for (const { line, column, message } of error.diagnostics) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines + 1);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(message).not.toMatch(/undefined|\[object/);
    }
  }
}

const whole = `workflow: order
version: '2'
input: { schema: { type: object, required: [n], properties: { n: { type: number, minimum: 0 }, names: { type: array, items: string } } } }
steps:
  a: { uses: set, with: { v: '\${{ input.n + 1 }}' }, timeout: PT1S, retry: { delay: PT1S, backoff: exponential, limit: { attempt: { count: 3 } }, when: error.code == "x" } }
  b: { needs: a, if: steps.a.v > 1, uses: log, with: { message: 'x \${{ steps.a }}' }, fallback: { x: 1 }, compensate: { uses: log, with: { message: '\${{ output }}' } } }
  c: { uses: set, map: { over: input.names, key: item, limit: 2 }, with: '\${{ item }}' }
  d: { uses: set, loop: { initial: 1, until: result > 3, limit: 4 }, with: '\${{ previous }}' }
  e: { needs: [b, c], approval: { prompt: { q: ok }, answer: { type: boolean }, timeout: { hours: 1 } } }
  f: { needs: [e, d], sleep: PT0.01S, estimate: PT2S, priority: 3 }
output: { as: { f: '\${{ steps.f }}' }, schema: object }
`;

const words = [
  'workflow',
  'steps',
  'needs',
  'uses',
  'with',
  'if',
  'retry',
  'map',
  'loop',
  'approval',
  'sleep',
  'output',
  'input',
  'schema',
  'type',
  'over',
  'until',
  'limit',
  'log',
  'set',
  'assert',
  './x.yaml',
  'PT1S',
  'a',
  'b',
  '${{ steps.a }}',
  '${{ 1 + }}',
  '__proto__',
  'constructor',
  'toString',
  '',
  '<<',
  '*a',
  '&a',
  '!!set',
  '.nan',
  'null',
  '~',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '-',
  '?',
  '|',
  '>',
  '#',
  '"',
  "'",
];

test('any mutation of a workflow is read or refused with its places', () => {
  const mutation = fc.record({
    at: fc.nat(whole.length),
    remove: fc.nat(12),
    insert: fc.oneof(
      fc.constantFrom(...words, '\n', '  ', '\t', '\u0000', '🙈'),
      fc.string({ maxLength: 4 }),
    ),
  });
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      survives(
        mutations.reduce(
          (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
          whole,
        ),
      );
    }),
    { numRuns: 600 },
  );
});

test('any value in any place of a workflow is read or refused with its places', () => {
  const word = fc.constantFrom(...words);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(word, tie('value'), { maxKeys: 4 }),
    ),
  }));
  const step = fc.dictionary(fc.constantFrom(...words.slice(2, 20)), value, { maxKeys: 5 });
  const document = fc.record(
    {
      workflow: fc.constant('w'),
      steps: fc.dictionary(word, fc.oneof(step, value), { maxKeys: 4 }),
      input: value,
      output: value,
    },
    { requiredKeys: ['workflow', 'steps'] },
  );
  fc.assert(
    fc.property(fc.oneof(document, value), (random) => survives(stringify(random))),
    { numRuns: 600 },
  );
});

test('any text at all is read or refused with its places', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words, '\n', ' '), { maxLength: 40 }), (parts) =>
      survives(parts.join(' ')),
    ),
    {
      numRuns: 400,
    },
  );
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), survives));
});
