import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { RunEvent } from '../journal/event.ts';
import { toCloudEvent } from './cloud-event.ts';
import type { Outlet } from './outlet.ts';

export interface NatsOptions {
  /** Where the servers are and how to be let in; see the client's `connect`. */
  readonly connection: NodeConnectionOptions;
  /** The stream that keeps the events; created, for all events of the prefix, when missing. */
  readonly stream: string;
  /** First part of the subjects: `<prefix>.<run>.<event type>`. `millwright` when absent. */
  readonly prefix?: string;
  /** Names the engine in each event; see toCloudEvent. `/millwright` when absent. */
  readonly source?: string;
}

/**
 * Publishes each event to a NATS JetStream as a CloudEvent (structured mode) and waits until the stream has it. Source
 * and id make the message id, by which the stream drops what it is sent again within its duplicate window.
 */
export async function natsOutlet(options: NatsOptions): Promise<Outlet> {
  const { prefix = 'millwright', source = '/millwright', stream } = options;
  const connection = await connect(options.connection);
  try {
    await ensureStream(await jetstreamManager(connection), stream, prefix);
  } catch (error) {
    await connection.close();
    throw error;
  }
  const client = jetstream(connection);
  return {
    deliver: async (event) => {
      const message = toCloudEvent(event, source);
      const head = headers();
      head.set('content-type', 'application/cloudevents+json');
      // One after the other: a message that failed must not arrive after its successors.
      await client.publish(subjectOf(event, prefix), JSON.stringify(message), {
        msgID: `${source}#${message.id}`,
        headers: head,
        expect: { streamName: stream },
      });
    },
    close: () => connection.drain(),
  };
}

async function ensureStream(
  manager: Awaited<ReturnType<typeof jetstreamManager>>,
  name: string,
  prefix: string,
): Promise<void> {
  for await (const known of manager.streams.list()) if (known.config.name === name) return;
  await manager.streams.add({ name, subjects: [`${prefix}.>`] });
}

/** Dots part subjects and stars, brackets and blanks have a meaning in them, so a run's id is escaped. */
function subjectOf({ runId, type }: RunEvent, prefix: string): string {
  const run = encodeURIComponent(runId).replaceAll('.', '%2E').replaceAll('*', '%2A');
  return `${prefix}.${run}.${type}`;
}
