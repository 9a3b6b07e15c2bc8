import { SpanStatusCode } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, expect, test } from 'vitest';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { TerminalError } from '../errors.ts';
import { closeAll, engineFor, eventsOf, memoryStore } from '../testing/engines.ts';
import { traceRuns } from './tracing.ts';

afterEach(closeAll);

function recorder() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const spans = () => exporter.getFinishedSpans();
  const named = (name: string): ReadableSpan => {
    const span = spans().find((each) => each.name === name);
    if (span === undefined)
      throw new Error(
        `no span ${name} among ${spans()
          .map((each) => each.name)
          .join()}`,
      );
    return span;
  };
  return { tracer: provider.getTracer('test'), spans, named };
}

const idOf = (span: ReadableSpan): string => span.spanContext().spanId;
const millis = ([seconds, nanos]: readonly [number, number]): number => seconds * 1_000 + nanos / 1_000_000;

test('a run, its stages, items and attempts are spans one below the other, at the times of the journal', async () => {
  const pipeline = definePipeline({ name: 'p', version: '2', input: type<null>() });
  const shaky = pipeline.stage('shaky', {
    retry: { attempts: 2, delayMs: 1 },
    run: ({ attempt, log }) => {
      log('warn', 'thin ice');
      if (attempt === 1) throw Object.assign(new Error('broke'), { code: 'ice' });
    },
  });
  const parts = pipeline.map('part', {
    needs: { shaky },
    over: () => ['x'],
    key: (key) => key,
    run: () => 1,
  });
  const definition = pipeline.output(parts);
  const engine = engineFor(definition);
  const { tracer, spans, named } = recorder();
  const stop = traceRuns(engine, tracer);
  const run = await engine.start(definition, null);
  await run.result();
  stop();

  const root = named('run p');
  expect(root.attributes).toMatchObject({
    'millwright.run.id': run.id,
    'millwright.run.status': 'succeeded',
  });
  expect(root.status.code).toBe(SpanStatusCode.OK);
  expect(named('stage shaky').parentSpanContext?.spanId).toBe(idOf(root));
  const attempts = spans().filter(({ name }) => name === 'attempt shaky');
  expect(attempts.map((span) => span.parentSpanContext?.spanId)).toEqual(
    [1, 2].map(() => idOf(named('stage shaky'))),
  );
  expect(attempts.map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR, SpanStatusCode.UNSET]);
  expect(attempts[0]?.attributes).toMatchObject({ 'millwright.attempt': 1, 'error.type': 'ice' });
  expect(attempts[0]?.events.map(({ name }) => name)).toEqual(['log', 'exception']);
  expect(named('item part').parentSpanContext?.spanId).toBe(idOf(named('stage part')));
  expect(named('item part').attributes).toMatchObject({ 'millwright.item': 'x' });
  expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(1);
  const events = await eventsOf(run.events());
  expect([millis(root.startTime), millis(root.endTime)]).toEqual([events[0]?.at, events.at(-1)?.at]);
});

test('a failed run says so, compensation is a span, and what is open ends with tracing', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const booked = pipeline.stage('book', { run: () => 1, compensate: () => {} });
  const definition = pipeline.output(
    pipeline.stage('pay', {
      needs: { booked },
      run: () => {
        throw new TerminalError('no money', { code: 'broke' });
      },
    }),
  );
  const engine = engineFor(definition);
  const { tracer, spans, named } = recorder();
  traceRuns(engine, tracer);
  const run = await engine.start(definition, null);
  await expect(run.result()).rejects.toMatchObject({ code: 'run_failed' });
  expect(named('run p').status.code).toBe(SpanStatusCode.ERROR);
  expect(named('stage pay').attributes['error.type']).toBe('broke');
  expect(named('compensation book').parentSpanContext?.spanId).toBe(idOf(named('run p')));
  expect(spans()).toHaveLength(6);
});

test('a paused run that another process resumes goes on in the same trace, and a fork links to it', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  let isBroken = true;
  const definition = pipeline.output(
    pipeline.stage('a', {
      run: () => {
        if (isBroken) throw new Error('not yet');
      },
    }),
  );
  const store = memoryStore();
  const [here, there] = [engineFor(definition, { store }), engineFor(definition, { store })];
  const [first, second] = [recorder(), recorder()];
  traceRuns(here, first.tracer);
  traceRuns(there, second.tracer);
  const run = await here.start(definition, null);
  await expect(run.result()).rejects.toMatchObject({ code: 'run_paused' });
  isBroken = false;
  await (await there.resume(run.id)).result();
  await (await there.fork(run.id, { from: 'a', runId: 'forked' })).result();
  const traceOf = (span: ReadableSpan | undefined) => span?.spanContext().traceId;
  expect(traceOf(second.spans().at(0))).toBe(traceOf(first.named('run p')));
  const fork = second.spans().find(({ attributes }) => attributes['millwright.run.id'] === 'forked');
  expect(fork?.links.map(({ context }) => context.traceId)).toEqual([traceOf(first.named('run p'))]);
  expect(traceOf(fork)).not.toBe(traceOf(first.named('run p')));
});
