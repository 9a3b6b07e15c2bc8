import { afterEach, expect, test } from 'vitest';
import { Answerer, Asker, createSystem, range, turn, until } from './components.fixture.ts';
import { OverloadedError, RequestTimeoutError, type SystemExecutionHarness } from './index.ts';
import { ManualClock } from './manual-clock.fixture.ts';
import type { ReplyHandler, ReplyOptions } from './reply-port.ts';

let running: SystemExecutionHarness[] = [];
afterEach(async () => {
  for (const system of running) await system.stop();
  running = [];
});

async function connected(
  handler: ReplyHandler<number, number>,
  options: ReplyOptions = {},
  clock = new ManualClock(),
) {
  const system = createSystem({ clock });
  const asker = system.register(new Asker('asker'));
  const answerer = system.register(new Answerer('answerer', handler, options));
  system.connect(asker.ask, answerer.answers);
  await system.start();
  running.push(system);
  return { system, asker, answerer, clock };
}

function figure(system: SystemExecutionHarness, sample: string): number {
  const line = system
    .metrics()
    .split('\n')
    .find((text) => text.startsWith(`${sample} `) || text.startsWith(`${sample}{`));
  return Number(line?.split(' ').at(-1));
}

const untilAborted: ReplyHandler<number, number> = (_value, { signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('a request is answered, by a handler that is done at once or later', async () => {
  const { asker, system } = await connected((value) =>
    value % 2 === 0 ? value * 10 : Promise.resolve(value * 10),
  );
  expect(await Promise.all(range(6).map((value) => asker.ask.request(value)))).toEqual([
    0, 10, 20, 30, 40, 50,
  ]);
  expect(figure(system, 'harness_messages_total')).toBe(6);
  expect(figure(system, 'harness_request_duration_seconds_count')).toBe(6);
});

class DomainError extends Error {}

test('the requester gets the very error; an expected one is no dead letter', async () => {
  const expected = new DomainError('taken');
  const unexpected = new TypeError('oops');
  const { asker, system } = await connected(
    (value) => {
      if (value === 0) throw expected;
      if (value === 1) return Promise.reject(expected);
      if (value === 2) throw unexpected;
      return Promise.reject(new RangeError('later'));
    },
    { expected: [DomainError] },
  );
  await expect(asker.ask.request(0)).rejects.toBe(expected);
  await expect(asker.ask.request(1)).rejects.toBe(expected);
  expect(system.deadLetters.total).toBe(0);
  await expect(asker.ask.request(2)).rejects.toBe(unexpected);
  await expect(asker.ask.request(3)).rejects.toThrow(RangeError);
  expect(system.deadLetters.list()).toMatchObject([
    { component: 'answerer', port: 'answers', message: 2, error: unexpected, attempts: 1 },
    { component: 'answerer', port: 'answers', message: 3, attempts: 1 },
  ]);
  expect(figure(system, 'harness_request_failures_total')).toBe(4);
});

class Relay extends Asker {
  readonly answers = this.replies<number, number>('answers', (value) => this.ask.request(value));
}

test('an error that travels through several components is recorded where it arose', async () => {
  const system = createSystem();
  const asker = system.register(new Asker('asker'));
  const relay = system.register(new Relay('relay'));
  const failure = new Error('deep');
  const answerer = system.register(
    new Answerer('answerer', () => {
      throw failure;
    }),
  );
  system.connect(asker.ask, relay.answers);
  system.connect(relay.ask, answerer.answers);
  await system.start();
  running.push(system);
  await expect(asker.ask.request(1)).rejects.toBe(failure);
  expect(system.deadLetters.list()).toMatchObject([{ component: 'answerer' }]);
});

test('a request times out, its handler hears of it, and the late reply is dropped and counted', async () => {
  const reply = Promise.withResolvers<number>();
  let reason: unknown;
  const { asker, system, clock } = await connected((_value, { signal }) => {
    signal.addEventListener('abort', () => {
      reason = signal.reason;
    });
    return reply.promise;
  });
  const asked = asker.ask.request(1);
  const outcome = expect(asked).rejects.toThrow(RequestTimeoutError);
  await clock.advance(999);
  expect(reason).toBeUndefined();
  await clock.advance(1);
  await outcome;
  expect(reason).toBeInstanceOf(RequestTimeoutError);
  expect(figure(system, 'harness_request_timeouts_total')).toBe(1);
  reply.resolve(5);
  await turn();
  expect(figure(system, 'harness_late_replies_total')).toBe(1);
  expect(figure(system, 'harness_requests_active')).toBe(0);
});

test('each request has a deadline of its own', async () => {
  const { asker, clock } = await connected(untilAborted);
  const outcomes: string[] = [];
  const ask = (name: string) => asker.ask.request(1).catch(() => outcomes.push(name));
  void ask('first');
  await clock.advance(400);
  void ask('second');
  await clock.advance(600);
  expect(outcomes).toEqual(['first']);
  await clock.advance(399);
  expect(outcomes).toEqual(['first']);
  await clock.advance(1);
  expect(outcomes).toEqual(['first', 'second']);
});

test('the requester can give up', async () => {
  let signal: AbortSignal | undefined;
  const { asker, system } = await connected((value, context) => {
    signal = context.signal;
    return untilAborted(value, context);
  });
  const user = new AbortController();
  const asked = asker.ask.request(1, { signal: user.signal });
  const reason = new Error('went away');
  user.abort(reason);
  await expect(asked).rejects.toBe(reason);
  expect(signal?.reason).toBe(reason);
  await expect(asker.ask.request(1, { signal: user.signal })).rejects.toBe(reason);
  await turn();
  expect(system.deadLetters.total).toBe(0);
});

test('no more requests are handled at the same time than allowed, and they keep their order', async () => {
  const started: number[] = [];
  const gates = range(6).map(() => Promise.withResolvers<number>());
  const { asker } = await connected(
    (value) => {
      started.push(value);
      return gates[value]?.promise ?? 0;
    },
    { concurrency: 2 },
  );
  const replies = range(6).map((value) => asker.ask.request(value));
  expect(started).toEqual([0, 1]);
  gates[1]?.resolve(1);
  await replies[1];
  expect(started).toEqual([0, 1, 2]);
  for (const [index, gate] of gates.entries()) gate.resolve(index);
  expect(await Promise.all(replies)).toEqual(range(6));
  expect(started).toEqual(range(6));
});

test('requests beyond the buffer are refused at once', async () => {
  const gate = Promise.withResolvers<number>();
  const { asker, system } = await connected(() => gate.promise, { concurrency: 1, buffer: 2 });
  const accepted = range(3).map((value) => asker.ask.request(value));
  await expect(asker.ask.request(3)).rejects.toThrow(OverloadedError);
  expect(figure(system, 'harness_requests_waiting')).toBe(2);
  gate.resolve(9);
  expect(await Promise.all(accepted)).toEqual([9, 9, 9]);
});

test('a request that timed out while it waited is never handled', async () => {
  const handled: number[] = [];
  const gate = Promise.withResolvers<number>();
  const { asker, clock } = await connected(
    (value) => {
      handled.push(value);
      return gate.promise;
    },
    { concurrency: 1 },
  );
  const outcomes = Promise.allSettled([asker.ask.request(0), asker.ask.request(1)]);
  await clock.advance(1000);
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  gate.resolve(0);
  await turn();
  expect(await asker.ask.request(2)).toBe(0);
  expect(handled).toEqual([0, 2]);
});

test('requests are routed to the first binding that accepts them', async () => {
  const system = createSystem();
  const asker = system.register(new Asker('asker'));
  const small = system.register(new Answerer('small', () => 1));
  const large = system.register(new Answerer('large', () => 2));
  system.connect(asker.ask, small.answers, { when: (value) => value < 10 });
  system.connect(asker.ask, large.answers, { when: (value) => value < 100 });
  await system.start();
  running.push(system);
  expect(await asker.ask.request(5)).toBe(1);
  expect(await asker.ask.request(50)).toBe(2);
  await expect(asker.ask.request(500)).rejects.toMatchObject({ code: 'unrouted-request' });
});

test('requests of several requesters are handled in the order they came', async () => {
  const system = createSystem();
  const order: number[] = [];
  const gate = Promise.withResolvers<void>();
  const answerer = system.register(
    new Answerer(
      'answerer',
      async (value) => {
        order.push(value);
        await gate.promise;
        return value;
      },
      { concurrency: 1 },
    ),
  );
  const askers = ['a', 'b'].map((name) => system.register(new Asker(name)));
  for (const asker of askers) system.connect(asker.ask, answerer.answers);
  await system.start();
  running.push(system);
  const replies = range(6).map((value) => (askers[value % 2] as Asker).ask.request(value));
  gate.resolve();
  await Promise.all(replies);
  expect(order).toEqual(range(6));
});

test('a requester that never stops asking leaves timers their turn', async () => {
  const { asker } = await connected((value) => value);
  const over = new AbortController();
  setTimeout(() => over.abort(), 10);
  while (!over.signal.aborted) await asker.ask.request(1);
});

test('a stop waits for the replies under way, and then refuses requests', async () => {
  const gate = Promise.withResolvers<number>();
  const { asker, system } = await connected(() => gate.promise);
  const asked = asker.ask.request(1);
  const stopped = system.stop();
  await turn();
  gate.resolve(7);
  expect(await asked).toBe(7);
  expect(await stopped).toMatchObject({ isClean: true });
  await expect(asker.ask.request(1)).rejects.toMatchObject({ code: 'port-closed' });
  await until(() => !system.ready());
});
