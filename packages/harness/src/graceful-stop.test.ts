import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSystem, turn } from './components.fixture.ts';
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

test('whatever the topology, a stop loses nothing that was sent, and doubles nothing', async () => {
  await fc.assert(
    fc.asyncProperty(topology, async ({ sources, buffers, feeds, turnsUntilStop }) => {
      const system = createSystem();
      const heads = Array.from({ length: sources }, (_, id) => system.register(new Source(id)));
      const relays = buffers.map((buffer, id) => system.register(new Relay(id, buffer)));
      const ledger = system.register(new Ledger('ledger'));
      const sink = system.register(new Sink('sink'));
      const auditor = system.register(new Sink('auditor'));
      system.connect(ledger.audited, auditor.in);
      for (const relay of relays) system.connect(relay.ledger, ledger.entries);

      /** How often a message of each source arrives: the number of ways from the source to the node. */
      const ways = new Map<Source | Relay, number[]>(
        heads.map((head, id) => [head, heads.map((_, other) => (other === id ? 1 : 0))]),
      );
      const sinkWays = heads.map(() => 0);
      const senders: (Source | Relay)[] = [...heads];
      for (const [position, node] of [...relays, sink].entries()) {
        const mask = feeds[position] ?? 0;
        const chosen = senders.filter((_, index) => (mask >> index) & 1);
        const feeding = chosen.length > 0 ? chosen : senders.slice(-1);
        for (const sender of feeding) system.connect(sender.out, node.in);
        const total = heads.map((_, id) =>
          feeding.reduce((sum, sender) => sum + (ways.get(sender)?.[id] ?? 0), 0),
        );
        if (node instanceof Relay) {
          ways.set(node, total);
          senders.push(node);
        } else {
          sinkWays.splice(0, sinkWays.length, ...total);
        }
      }

      await system.start();
      for (let turns = 0; turns < turnsUntilStop; turns += 1) await turn();
      expect(await system.stop()).toEqual({ isClean: true, unfinished: [], undelivered: 0 });
      expect(system.deadLetters.total).toBe(0);
      expect(auditor.received).toHaveLength(relays.reduce((sum, { asked }) => sum + asked, 0));
      for (const [id, head] of heads.entries()) {
        const arrived = new Map<number, number>();
        for (const { source, index } of sink.received) {
          if (source === id) arrived.set(index, (arrived.get(index) ?? 0) + 1);
        }
        const expected = new Map<number, number>();
        const times = sinkWays[id] ?? 0;
        for (let index = 0; times > 0 && index < head.sent; index += 1) expected.set(index, times);
        expect(new Map([...arrived].toSorted(([a], [b]) => a - b))).toEqual(expected);
      }
    }),
    { numRuns: 60 },
  );
});
