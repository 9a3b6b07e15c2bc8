// 8. Outlets: events for the world outside. An outlet takes every run's events in order and at least once, from where
// it left off, however often processes end. Runs never wait for it.
import { PassThrough } from 'node:stream';
import {
  createEngine,
  createMetrics,
  definePipeline,
  deliverEvents,
  jsonLinesStream,
  openStore,
  type,
} from '@millwright/engine';

const pipeline = definePipeline({ name: 'greet', version: '1', input: type<string>() });
const greet = pipeline.output(pipeline.stage('greet', { run: ({ input }) => `Hello, ${input}!` }));
const store = openStore(':memory:');
const engine = createEngine({ store, pipelines: [greet] });

// Also: jsonLinesFile, webhook (signed), and natsOutlet from @millwright/engine/nats.
const lines = new PassThrough();
const delivery = await deliverEvents({
  store,
  engine,
  name: 'lines',
  outlet: jsonLinesStream(lines, { source: '/example' }),
  accepts: ({ type }) => type.startsWith('run.'),
});
const metrics = createMetrics(engine);

await (await engine.start(greet, 'world', { runId: 'r1' })).result();
await delivery.caughtUp();
for (const line of String(lines.read()).trim().split('\n')) {
  const { specversion, id, source, type } = JSON.parse(line) as Record<string, string>;
  console.log(`CloudEvents ${specversion}: ${id} ${source} ${type}`);
}
console.log(metrics.text().match(/millwright_attempts_total.*stage="greet".*/)?.[0]);
await delivery.close();
await engine.close();
await store.close();

// Prints:
// CloudEvents 1.0: r1/1 /example millwright.run.created
// CloudEvents 1.0: r1/2 /example millwright.run.claimed
// CloudEvents 1.0: r1/5 /example millwright.run.succeeded
// millwright_attempts_total{stage="greet",outcome="succeeded"} 1
