import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { usesTopics } from '../../plan/dataflow-plan.ts';
import { dataflowPackage } from './message-code.ts';

export const natsTopicsFile = 'src/nats-topics.ts';
export const topicsFile = 'src/topics.ts';

/** `src/topics.ts`; undefined where no topic is read or published. */
export function renderTopicsFile({ model }: SystemPlan): SourceFile | undefined {
  if (!usesTopics(model)) return undefined;
  const file = new SourceFile(topicsFile);
  file.imports.type('@millwright/harness', 'Resource');
  file.imports.value(dataflowPackage, 'LocalTopics');
  file.imports.type(dataflowPackage, 'Topics');
  file.imports.value(natsTopicsFile, 'NatsTopics');
  return file.add('const local = new LocalTopics();').add(`
/** The topics at an address: those of a server, or with \`memory:\` of this process alone. */
export function topicsAt(address: string): Topics & Resource {
  return address === 'memory:' ? local : new NatsTopics(address);
}`);
}

/** `src/nats-topics.ts`; undefined where no topic is read or published. */
export function renderNatsTopicsFile({ model }: SystemPlan): SourceFile | undefined {
  if (!usesTopics(model)) return undefined;
  const file = new SourceFile(natsTopicsFile);
  file.imports.value('node:timers/promises', 'setTimeout');
  for (const type of ['Log', 'Resource']) file.imports.type('@millwright/harness', type);
  file.imports.value('@millwright/harness', 'createJsonLog');
  for (const type of ['Topics', 'TopicSubscription']) file.imports.type(dataflowPackage, type);
  for (const name of ['connect', 'nanos']) file.imports.value('@nats-io/transport-node', name);
  file.imports.type('@nats-io/transport-node', 'NatsConnection');
  for (const name of ['AckPolicy', 'jetstream', 'jetstreamManager']) {
    file.imports.value('@nats-io/jetstream', name);
  }
  return [constants(model.name), TOPICS, TAKING].reduce((whole, part) => whole.add(part), file);
}

const constants = (system: string) => `
/** Tells this system from others that use the same broker. */
const SYSTEM = ${literal(system)};

const PAUSE_MS = 500;

/** How long a stream that this system has made keeps what nobody has taken. */
const KEPT_NS = nanos(7 * 24 * 60 * 60 * 1_000);`;

const TOPICS = `
/**
 * Speaks with a NATS server. Where it has JetStream, streams keep what is published until it is taken; otherwise only those
 * hear of it who listen at that moment. A system starts without its broker, and waits for it.
 */
export class NatsTopics implements Topics, Resource {
  readonly #address: string;
  readonly #log: Log = createJsonLog();
  readonly #closing = new AbortController();
  #connection: NatsConnection | undefined;
  /** By subject, the stream that keeps it; undefined where none does. */
  readonly #streams = new Map<string, Promise<string | undefined>>();

  constructor(address: string) {
    this.#address = address;
  }

  open(): void {
    void this.#stayConnected();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection?.drain();
  }

  isReady(): boolean {
    return this.#connection !== undefined;
  }

  async publish(subject: string, text: string, id: string): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) throw new Error('There is no connection to the broker.');
    if ((await this.#streamOf(connection, subject)) !== undefined) {
      await jetstream(connection).publish(subject, text, { msgID: \`\${SYSTEM}/\${id}\` });
    } else {
      connection.publish(subject, text);
      await connection.flush();
    }
  }

  async subscribe(subscription: TopicSubscription): Promise<void> {
    const { subject, signal } = subscription;
    while (!signal.aborted) {
      const connection = this.#connection;
      try {
        const stream = connection && (await this.#streamOf(connection, subject));
        if (connection !== undefined && stream !== undefined) await consume(connection, stream, subscription);
        else if (connection !== undefined) await listen(connection, subscription);
      } catch (error) {
        this.#log.warn('A topic cannot be read', { event: 'topic_unavailable', subject, error });
      }
      await pause(signal);
    }
  }

  async #stayConnected(): Promise<void> {
    const { signal } = this.#closing;
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      try {
        const connection = await connect({ ...serversAt(this.#address), name: SYSTEM, reconnect: false });
        this.#streams.clear();
        this.#connection = connection;
        this.#log.info('Connected to the broker', { event: 'broker_connected' });
        await connection.closed();
      } catch (error) {
        if (isFirst) this.#log.warn('The broker cannot be reached', { event: 'broker_unreachable', error });
      }
      this.#connection = undefined;
      await pause(signal);
    }
  }

  #streamOf(connection: NatsConnection, subject: string): Promise<string | undefined> {
    const known = this.#streams.get(subject);
    if (known !== undefined) return known;
    const stream = findStream(connection, subject);
    this.#streams.set(subject, stream);
    stream.catch(() => this.#streams.delete(subject));
    return stream;
  }
}

/** Who connects may be named in the first address, before its host. */
function serversAt(address: string) {
  const urls = address.split(',').map((one) => new URL(one));
  const [first] = urls;
  const servers = urls.map(({ host }) => host);
  if (first === undefined || first.username === '') return { servers };
  return { servers, user: decodeURIComponent(first.username), pass: decodeURIComponent(first.password) };
}

async function pause(signal: AbortSignal): Promise<void> {
  await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => undefined);
}`;

const TAKING = `
/** The stream that keeps what is published on a subject, made where there is none; undefined without JetStream. */
async function findStream(connection: NatsConnection, subject: string): Promise<string | undefined> {
  const hasStreams = connection.info?.jetstream === true;
  if (!hasStreams) return undefined;
  const { streams } = await jetstreamManager(connection);
  const [name] = await streams.names(subject).next();
  if (name !== undefined) return name;
  const { config } = await streams.add({
    name: subject.replaceAll('.', '_').replaceAll('*', 'ANY').replaceAll('>', 'ALL'),
    subjects: [subject],
    max_age: KEPT_NS,
  });
  return config.name;
}

/** Takes what a stream keeps, from where this system has come to. Processes of one system share it. */
async function consume(
  connection: NatsConnection,
  stream: string,
  { subject, consumer, signal, take }: TopicSubscription,
): Promise<void> {
  const name = \`\${SYSTEM}_\${consumer}\`;
  const { consumers } = await jetstreamManager(connection);
  await consumers.add(stream, {
    durable_name: name,
    filter_subject: subject,
    ack_policy: AckPolicy.Explicit,
  });
  const messages = await (await jetstream(connection).consumers.get(stream, name)).consume();
  const stop = () => void messages.stop();
  signal.addEventListener('abort', stop, { once: true });
  for await (const message of messages) {
    take(message.string(), message.subject).then(
      () => message.ack(),
      () => message.nak(PAUSE_MS),
    );
  }
  signal.removeEventListener('abort', stop);
}

/** Takes what is published from now on. Processes of one system share it. */
async function listen(
  connection: NatsConnection,
  { subject, signal, take }: TopicSubscription,
): Promise<void> {
  const messages = connection.subscribe(subject, { queue: SYSTEM });
  const stop = () => messages.unsubscribe();
  signal.addEventListener('abort', stop, { once: true });
  for await (const message of messages) {
    while (!(await isTaken(take(message.string(), message.subject)))) await pause(signal);
  }
  signal.removeEventListener('abort', stop);
}

async function isTaken(taking: Promise<void>): Promise<boolean> {
  return taking.then(
    () => true,
    () => false,
  );
}`;
