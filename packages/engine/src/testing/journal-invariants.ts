import { expect } from 'vitest';
import type { RunEvent, StageExpanded, TaskEvent } from '../journal/event.ts';
import { taskName } from '../journal/task-name.ts';
import type { Plan } from '../scheduler/plan.ts';

type AboutWork = TaskEvent | StageExpanded;

/** Asserts what must hold of any journal, however its workers died: numbering, order, and results counted once. */
export function expectSoundJournal(plan: Plan, events: readonly RunEvent[]): void {
  expect(events.map(({ n }) => n)).toEqual(events.map((_, index) => index + 1));
  const times = events.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((left, right) => left - right));
  const history = new History(plan);
  for (const event of events) if (!event.type.startsWith('run.')) history.add(event as AboutWork);
}

class History {
  readonly #plan: Plan;
  readonly #settled = new Set<string>();
  readonly #attempts = new Map<string, number>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  add(event: AboutWork): void {
    const name = taskName(event);
    if (event.type === 'stage.started' || event.type === 'item.started') this.#start(name, event);
    if (event.type.endsWith('.succeeded') || event.type.endsWith('.skipped')) {
      expect(this.#settled.has(name), `${name} settled twice`).toBe(false);
      this.#settled.add(name);
    }
  }

  #start(name: string, { stage, attempt }: { readonly stage: string; readonly attempt: number }): void {
    expect(this.#settled.has(name), `${name} started after it had settled`).toBe(false);
    for (const need of this.#plan.stages.get(stage)?.needs ?? []) {
      expect(this.#settled.has(need), `${name} started before ${need} had settled`).toBe(true);
    }
    expect(attempt, `attempts of ${name}`).toBe((this.#attempts.get(name) ?? 0) + 1);
    this.#attempts.set(name, attempt);
  }
}
