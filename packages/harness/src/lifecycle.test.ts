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
import { type ComponentContext, HarnessComponent, InvalidSystemError, StartError } from './index.ts';
import { ManualClock } from './manual-clock.fixture.ts';

/** Notes when it is set up, told to end and cleaned up. */
class Stage extends HarnessComponent {
  readonly in = this.receives<number>('in');
  readonly out = this.sends<number>('out');
  readonly #events: string[];

  constructor(name: string, events: string[]) {
    super(name);
    this.#events = events;
  }

  override setup({ signal }: ComponentContext): void {
    this.#events.push(`setup ${this.name}`);
    signal.addEventListener('abort', () => this.#events.push(`end ${this.name}`));
  }

  override process(): Promise<void> {
    return this.in.forEach((value) => this.out.send(value));
  }

  override cleanup(): void {
    this.#events.push(`cleanup ${this.name}`);
  }
}

test('components start receivers first and stop senders first, in the same order every time', async () => {
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    const events: string[] = [];
    const system = createSystem();
    const stage = (name: string) => system.register(new Stage(name, events));
    const [last, left, right, first] = [stage('last'), stage('left'), stage('right'), stage('first')];
    const source = system.register(new Idle('source'));
    system.connect(source.out, first.in);
    system.connect(first.out, left.in);
    system.connect(first.out, right.in);
    system.connect(left.out, last.in);
    system.connect(right.out, last.in);
    await system.start();
    await system.stop();
    runs.push(events);
  }
  const [events = []] = runs;
  expect(events.slice(0, 4)).toEqual(['setup last', 'setup left', 'setup right', 'setup first']);
  expect(events.filter((event) => event.startsWith('cleanup'))).toEqual(
    ['first', 'right', 'left', 'last'].map((name) => `cleanup ${name}`),
  );
  expect(events.indexOf('end last')).toBeGreaterThan(events.indexOf('cleanup first'));
  expect(runs).toEqual([events, events, events]);
});

/** A source that waits for the stop. */
class Idle extends HarnessComponent {
  readonly out = this.sends<number>('out');
  override async process({ signal }: ComponentContext): Promise<void> {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  }
}

test('a component may still send and request while it cleans up', async () => {
  class LastWords extends Asker {
    readonly out = this.sends<number>('out');
    override async cleanup(): Promise<void> {
      await this.out.send(await this.ask.request(20));
    }
  }
  const system = createSystem();
  const source = system.register(new LastWords('source'));
  const answerer = system.register(new Answerer('answerer', (value) => value + 1));
  const collector = system.register(new Collector<number>('collector'));
  system.connect(source.ask, answerer.answers);
  system.connect(source.out, collector.in);
  await system.start();
  expect(await system.stop()).toMatchObject({ isClean: true });
  expect(collector.received).toEqual([21]);
});

test('when a setup fails, what was started is stopped again', async () => {
  const events: string[] = [];
  class Broken extends Stage {
    override setup(): void {
      throw new Error('port in use');
    }
  }
  const system = createSystem();
  const source = system.register(new Idle('source'));
  const broken = system.register(new Broken('broken', events));
  const sink = system.register(new Stage('sink', events));
  system.connect(source.out, broken.in);
  system.connect(broken.out, sink.in);
  const failure = await system.start().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StartError);
  expect(failure).toMatchObject({ code: 'start-failed', cause: { message: 'port in use' } });
  expect((failure as StartError).message).toContain('broken');
  expect(events).toEqual(['setup sink', 'cleanup broken', 'end sink', 'cleanup sink']);
  expect(system.ready()).toBe(false);
});

test('mistakes in the topology are all reported before anything starts', async () => {
  const system = createSystem();
  const asker = system.register(new Asker('asker'));
  const lonely = system.register(new Collector<number>('lonely'));
  const [a, b] = ['a', 'b'].map((name) => system.register(new Stage(name, []))) as [Stage, Stage];
  system.connect(a.out, b.in, { buffer: 0 });
  system.connect(b.out, a.in, { buffer: 0 });
  const echo = system.register(new Answerer('echo', (value) => value));
  const twice = system.register(new Asker('twice'));
  for (const when of [() => true, () => false]) system.connect(twice.ask, echo.answers, { when });
  const late = system.register(new Collector<number>('late', undefined, { buffer: -1 }));
  system.connect(a.out, late.in);
  const failure = await system.start().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InvalidSystemError);
  const { problems } = failure as InvalidSystemError;
  for (const port of [
    asker.ask.path,
    lonely.in.path,
    'a.out->b.in, b.out->a.in',
    late.in.path,
    'twice.ask->echo.answers',
  ]) {
    expect(problems.filter((problem) => problem.includes(port))).toHaveLength(1);
  }
  expect(problems).toHaveLength(5);
});

test('a request binding that can never be reached is a mistake', async () => {
  const system = createSystem();
  const asker = system.register(new Asker('asker'));
  const [one, two] = ['one', 'two'].map((name) => system.register(new Answerer(name, () => 0))) as [
    Answerer,
    Answerer,
  ];
  system.connect(asker.ask, one.answers);
  system.connect(asker.ask, two.answers);
  await expect(system.start()).rejects.toMatchObject({
    problems: [expect.stringContaining('asker.ask->two.answers')],
  });
});

test('names are unique and well-formed; a started system takes no more components', async () => {
  const system = createSystem();
  const answerer = system.register(new Answerer('same', () => 0));
  expect(() => system.register(new Answerer('same', () => 0))).toThrow(
    expect.objectContaining({ code: 'invalid-name' }),
  );
  expect(() => new Answerer('a.b', () => 0)).toThrow(expect.objectContaining({ code: 'invalid-name' }));
  expect(() => createSystem().register(answerer)).toThrow(expect.objectContaining({ code: 'wrong-moment' }));
  await system.start();
  const moment = expect.objectContaining({ code: 'wrong-moment' });
  expect(() => system.register(new Answerer('late', () => 0))).toThrow(moment);
  expect(() => system.connect(new Asker('x').ask, answerer.answers)).toThrow(moment);
  await expect(system.start()).rejects.toThrow(moment);
  await system.stop();
});

test('a circle of streams comes to rest before it stops, and loses nothing', async () => {
  class Countdown extends Stage {
    readonly seen: number[] = [];
    override async process(): Promise<void> {
      for await (const value of this.in) {
        await turn();
        this.seen.push(value);
        if (value > 0) await this.out.send(value - 1);
      }
    }
  }
  const system = createSystem();
  const source = system.register(new Trigger('source'));
  const [ping, pong] = ['ping', 'pong'].map((name) => system.register(new Countdown(name, []))) as [
    Countdown,
    Countdown,
  ];
  system.connect(source.out, ping.in);
  system.connect(ping.out, pong.in);
  system.connect(pong.out, ping.in);
  await system.start();
  await source.out.send(9);
  await turn();
  expect(await system.stop()).toMatchObject({ isClean: true });
  expect(ping.seen).toEqual([9, 7, 5, 3, 1]);
  expect(pong.seen).toEqual([8, 6, 4, 2, 0]);
});

class Trigger extends HarnessComponent {
  readonly out = this.sends<number>('out');
}

test('past the deadline signals abort, and what is left is reported and kept as dead letters', async () => {
  class Stuck extends Collector<number> {
    #signal: AbortSignal | undefined;
    reason: unknown;
    override setup({ signal }: ComponentContext): void {
      this.#signal = signal;
    }
    override async process(): Promise<void> {
      for await (const _ of this.in)
        await new Promise((resolve) => this.#signal?.addEventListener('abort', resolve));
      this.reason = this.#signal?.reason;
    }
  }
  const clock = new ManualClock();
  const system = createSystem({ clock, shutdownDeadlineMs: 5000 });
  const emitter = system.register(new Emitter('emitter', range(10)));
  const stuck = system.register(new Stuck('stuck'));
  system.connect(emitter.out, stuck.in);
  await system.start();
  await until(() => emitter.sent === 10);
  const stopped = system.stop();
  await clock.advance(4999);
  expect(stuck.reason).toBeUndefined();
  await clock.advance(1);
  expect(await stopped).toEqual({ isClean: false, unfinished: ['stuck'], undelivered: 9 });
  expect(stuck.reason).toMatchObject({ code: 'shutdown-deadline' });
  expect(system.deadLetters.list().map(({ message }) => message)).toEqual(range(10).slice(1));
});

test('a request that is still unanswered at the deadline is cancelled', async () => {
  const clock = new ManualClock();
  const system = createSystem({ clock, shutdownDeadlineMs: 100 });
  const asker = system.register(new Asker('asker'));
  const answerer = system.register(new Answerer('answerer', () => new Promise(() => {})));
  system.connect(asker.ask, answerer.answers);
  await system.start();
  const asked = asker.ask.request(1).catch((error: unknown) => error);
  const stopped = system.stop();
  await until(() => system.health().components.some(({ status }) => status === 'stopped'));
  await clock.advance(100);
  expect(await asked).toMatchObject({ code: 'shutdown-deadline' });
  await clock.advance(10_000);
  await clock.advance(10_000);
  expect(await stopped).toEqual({ isClean: false, unfinished: ['answerer'], undelivered: 1 });
});

test('a stop during the start waits for it', async () => {
  const gate = Promise.withResolvers<void>();
  class Slow extends Idle {
    override setup(): Promise<void> {
      return gate.promise;
    }
  }
  const system = createSystem();
  system.register(new Slow('slow'));
  const started = system.start();
  const stopped = system.stop();
  gate.resolve();
  await started;
  expect(await stopped).toMatchObject({ isClean: true });
  expect(system.ready()).toBe(false);
});
