import { afterEach, expect, test } from 'vitest';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { closeAll, engineFor, eventsOf } from '../testing/engines.ts';
import { toCloudEvent } from './cloud-event.ts';
import { createMetrics } from './metrics.ts';

afterEach(closeAll);

function definition() {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const parts = pipeline.map('part', {
    over: () => ['a', 'b'],
    key: (name) => name,
    uses: ['api'],
    run: ({ item }) => item,
  });
  const shaky = pipeline.stage('shaky', {
    retry: { attempts: 2, delayMs: 1 },
    run: ({ attempt }) => {
      if (attempt === 1) throw new Error('once');
      return 1;
    },
  });
  return pipeline.output({ parts, shaky });
}

test('an event takes the form of a CloudEvent that sorts by its number', async () => {
  const pipeline = definition();
  const run = await engineFor(pipeline, { resources: { api: {} } }).start(pipeline, null, { runId: 'r' });
  await run.result();
  const events = (await eventsOf(run.events())).map((event) => toCloudEvent(event, '/here'));
  expect(events[2]).toEqual({
    specversion: '1.0',
    id: 'r/3',
    source: '/here',
    type: 'millwright.stage.started',
    subject: 'r',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    datacontenttype: 'application/json',
    sequence: '0000000003',
    data: { stage: 'part', attempt: 1 },
  });
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map(({ sequence }) => sequence).toSorted());
});

test('metrics count runs, attempts by outcome, durations and resources', async () => {
  const pipeline = definition();
  const engine = engineFor(pipeline, {
    resources: { api: { concurrency: 1, breaker: { failures: 1, resetMs: 1 } } },
  });
  const metrics = createMetrics(engine);
  await (await engine.start(pipeline, null)).result();
  const lines = metrics.text().split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'millwright_run_events_total{event="succeeded"} 1',
      'millwright_attempts_total{stage="shaky",outcome="failed"} 1',
      'millwright_attempts_total{stage="shaky",outcome="succeeded"} 1',
      'millwright_attempts_total{stage="part",outcome="expanded"} 1',
      'millwright_attempts_total{stage="part",outcome="succeeded"} 2',
      'millwright_attempts_running 0',
      'millwright_attempt_seconds_count{stage="part"} 3',
      'millwright_attempt_seconds_bucket{stage="shaky",le="+Inf"} 2',
      'millwright_resource_in_use{resource="api"} 0',
      'millwright_breaker_open{resource="api"} 0',
    ]),
  );
  metrics.stop();
  await (await engine.start(pipeline, null)).result();
  expect(metrics.text()).toContain('millwright_run_events_total{event="succeeded"} 1\n');
});
