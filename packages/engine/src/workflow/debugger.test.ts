import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openStore } from '../store/sqlite/sqlite-store.ts';
import { closeAll, opened } from '../testing/engines.ts';
import { createEngine } from '../worker/engine.ts';
import { compileWorkflow } from './compile-workflow.ts';
import { openQuestions, stepOn, stopsAmong } from './debugger.ts';
import { readRunInput } from './run-input.ts';
import { sourceOf } from './workflow-source.ts';

const folders: string[] = [];
afterEach(async () => {
  await closeAll();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const text = `workflow: w
steps:
  a: { uses: set, with: { x: '\${{ input.n + 1 }}' } }
  gone: { if: input.n > 9, uses: set, with: 1 }
  b: { needs: a, uses: log, map: { over: '[steps.a.x, 5]' }, with: { message: 'item \${{ item }}' } }
  c: { needs: b, approval: { prompt: 'ok?', answer: boolean } }`;

/** A process of its own as far as the store can tell: nothing but the file is shared. */
async function reopen(file: string, runId: string) {
  const store = opened(openStore(file));
  const recorded = await readRunInput(store, runId);
  if (recorded === undefined) throw new Error('The run has no recorded input');
  const { pipeline } = compileWorkflow(recorded.source, { breakpoints: recorded.breakpoints });
  const engine = opened(createEngine({ store, pipelines: [pipeline] }));
  return { store, engine };
}

test('stops before each step, shows its input, and steps on, in whatever process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millwright-debug-'));
  folders.push(folder);
  const file = join(folder, 'runs.db');
  const { pipeline, inputOf } = compileWorkflow(sourceOf(text), { breakpoints: 'all' });
  const first = opened(openStore(file));
  const starter = createEngine({ store: first, pipelines: [pipeline] });
  const { id } = await starter.start(pipeline, inputOf({ n: 1 }));
  await starter.close();

  const seen: unknown[] = [];
  for (const step of ['a', 'b', 'c']) {
    const { store, engine } = await reopen(file, id);
    const run = await engine.resume(id);
    while ((await openQuestions(engine, store, id)).length === 0) await new Promise(setImmediate);
    seen.push(...stopsAmong(await openQuestions(engine, store, id)));
    await stepOn(engine, id, step);
    if (step === 'c') {
      while (!(await openQuestions(engine, store, id)).some(({ stage }) => stage === 'c'))
        await new Promise(setImmediate);
      await engine.answer(id, 'c', true);
      expect(await run.result()).toEqual({ c: true });
    }
    await engine.close();
  }
  expect(seen).toEqual([
    { step: 'a', uses: 'set', input: { x: 2 } },
    { step: 'b', uses: 'log', input: { message: 'item 2' }, items: [2, 5] },
    { step: 'c', uses: 'approval', input: 'ok?' },
  ]);
});

test('a run with breakpoints has a definition of its own', () => {
  const names = [undefined, ['a'], ['b'], 'all' as const].map(
    (breakpoints) => compileWorkflow(sourceOf(text), { breakpoints }).pipeline.name,
  );
  expect(new Set(names).size).toBe(4);
  expect(compileWorkflow(sourceOf(`${text} `)).pipeline.name).not.toBe(names[0]);
  expect(compileWorkflow(sourceOf(text)).pipeline.name).toBe(names[0]);
});
