import { afterEach, expect, test } from 'vitest';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { TerminalError } from '../errors.ts';
import { planOf } from '../scheduler/plan.ts';
import { closeAll, engineFor, eventsOf } from '../testing/engines.ts';
import { expectSoundJournal } from '../testing/journal-invariants.ts';

afterEach(closeAll);

test('a fork that fails does not undo what the other run has done', async () => {
  const undone: string[] = [];
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<{ isFatal: boolean }>() });
  const charge = pipeline.stage('charge', {
    run: () => 'paid',
    compensate: ({ runId }) => void undone.push(`charge ${runId}`),
  });
  const ship = pipeline.stage('ship', {
    needs: { charge },
    run: () => 'sent',
    compensate: ({ runId }) => void undone.push(`ship ${runId}`),
  });
  const confirm = pipeline.stage('confirm', {
    needs: { ship },
    run: ({ input }) => {
      if (input.isFatal) throw new TerminalError('no');
      return 'ok';
    },
  });
  const definition = pipeline.output(confirm);
  const engine = engineFor(definition);
  await (await engine.start(definition, { isFatal: false }, { runId: 'first' })).result();
  const fork = await engine.fork('first', { from: 'ship', input: { isFatal: true }, runId: 'second' });
  await expect(fork.result()).rejects.toMatchObject({ code: 'run_failed' });
  expect(undone).toEqual(['ship second']);
});

test('a fork keeps what does not depend on its first stage, and leaves the other run as it is', async () => {
  const calls: string[] = [];
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<{ tone: string }>() });
  const facts = pipeline.stage('facts', {
    run: () => {
      calls.push('facts');
      return ['x'.repeat(20_000), 'fact'];
    },
  });
  const lines = pipeline.map('line', {
    needs: { facts },
    over: ({ needs }) => needs.facts,
    run: ({ index }) => {
      calls.push(`line ${index}`);
      return index;
    },
  });
  const text = pipeline.stage('text', {
    needs: { lines },
    run: ({ needs, input }) => {
      calls.push('text');
      return `${input.tone}: ${needs.lines.join(' ')}`;
    },
  });
  const definition = pipeline.output(text);
  const engine = engineFor(definition);
  const run = await engine.start(definition, { tone: 'grave' }, { runId: 'first', labels: { by: 'me' } });
  expect(await run.result()).toBe('grave: 0 1');
  const before = await eventsOf(engine.events('first'));

  const fork = await engine.fork('first', { from: 'text', input: { tone: 'merry' }, runId: 'second' });
  expect(await fork.result()).toBe('merry: 0 1');
  expect(calls).toEqual(['facts', 'line 0', 'line 1', 'text', 'text']);
  const events = await eventsOf(engine.events('second'));
  expectSoundJournal(planOf(definition), events);
  expect(events[0]).toMatchObject({ forkedFrom: { runId: 'first', stage: 'text' }, labels: { by: 'me' } });
  expect(await eventsOf(engine.events('first'))).toEqual(before);

  // The fork holds its own claim on the large values it took over.
  await engine.runs.delete({ runIds: ['first'] });
  const again = await engine.fork('second', { from: 'line' });
  expect(await again.result()).toBe('merry: 0 1');
  await expect(engine.fork('second', { from: 'nowhere' })).rejects.toMatchObject({ code: 'run_state' });
});
