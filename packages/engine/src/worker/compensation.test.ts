import { afterEach, expect, test } from 'vitest';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { TerminalError } from '../errors.ts';
import { closeAll, engineFor, memoryStore } from '../testing/engines.ts';

afterEach(closeAll);

/** A saga of a stage, a map and a last stage that decides its fate. */
function saga(undone: string[], last: () => unknown, isRefundDown: () => boolean = () => false) {
  const pipeline = definePipeline({ name: 'saga', version: '1', input: type<null>() });
  const reserve = pipeline.stage('reserve', {
    run: () => ({ seat: 12 }),
    compensate: ({ output }) => {
      undone.push(`seat ${output.seat}`);
    },
  });
  const charge = pipeline.map('charge', {
    needs: { reserve },
    over: () => ['a', 'b'],
    key: (name) => name,
    limit: 1,
    run: ({ item }) => `paid ${item}`,
    compensate: ({ output, item }) => {
      if (isRefundDown()) throw Object.assign(new Error('bank is closed'), { code: 'bank' });
      undone.push(`${item}: ${output}`);
    },
  });
  const confirm = pipeline.stage('confirm', { needs: { charge }, run: last });
  return pipeline.output(confirm);
}

const fail = () => {
  throw new TerminalError('sold out', { code: 'sold_out' });
};

test('a failing run undoes what was done, last first', async () => {
  const undone: string[] = [];
  const definition = saga(undone, fail);
  const run = await engineFor(definition).start(definition, null);
  await expect(run.result()).rejects.toMatchObject({ code: 'run_failed', failure: { code: 'sold_out' } });
  expect(undone).toEqual(['b: paid b', 'a: paid a', 'seat 12']);
});

test('a cancelled run undoes what was done', async () => {
  const undone: string[] = [];
  const definition = saga(undone, () => new Promise(() => {}));
  const engine = engineFor(definition, { graceMs: 1 });
  const run = await engine.start(definition, null);
  for await (const event of run.events()) {
    if (event.type === 'stage.started' && event.stage === 'confirm') break;
  }
  await run.cancel();
  await expect(run.result()).rejects.toMatchObject({ code: 'run_cancelled' });
  expect(undone).toEqual(['b: paid b', 'a: paid a', 'seat 12']);
});

test('a compensation that fails pauses the run, which goes on undoing when resumed elsewhere', async () => {
  const undone: string[] = [];
  let isDown = true;
  const definition = saga(undone, fail, () => isDown);
  const store = memoryStore();
  const first = engineFor(definition, { store });
  const run = await first.start(definition, null, { runId: 'r' });
  await expect(run.result()).rejects.toMatchObject({
    code: 'run_paused',
    failure: { code: 'bank', item: 'b' },
  });
  expect(undone).toEqual([]);
  await first.close();
  isDown = false;
  const second = engineFor(definition, { store });
  await expect((await second.resume('r')).result()).rejects.toMatchObject({
    code: 'run_failed',
    failure: { code: 'sold_out' },
  });
  expect(undone).toEqual(['b: paid b', 'a: paid a', 'seat 12']);
});

test('a run that succeeds undoes nothing', async () => {
  const undone: string[] = [];
  const definition = saga(undone, () => 'confirmed');
  const engine = engineFor(definition);
  const run = await engine.start(definition, null);
  expect(await run.result()).toBe('confirmed');
  expect(undone).toEqual([]);
});

test('what a called run did is undone by the stage that called it, in its turn', async () => {
  const undone: string[] = [];
  const inner = definePipeline({ name: 'inner', version: '1', input: type<string>() });
  const called = inner.output(
    inner.stage('book', {
      run: ({ input }) => `booked ${input}`,
      compensate: ({ output }) => {
        undone.push(`inner: ${output}`);
      },
    }),
  );
  const outer = definePipeline({ name: 'outer', version: '1', input: type<null>() });
  const before = outer.stage('before', {
    run: () => 'before',
    compensate: ({ output }) => {
      undone.push(output);
    },
  });
  let isDown = true;
  const call = outer.call('call', {
    needs: { before },
    pipeline: called,
    input: () => 'a seat',
    retry: { attempts: 2, delayMs: 1 },
    compensate: ({ output, runId }) => {
      isDown = !isDown;
      if (!isDown) throw new Error('not now');
      undone.push(`${runId} undoes ${output}`);
    },
  });
  const definition = outer.output(outer.stage('last', { needs: { call }, run: fail }));
  const engine = engineFor(definition);
  const run = await engine.start(definition, null, { runId: 'r' });
  await expect(run.result()).rejects.toMatchObject({ code: 'run_failed' });
  expect(undone).toEqual(['r undoes booked a seat', 'before']);
  expect(await engine.runs.get('r.call')).toMatchObject({ status: 'succeeded' });
});
