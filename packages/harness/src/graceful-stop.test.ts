import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSystem, range, turn } from './components.fixture.ts';
import { type ComponentContext, HarnessComponent } from './index.ts';

interface Message {
  readonly source: number;
  readonly index: number;
}

/** Counts up until it is told to end. */
class Source extends HarnessComponent {
  readonly out = this.sends<Message>('out');
  readonly #id: number;
  sent = 0;

  constructor(id: number) {
    super(`source-${id}`);
    this.#id = id;
  }

  override async process({ signal }: ComponentContext): Promise<void> {
    while (!signal.aborted) {
      await this.out.send({ source: this.#id, index: this.sent });
      this.sent += 1;
      if (this.sent % 7 === 0) await turn();
    }
  }
}

/** Passes messages on, by a loop or by forEach, and has every third entered into the ledger without waiting for it. */
class Relay extends HarnessComponent {
  readonly in;
  readonly out = this.sends<Message>('out');
  readonly ledger = this.requests<Message, boolean>('ledger');
  readonly #isLoop: boolean;
  asked = 0;

  constructor(id: number, buffer: number) {
    super(`relay-${id}`);
    this.#isLoop = id % 2 === 0;
    this.in = this.receives<Message>('in', { buffer });
  }

  override async process(): Promise<void> {
    if (!this.#isLoop) return this.in.forEach((message) => this.#pass(message));
    for await (const message of this.in) await this.#pass(message);
  }

  async #pass(message: Message): Promise<void> {
    if (message.index % 3 === 0) {
      this.asked += 1;
      void this.ledger.request(message);
    }
    await this.out.send(message);
  }
}

class Ledger extends HarnessComponent {
  readonly audited = this.sends<Message>('audited');
  readonly entries = this.replies<Message, boolean>('entries', async (message) => {
    await turn();
    await this.audited.send(message);
    return true;
  });
}

class Sink extends HarnessComponent {
  readonly in = this.receives<Message>('in', { buffer: 3 });
  readonly received: Message[] = [];

  override process(): Promise<void> {
    return this.in.forEach(async (message) => {
      if (message.index % 5 === 0) await turn();
      this.received.push(message);
    });
  }
}

const topology = fc.record({
  sources: fc.integer({ min: 1, max: 3 }),
  buffers: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }),
  /** For each relay and the sink: which earlier nodes feed it, as a bit mask. */
  feeds: fc.array(fc.nat(255), { minLength: 6, maxLength: 6 }),
  turnsUntilStop: fc.integer({ min: 0, max: 30 }),
});

type Feeders = ReadonlyMap<Relay | Sink, readonly (Source | Relay)[]>;

/** Chooses the senders of each relay and of the sink among the nodes before it, by the bits of its mask. */
function chooseFeeders(
  heads: readonly Source[],
  relays: readonly Relay[],
  sink: Sink,
  masks: readonly number[],
): Feeders {
  const nodes = [...heads, ...relays];
  return new Map(
    [...relays, sink].map((node, position) => {
      const earlier = nodes.slice(0, heads.length + position);
      const chosen = earlier.filter((_, index) => ((masks[position] ?? 0) >> index) & 1);
      return [node, chosen.length > 0 ? chosen : earlier.slice(-1)];
    }),
  );
}

/** How many ways lead from a source to a node, and so how often each of its messages arrives there. */
function ways(from: Source, to: Source | Relay | Sink, feeders: Feeders): number {
  if (to instanceof Source) return to === from ? 1 : 0;
  return (feeders.get(to) ?? []).reduce((sum, feeder) => sum + ways(from, feeder, feeders), 0);
}

test('whatever the topology, a stop loses nothing that was sent, and doubles nothing', async () => {
  const property = fc.asyncProperty(topology, async ({ sources, buffers, feeds, turnsUntilStop }) => {
    const system = createSystem();
    const heads = Array.from({ length: sources }, (_, id) => system.register(new Source(id)));
    const relays = buffers.map((buffer, id) => system.register(new Relay(id, buffer)));
    const ledger = system.register(new Ledger('ledger'));
    const sink = system.register(new Sink('sink'));
    const auditor = system.register(new Sink('auditor'));
    system.connect(ledger.audited, auditor.in);
    for (const relay of relays) system.connect(relay.ledger, ledger.entries);
    const feeders = chooseFeeders(heads, relays, sink, feeds);
    for (const [node, senders] of feeders) {
      for (const sender of senders) system.connect(sender.out, node.in);
    }

    await system.start();
    for (let turns = 0; turns < turnsUntilStop; turns += 1) await turn();
    expect(await system.stop()).toEqual({ isClean: true, unfinished: [], undelivered: 0 });

    expect(system.deadLetters.total).toBe(0);
    expect(auditor.received).toHaveLength(relays.reduce((sum, { asked }) => sum + asked, 0));
    for (const [id, head] of heads.entries()) {
      const arrived = sink.received.filter(({ source }) => source === id).map(({ index }) => index);
      const expected = range(head.sent).flatMap((index) =>
        Array<number>(ways(head, sink, feeders)).fill(index),
      );
      expect(arrived.toSorted((a, b) => a - b)).toEqual(expected);
    }
  });
  await fc.assert(property, { numRuns: 60 });
});
