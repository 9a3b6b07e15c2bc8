import { setTimeout as sleep } from 'node:timers/promises';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { TerminalError } from '../errors.ts';

interface Services {
  /** Marks a piece of work as being done by this process; returns what ends that. */
  readonly guard: (key: string) => () => void;
}

interface Input {
  readonly n: number;
  readonly pauseMs: number;
}

/** Work with retries, a fan-out, a loop and, for every fifth input, a failure that has to be compensated. */
const pipeline = definePipeline({
  name: 'fleet',
  version: '1',
  input: type<Input>(),
  services: type<Services>(),
});

async function busy({ services, idempotencyKey, input }: Busy): Promise<void> {
  const end = services.guard(idempotencyKey);
  await sleep(input.pauseMs);
  end();
}

interface Busy {
  readonly services: Services;
  readonly idempotencyKey: string;
  readonly input: Input;
}

const losses = 1_000;

const first = pipeline.stage('first', {
  retry: { attempts: 2, delayMs: 5, losses },
  run: async (context) => {
    await busy(context);
    if (context.attempt === 1) throw new Error('first attempts fail');
    return { names: ['a', 'b', 'c'], filler: 'x'.repeat(9_000 + context.input.n) };
  },
  compensate: busy,
});
const parts = pipeline.map('part', {
  needs: { first },
  retry: { losses },
  over: ({ needs }) => needs.first.names,
  key: (name) => name,
  run: async (context) => {
    await busy(context);
    return `${context.item}${context.input.n}`;
  },
  compensate: busy,
});
const rounds = pipeline.loop('round', {
  needs: { first },
  retry: { losses },
  initial: () => 0,
  run: async (context) => {
    await busy(context);
    return context.previous + 1;
  },
  until: (count) => count >= 2,
  maxRounds: 5,
});
const last = pipeline.stage('last', {
  needs: { parts, rounds },
  retry: { losses },
  run: async (context) => {
    await busy(context);
    if (context.input.n % 5 === 0) throw new TerminalError('every fifth fails', { code: 'fifth' });
    return [...context.needs.parts, context.needs.rounds].join(' ');
  },
});

export const fleetPipeline = pipeline.output(last);
