import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterEach, describe, expect, test } from 'vitest';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { closeAll, engineFor, eventsOf, memoryStore, opened } from '../testing/engines.ts';
import { startNats, whyNoNats } from '../testing/nats-server.ts';
import type { CloudEvent } from './cloud-event.ts';
import { deliverEvents } from './deliver-events.ts';
import { natsOutlet } from './nats.ts';

const why = whyNoNats();
if (why !== undefined) console.warn(`Tests against NATS JetStream are SKIPPED: ${why}`);

afterEach(closeAll);

describe.skipIf(why !== undefined)('with a NATS server', () => {
  test('events arrive once and in order, over an outage and a second delivery of all of them', async () => {
    const server = await startNats();
    opened({ close: server.stop });
    const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
    const definition = pipeline.output(
      pipeline.map('part', { over: () => Array.from({ length: 50 }, (_, n) => n), run: ({ item }) => item }),
    );
    const store = memoryStore();
    const engine = engineFor(definition, { store });
    const connection = { servers: server.url, reconnectTimeWait: 50, maxReconnectAttempts: -1 };
    const open = () => natsOutlet({ connection, stream: 'RUNS' });

    const retry = { attempts: 100, delayMs: 50, factor: 1 };
    const first = await deliverEvents({ store, engine, name: 'nats', outlet: await open(), retry });
    await (await engine.start(definition, null, { runId: 'a.b *>' })).result();
    await first.caughtUp();
    await server.end();
    await (await engine.start(definition, null, { runId: 'c' })).result();
    await server.restart();
    await first.caughtUp();
    await first.close();
    // Another name starts from the beginning: what a crash may send again, all at once.
    const again = await deliverEvents({ store, name: 'again', outlet: await open(), past: true });
    await again.caughtUp();
    await again.close();

    const client = await connect({ servers: server.url });
    opened({ close: () => client.close() });
    const { state } = await (await jetstreamManager(client)).streams.info('RUNS');
    const consumer = await jetstream(client).consumers.get('RUNS');
    const received: CloudEvent[] = [];
    const subjects = new Set<string>();
    while (received.length < state.messages) {
      const message = await consumer.next();
      if (message === null) break;
      received.push(message.json<CloudEvent>());
      subjects.add(message.subject.split('.').slice(0, 2).join('.'));
    }
    const events = [...(await eventsOf(engine.events('a.b *>'))), ...(await eventsOf(engine.events('c')))];
    expect(received.map(({ id }) => id)).toEqual(events.map(({ runId, n }) => `${runId}/${n}`));
    expect(subjects).toEqual(new Set(['millwright.a%2Eb%20%2A%3E', 'millwright.c']));
  });
});
