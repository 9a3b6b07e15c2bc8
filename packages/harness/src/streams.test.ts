import { expect, test } from 'vitest';
import { Collector, createSystem, Emitter, range, turn, until } from './components.fixture.ts';
import { HarnessComponent, PortClosedError } from './index.ts';

/** Runs a system to its own end. */
async function finish(system: ReturnType<typeof createSystem>): Promise<void> {
  await system.start();
  await system.finished;
  expect(await system.stop()).toEqual({ isClean: true, unfinished: [], undelivered: 0 });
}

test('messages of one binding keep their order', async () => {
  const system = createSystem();
  const emitter = system.register(new Emitter('emitter', range(5000)));
  const collector = system.register(new Collector<number>('collector'));
  system.connect(emitter.out, collector.in);
  await finish(system);
  expect(collector.received).toEqual(range(5000));
});

test('a sender gets ahead of a stuck receiver by the buffer, the message in hand and the one that waits', async () => {
  const system = createSystem();
  const gate = Promise.withResolvers<void>();
  const emitter = system.register(new Emitter('emitter', range(1000)));
  const collector = system.register(new Collector<number>('collector', () => gate.promise, { buffer: 10 }));
  system.connect(emitter.out, collector.in);
  await system.start();
  for (let turns = 0; turns < 20; turns += 1) await turn();
  expect(emitter.sent).toBeGreaterThanOrEqual(10);
  expect(emitter.sent).toBeLessThanOrEqual(11);
  gate.resolve();
  await system.finished;
  expect(collector.received).toEqual(range(1000));
});

test('the slowest of several receivers sets the pace', async () => {
  const system = createSystem();
  const gate = Promise.withResolvers<void>();
  const emitter = system.register(new Emitter('emitter', range(100)));
  const quick = system.register(new Collector<number>('quick'));
  const slow = system.register(new Collector<number>('slow', () => gate.promise));
  system.connect(emitter.out, quick.in, { buffer: 5 });
  system.connect(emitter.out, slow.in, { buffer: 5 });
  await system.start();
  for (let turns = 0; turns < 20; turns += 1) await turn();
  expect(quick.received.length).toBeLessThanOrEqual(8);
  gate.resolve();
  await system.finished;
  expect(quick.received).toEqual(range(100));
  expect(slow.received).toEqual(range(100));
});

test('without a buffer a send waits until its message is taken', async () => {
  const system = createSystem();
  const gates = range(3).map(() => Promise.withResolvers<void>());
  const emitter = system.register(new Emitter('emitter', range(3)));
  const collector = system.register(new Collector<number>('collector', (index) => gates[index]?.promise));
  system.connect(emitter.out, collector.in, { buffer: 0 });
  await system.start();
  for (const index of range(3)) {
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(emitter.sent).toBe(index + 1);
    gates[index]?.resolve();
  }
  await system.finished;
  expect(collector.received).toEqual(range(3));
});

test('several senders take turns, and each keeps its order', async () => {
  const system = createSystem();
  const emitters = ['a', 'b', 'c'].map((name) =>
    system.register(
      new Emitter(
        name,
        range(200).map((index) => ({ name, index })),
      ),
    ),
  );
  const collector = system.register(new Collector<{ name: string; index: number }>('collector'));
  for (const emitter of emitters) system.connect(emitter.out, collector.in, { buffer: 4 });
  await finish(system);
  for (const name of ['a', 'b', 'c']) {
    const own = collector.received.filter((message) => message.name === name);
    expect(own.map(({ index }) => index)).toEqual(range(200));
  }
  expect(new Set(collector.received.slice(0, 30).map(({ name }) => name)).size).toBe(3);
});

test('conditions route messages; one that fails is a dead letter of the sender', async () => {
  const system = createSystem();
  const emitter = system.register(new Emitter('emitter', range(10)));
  const even = system.register(new Collector<number>('even'));
  const odd = system.register(new Collector<number>('odd'));
  const broken = new Error('cannot tell');
  system.connect(emitter.out, even.in, { when: (value) => value % 2 === 0 });
  system.connect(emitter.out, odd.in, {
    when: (value) => {
      if (value === 7) throw broken;
      return value % 2 === 1;
    },
  });
  await finish(system);
  expect(even.received).toEqual([0, 2, 4, 6, 8]);
  expect(odd.received).toEqual([1, 3, 5, 9]);
  expect(system.deadLetters.list()).toMatchObject([
    { component: 'emitter', port: 'out', message: 7, error: broken, attempts: 0 },
  ]);
});

class Worker extends HarnessComponent {
  readonly in = this.receives<number>('in');
  readonly out = this.sends<number>('out');
  readonly #handle: (value: number) => unknown;
  readonly #options: { concurrency?: number; attempts?: number };
  active = 0;
  mostActive = 0;

  constructor(handle: (value: number) => unknown, options: { concurrency?: number; attempts?: number } = {}) {
    super('worker');
    this.#handle = handle;
    this.#options = options;
  }

  override process(): Promise<void> {
    return this.in.forEach(async (value) => {
      this.active += 1;
      this.mostActive = Math.max(this.mostActive, this.active);
      try {
        await this.#handle(value);
        await this.out.send(value);
      } finally {
        this.active -= 1;
      }
    }, this.#options);
  }
}

test('forEach handles as many messages at the same time as it is told', async () => {
  const system = createSystem();
  const emitter = system.register(new Emitter('emitter', range(50)));
  const worker = system.register(new Worker(() => turn(), { concurrency: 4 }));
  const collector = system.register(new Collector<number>('collector'));
  system.connect(emitter.out, worker.in);
  system.connect(worker.out, collector.in);
  await finish(system);
  expect(worker.mostActive).toBe(4);
  expect(collector.received.toSorted((a, b) => a - b)).toEqual(range(50));
});

test('forEach tries a message again, then makes it a dead letter and goes on', async () => {
  const system = createSystem();
  const tries = new Map<number, number>();
  const failure = new Error('no');
  const emitter = system.register(new Emitter('emitter', range(6)));
  const worker = system.register(
    new Worker(
      (value) => {
        tries.set(value, (tries.get(value) ?? 0) + 1);
        if (value === 2 || (value === 4 && tries.get(4) === 1)) throw failure;
      },
      { attempts: 3 },
    ),
  );
  system.connect(emitter.out, worker.in);
  const collector = system.register(new Collector<number>('collector'));
  system.connect(worker.out, collector.in);
  await finish(system);
  expect(collector.received).toEqual([0, 1, 3, 4, 5]);
  expect([...tries.values()]).toEqual([1, 1, 3, 1, 2, 1]);
  expect(system.deadLetters.list()).toMatchObject([
    { component: 'worker', port: 'in', message: 2, error: failure, attempts: 3 },
  ]);
  expect(system.health().components.every(({ restarts }) => restarts === 0)).toBe(true);
});

test('dead letters leave through the errors port of their component', async () => {
  const system = createSystem();
  const emitter = system.register(new Emitter('emitter', range(3)));
  const worker = system.register(
    new Worker((value) => {
      if (value === 1) throw new Error('one');
    }),
  );
  const alerts = system.register(new Collector<unknown>('alerts'));
  system.connect(emitter.out, worker.in);
  system.connect(worker.errors, alerts.in);
  await finish(system);
  expect(alerts.received).toEqual(system.deadLetters.list());
  expect(alerts.received).toMatchObject([{ component: 'worker', message: 1 }]);
});

test('dead letters are kept up to a limit, and all counted', async () => {
  const system = createSystem({ deadLetterCapacity: 3 });
  const emitter = system.register(new Emitter('emitter', range(10)));
  const worker = system.register(new Worker(() => Promise.reject(new Error('never'))));
  system.connect(emitter.out, worker.in);
  await finish(system);
  expect(system.deadLetters.total).toBe(10);
  expect(system.deadLetters.take().map(({ message }) => message)).toEqual([7, 8, 9]);
  expect(system.deadLetters.list()).toEqual([]);
});

class BatchSource extends HarnessComponent {
  readonly out = this.sends<number>('out');
  readonly accepted: boolean[] = [];

  override async process(): Promise<void> {
    await this.out.sendAll(range(300));
    await turn();
    await turn();
    for (const value of range(5)) this.accepted.push(this.out.trySend(value));
  }
}

test('sendAll waits where there is no room; trySend sends nothing instead', async () => {
  const system = createSystem();
  const gate = Promise.withResolvers<void>();
  const source = system.register(new BatchSource('source'));
  const collector = system.register(new Collector<number>('collector', () => gate.promise, { buffer: 300 }));
  system.connect(source.out, collector.in);
  await system.start();
  await until(() => source.accepted.length === 5);
  expect(source.accepted).toEqual([true, false, false, false, false]);
  gate.resolve();
  await system.finished;
  expect(collector.received).toEqual([...range(300), 0]);
});

test('a reader that gives up while it waits takes no message', async () => {
  class Impatient extends Collector<number> {
    override async process(): Promise<void> {
      const reader = this.in[Symbol.asyncIterator]();
      const pending = reader.next();
      await reader.return?.();
      expect(await pending).toMatchObject({ done: true });
      ready.resolve();
      for await (const value of this.in) this.received.push(value);
    }
  }
  class Patient extends Emitter<number> {
    override async process(): Promise<void> {
      await ready.promise;
      await super.process();
    }
  }
  const ready = Promise.withResolvers<void>();
  const system = createSystem();
  const emitter = system.register(new Patient('emitter', range(3)));
  const collector = system.register(new Impatient('collector'));
  system.connect(emitter.out, collector.in);
  await finish(system);
  expect(collector.received).toEqual(range(3));
});

test('a send on a stopped system is refused', async () => {
  const system = createSystem();
  const emitter = system.register(new Emitter<number>('emitter', []));
  const collector = system.register(new Collector<number>('collector'));
  system.connect(emitter.out, collector.in);
  await finish(system);
  await expect(emitter.out.send(1)).rejects.toThrow(PortClosedError);
  expect(emitter.out.trySend(1)).toBe(false);
});

test('what a finished receiver no longer reads becomes dead letters, and nobody waits for it', async () => {
  class TakeTwo extends Collector<number> {
    override async process(): Promise<void> {
      for await (const value of this.in) {
        this.received.push(value);
        if (this.received.length === 2) break;
      }
    }
  }
  const system = createSystem();
  const emitter = system.register(new Emitter('emitter', range(200)));
  const taker = system.register(new TakeTwo('taker'));
  system.connect(emitter.out, taker.in, { buffer: 3 });
  await finish(system);
  expect(taker.received).toEqual([0, 1]);
  expect(system.deadLetters.list().map(({ message }) => message)).toEqual(range(200).slice(2));
});

test('an endless source leaves timers and signals their turn', async () => {
  class Endless extends HarnessComponent {
    readonly out = this.sends<number>('out');
    override async process({ signal }: { signal: AbortSignal }): Promise<void> {
      for (let value = 0; !signal.aborted; value += 1) await this.out.send(value);
    }
  }
  const system = createSystem();
  const source = system.register(new Endless('endless'));
  const worker = system.register(new Collector<number>('collector'));
  system.connect(source.out, worker.in);
  await system.start();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await system.stop()).isClean).toBe(true);
});
