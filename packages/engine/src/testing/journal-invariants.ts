import { expect } from 'vitest';
import type { RunEvent } from '../journal/event.ts';
import { taskName } from '../journal/task-name.ts';
import type { Plan } from '../scheduler/plan.ts';

/** Asserts what must hold of any journal, however its workers died: numbering, order, and results counted once. */
export function expectSoundJournal(plan: Plan, events: readonly RunEvent[]): void {
  expect(events.map(({ n }) => n)).toEqual(events.map((_, index) => index + 1));
  const settled = new Set<string>();
  const attempts = new Map<string, number>();
  let last = 0;
  for (const event of events) {
    expect(event.at).toBeGreaterThanOrEqual(last);
    last = event.at;
    if (!('stage' in event) || event.type === 'run.resumed') continue;
    const name = taskName(event);
    const verb = event.type.split('.')[1];
    if (verb === 'started') {
      expect(settled.has(name), `${name} started after it had settled`).toBe(false);
      for (const need of plan.stages.get(event.stage)?.needs ?? []) {
        expect(settled.has(need), `${name} started before ${need} had settled`).toBe(true);
      }
    }
    if (verb === 'started' && 'attempt' in event) {
      expect(event.attempt, `attempts of ${name}`).toBe((attempts.get(name) ?? 0) + 1);
      attempts.set(name, event.attempt);
    }
    if (verb === 'succeeded' || verb === 'skipped') {
      expect(settled.has(name), `${name} settled twice`).toBe(false);
      settled.add(name);
    }
  }
}
