import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { closeAll, memoryStore, opened } from '../testing/engines.ts';
import { createEngine } from '../worker/engine.ts';
import { compileWorkflow } from './compile-workflow.ts';
import { sourceOf } from './workflow-source.ts';

afterEach(closeAll);

const removedFrom = (steps: string, output = '') =>
  Object.fromEntries(
    compileWorkflow(sourceOf(`workflow: w\nsteps:\n${steps}\n${output}`)).optimised.removed.map(
      ({ name, why }) => [name, why],
    ),
  );

test('takes out what can never run, and what follows from that', () => {
  const steps = `
  off: { if: 1 > 2, uses: log, with: { message: x } }
  after: { needs: off, if: steps.off != null, uses: log, with: { message: x } }
  still: { needs: off, uses: log, with: { message: x } }
  empty: { uses: log, map: { over: '[].filter(x, true)' }, with: { message: x } }
  none: { needs: empty, if: size(steps.empty) > 0, uses: log, with: { message: x } }
  on: { if: true || input.x, uses: log, with: { message: x } }
  maybe: { if: input.x && true, uses: log, with: { message: x } }`;
  expect(removedFrom(steps)).toEqual({
    off: 'its condition is never true',
    after: 'its condition is never true',
    empty: 'it has no items',
    none: 'its condition is never true',
  });
});

test('takes out computations that nobody reads, but never an effect', () => {
  const steps = `
  a: { uses: set, with: 1 }
  b: { needs: a, uses: set, with: 2 }
  c: { uses: set, with: 3 }
  d: { uses: log, with: { message: x } }`;
  expect(removedFrom(steps, "output: { as: '${{ steps.c }}' }")).toEqual({
    a: 'nothing uses its output',
    b: 'nothing uses its output',
  });
  expect(removedFrom(steps, "output: { as: '${{ steps[input.name] }}' }")).toEqual({});
  expect(removedFrom(steps)).toEqual({});
});

test('never changes what a workflow gives', async () => {
  const condition = fc.constantFrom(
    '',
    'if: false, ',
    'if: true, ',
    'if: input.yes, ',
    'if: "!input.yes", ',
    'if: 1 > 2 || input.yes, ',
  );
  const step = fc.record({ condition, needs: fc.array(fc.nat(5), { maxLength: 2 }), isEmpty: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const lines = steps.map(({ condition, needs, isEmpty }, index) => {
        const known = [...new Set(needs.filter((need) => need < index))];
        const read = known.map((need) => `steps.s${need}`).join(', ');
        // The second run tells the same workflow in words that the optimiser cannot see through.
        const map = isEmpty ? "map: { over: '[]' }, " : '';
        return `  s${index}: { ${condition}needs: [${known.map((need) => `s${need}`).join(', ')}], uses: set, ${map}with: { n: ${index}, of: '\${{ dyn([${read}]) }}' } }`;
      });
      const names = steps.map((_, index) => `s${index}: '\${{ steps.s${index} }}'`);
      const text = `workflow: w\nsteps:\n${lines.join('\n')}\noutput: { as: { ${names.join(', ')} } }`;
      const opaque = text
        .replaceAll(/if: (false|true|1 > 2)/g, 'if: ($1) == input.yes')
        .replaceAll("over: '[]'", "over: '[].filter(x, input.yes)'");
      expect(await resultOf(text)).toEqual(await resultOf(opaque));
    }),
    { numRuns: 40 },
  );
});

async function resultOf(text: string): Promise<unknown> {
  const { pipeline, inputOf } = compileWorkflow(sourceOf(text));
  const engine = opened(createEngine({ store: memoryStore(), pipelines: [pipeline] }));
  return (await engine.start(pipeline, inputOf({ yes: true }))).result();
}
