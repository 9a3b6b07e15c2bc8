import { expect, test } from 'vitest';
import type { EventBody, RunEvent } from '../journal/event.ts';
import { failuresByLoss } from './losses.ts';
import type { Plan } from './plan.ts';
import { fold } from './reduce.ts';

const stage = {
  needs: [],
  dependants: [],
  limit: 1,
  priority: 0,
  uses: [],
  hasFallback: false,
  hasCompensation: false,
};
const plan: Plan = {
  stages: new Map([
    ['deadly', { ...stage, name: 'deadly', kind: 'run' }],
    ['harmless', { ...stage, name: 'harmless', kind: 'run' }],
  ]),
  hasPriorities: false,
};

function journal(...bodies: readonly EventBody[]): RunEvent[] {
  return bodies.map((body, index) => ({ runId: 'r', n: index + 1, at: 1, ...body }));
}

const claimed = { type: 'run.claimed', worker: 'w' } as const;
const started = (name: string, attempt: number) => ({ type: 'stage.started', stage: name, attempt }) as const;

test('work that takes its worker with it again and again counts as failed', () => {
  const events = journal(
    claimed,
    started('deadly', 1),
    claimed,
    started('deadly', 2),
    started('harmless', 1),
    claimed,
  );
  const state = fold(plan, events);
  expect(failuresByLoss(state, () => 3)).toEqual([]);
  expect(failuresByLoss(state, () => 2)).toMatchObject([
    { type: 'stage.failed', stage: 'deadly', attempt: 2, failure: { code: 'attempt_lost' } },
  ]);
});

test('an attempt that ends by itself ends the row of losses', () => {
  const failure = { code: 'x', name: 'Error', message: 'x' };
  const failed = { type: 'stage.failed', stage: 'deadly', attempt: 2, failure, retryAt: 1 } as const;
  const events = journal(
    claimed,
    started('deadly', 1),
    claimed,
    started('deadly', 2),
    failed,
    started('deadly', 3),
    claimed,
  );
  expect(failuresByLoss(fold(plan, events), () => 2)).toEqual([]);
});
