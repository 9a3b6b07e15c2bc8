import { expect, test } from 'vitest';
import {
  Answerer,
  Asker,
  Collector,
  createSystem,
  Emitter,
  range,
  turn,
  until,
} from './components.fixture.ts';
import { type ComponentContext, HarnessComponent } from './index.ts';
import { ManualClock } from './manual-clock.fixture.ts';

/** Fails for the values it is told to, and records its life. */
class Fragile extends Collector<number> {
  readonly life: string[] = [];
  readonly #attempt: (value: number) => unknown;

  constructor(attempt: (value: number) => unknown) {
    super('fragile');
    this.#attempt = attempt;
  }

  override setup(): void {
    this.life.push('setup');
  }

  override async process(): Promise<void> {
    this.life.push('process');
    for await (const value of this.in) {
      await this.#attempt(value);
      this.received.push(value);
    }
  }

  override cleanup(): void {
    this.life.push('cleanup');
  }
}

function failOn(...values: number[]): (value: number) => void {
  return (value) => {
    if (values.includes(value)) throw new Error(`bad ${value}`);
  };
}

test('a loop that fails loses one message to the dead letters and is restarted', async () => {
  const system = createSystem({ restart: { backoffMs: 0 } });
  const emitter = system.register(new Emitter('emitter', range(10)));
  const fragile = system.register(new Fragile(failOn(3, 7)));
  system.connect(emitter.out, fragile.in);
  await system.start();
  await system.finished;
  expect(fragile.received).toEqual([0, 1, 2, 4, 5, 6, 8, 9]);
  expect(system.deadLetters.list().map(({ message, attempts }) => ({ message, attempts }))).toEqual([
    { message: 3, attempts: 1 },
    { message: 7, attempts: 1 },
  ]);
  const cycle = ['setup', 'process', 'cleanup'];
  expect(fragile.life).toEqual([...cycle, ...cycle, ...cycle]);
  expect(system.health().components.find(({ name }) => name === 'fragile')).toEqual({
    name: 'fragile',
    status: 'stopped',
    restarts: 2,
    deadLetters: 2,
    lastError: 'bad 7',
  });
});

test('the wait before a restart doubles up to its cap, and too many restarts make the system unhealthy', async () => {
  const clock = new ManualClock();
  const system = createSystem({
    clock,
    restart: { maxRestarts: 4, windowMs: 60_000, backoffMs: 100, maxBackoffMs: 300 },
  });
  const emitter = system.register(new Emitter('emitter', range(20)));
  const fragile = system.register(new Fragile(failOn(...range(20))));
  system.connect(emitter.out, fragile.in, { buffer: 2 });
  await system.start();
  const starts = () => fragile.life.filter((event) => event === 'process').length;
  for (const [index, delayMs] of [100, 200, 300, 300].entries()) {
    await until(() => system.health().components.some(({ status }) => status === 'restarting'));
    expect(system.ready()).toBe(false);
    expect(system.health().status).toBe('healthy');
    await clock.advance(delayMs - 1);
    expect(starts()).toBe(index + 1);
    await clock.advance(1);
    await until(() => starts() === index + 2);
  }
  await until(() => system.health().status === 'unhealthy');
  expect(system.health().components.find(({ name }) => name === 'fragile')).toMatchObject({
    status: 'failed',
    restarts: 4,
  });
  expect(system.ready()).toBe(false);
  await system.stop();
  expect(system.deadLetters.list().map(({ message }) => message)).toEqual(range(20));
  expect(system.deadLetters.list().at(-1)).toMatchObject({
    attempts: 0,
    error: { code: 'component-failed' },
  });
  expect(fragile.life.at(-1)).toBe('cleanup');
});

test('restarts of long ago do not count', async () => {
  const clock = new ManualClock();
  const system = createSystem({ clock, restart: { maxRestarts: 1, windowMs: 1000, backoffMs: 10 } });
  const emitter = system.register(new Trigger('trigger'));
  const fragile = system.register(new Fragile(failOn(1)));
  system.connect(emitter.out, fragile.in);
  await system.start();
  for (const expected of [1, 2, 3]) {
    await emitter.out.send(1);
    await until(() => system.health().components.some(({ status }) => status === 'restarting'));
    await clock.advance(10);
    await until(() => system.ready());
    expect(system.health().components.find(({ name }) => name === 'fragile')?.restarts).toBe(expected);
    await clock.advance(1000);
  }
  await system.stop();
});

class Trigger extends HarnessComponent {
  readonly out = this.sends<number>('out');
}

test('requests wait while their component is restarted, and fail when it is down for good', async () => {
  class Server extends Answerer {
    readonly crash = Promise.withResolvers<never>();
    readonly crashAgain = Promise.withResolvers<never>();
    #processed = 0;
    constructor() {
      super('server', (value) => value + 1);
    }
    override process(): Promise<never> {
      this.#processed += 1;
      return this.#processed === 1 ? this.crash.promise : this.crashAgain.promise;
    }
  }
  const clock = new ManualClock();
  const system = createSystem({ clock, restart: { maxRestarts: 1, backoffMs: 50 } });
  const asker = system.register(new Asker('asker'));
  const server = system.register(new Server());
  system.connect(asker.ask, server.answers);
  await system.start();
  expect(await asker.ask.request(1)).toBe(2);
  server.crash.reject(new Error('first'));
  await turn();
  const waiting = asker.ask.request(2);
  let isAnswered = false;
  void waiting.finally(() => {
    isAnswered = true;
  });
  await turn();
  expect(isAnswered).toBe(false);
  await clock.advance(50);
  expect(await waiting).toBe(3);
  const cause = new Error('second');
  server.crashAgain.reject(cause);
  await turn();
  await expect(asker.ask.request(3)).rejects.toMatchObject({ code: 'component-failed', cause });
  await system.stop();
});

test('a setup that fails in a restart counts as another failure', async () => {
  class Moody extends HarnessComponent {
    readonly failure = Promise.withResolvers<never>();
    setups = 0;
    override setup(): void {
      this.setups += 1;
      if (this.setups === 2) throw new Error('not yet');
    }
    override async process({ signal }: ComponentContext): Promise<void> {
      if (this.setups === 1) await this.failure.promise;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    }
  }
  const system = createSystem({ restart: { backoffMs: 0 } });
  const moody = system.register(new Moody('moody'));
  await system.start();
  moody.failure.reject(new Error('crash'));
  await until(() => moody.setups === 3 && system.ready());
  expect(system.health().components[0]).toMatchObject({
    restarts: 2,
    status: 'running',
    lastError: 'not yet',
  });
  expect(await system.stop()).toMatchObject({ isClean: true });
});

test('of several loops only the message of the one that failed is a dead letter', async () => {
  class TwoLoops extends HarnessComponent {
    readonly good = this.receives<number>('good');
    readonly bad = this.receives<number>('bad');
    readonly gate = Promise.withResolvers<void>();
    readonly done: number[] = [];
    override async process(): Promise<void> {
      await Promise.all([this.#good(), this.#bad()]);
    }
    async #good(): Promise<void> {
      for await (const value of this.good) {
        await this.gate.promise;
        this.done.push(value);
      }
    }
    async #bad(): Promise<void> {
      for await (const value of this.bad) throw new Error(`bad ${value}`);
    }
  }
  const system = createSystem({ restart: { backoffMs: 0 } });
  const good = system.register(new Emitter('a', [1, 2]));
  const bad = system.register(new Emitter('b', [10]));
  const loops = system.register(new TwoLoops('loops'));
  system.connect(good.out, loops.good);
  system.connect(bad.out, loops.bad);
  await system.start();
  await until(() => system.deadLetters.total > 0);
  loops.gate.resolve();
  await system.finished;
  expect(loops.done.toSorted((a, b) => a - b)).toEqual([1, 2]);
  expect(system.deadLetters.list()).toMatchObject([{ port: 'bad', message: 10 }]);
});

test('a stop does not wait for a long backoff', async () => {
  const clock = new ManualClock();
  const system = createSystem({ clock, restart: { backoffMs: 1_000_000, maxBackoffMs: 1_000_000 } });
  const emitter = system.register(new Emitter('emitter', range(5)));
  const fragile = system.register(new Fragile(failOn(0)));
  system.connect(emitter.out, fragile.in);
  await system.start();
  await until(() => system.deadLetters.total === 1);
  expect(await system.stop()).toMatchObject({ isClean: true });
  expect(fragile.received).toEqual([1, 2, 3, 4]);
});
