import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSoundJournal } from '../testing/journal-invariants.ts';
import { type Ending, SimulatedRun } from '../testing/simulated-run.ts';
import type { Signal } from '../store/signal.ts';
import type { Plan, StagePlan } from './plan.ts';
import { fold } from './reduce.ts';

/** A random graph: each stage needs some of those before it. */
const plans: fc.Arbitrary<Plan> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('run', 'run', 'map', 'loop'),
      needs: fc.array(fc.nat(20), { maxLength: 3 }),
      limit: fc.integer({ min: 1, max: 3 }),
      priority: fc.integer({ min: 0, max: 1 }),
      hasCompensation: fc.boolean(),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((drafts) => {
    const needsOf = drafts.map(({ needs }, index) => [
      ...new Set(index === 0 ? [] : needs.map((need) => `s${need % index}`)),
    ]);
    const stages = drafts.map((draft, index): [string, StagePlan] => {
      const name = `s${index}`;
      const dependants = drafts.flatMap((_, other) => (needsOf[other]?.includes(name) ? [`s${other}`] : []));
      const limit = draft.kind === 'loop' ? 1 : draft.limit;
      const needs = needsOf[index] ?? [];
      return [name, { ...draft, name, needs, dependants, limit, uses: [], hasFallback: false }];
    });
    return {
      stages: new Map(stages),
      hasPriorities: new Set(drafts.map(({ priority }) => priority)).size > 1,
    };
  });

type Step =
  | { readonly do: 'end'; readonly pick: number; readonly ending: Ending; readonly items: number }
  | { readonly do: 'signal'; readonly signal: Signal }
  | { readonly do: 'clock'; readonly ms: number }
  | { readonly do: 'crash' };

const endings: fc.Arbitrary<Ending> = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Ending>('success') },
  { weight: 2, arbitrary: fc.constant<Ending>('retry') },
  { weight: 2, arbitrary: fc.constantFrom<Ending>('failure', 'skip', 'question', 'sleep') },
  { weight: 1, arbitrary: fc.constant<Ending>('terminal') },
);

const signals: fc.Arbitrary<Signal> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Signal>({ type: 'pause' }, { type: 'resume' }) },
  { weight: 3, arbitrary: fc.nat(6).map((stage): Signal => ({ type: 'answer', stage: `s${stage}` })) },
  { weight: 1, arbitrary: fc.constant<Signal>({ type: 'cancel' }) },
);

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      pick: fc.nat(50),
      ending: endings,
      items: fc.nat(4),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('signal' as const), signal: signals }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('clock' as const), ms: fc.integer({ min: -100, max: 200 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'crash' as const }) },
);

const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

function take(run: SimulatedRun, step: Step): void {
  switch (step.do) {
    case 'end':
      return run.end(step.pick, step.ending, keys(step.items));
    case 'signal':
      return run.signal(step.signal);
    case 'clock':
      return run.turnClock(step.ms);
    case 'crash':
      return run.crash();
  }
}

/** From here on everything goes well: the run has to end. */
function finish(run: SimulatedRun): void {
  for (let turn = 0; turn < 2_000 && !run.hasEnded; turn += 1) {
    if (run.running.size > 0) run.end(0, 'success', keys(2));
    else if (run.state.phase === 'paused') run.signal({ type: 'resume' });
    else if (run.state.counts.held > 0)
      for (const name of run.plan.stages.keys()) run.signal({ type: 'answer', stage: name });
    else run.turnClock(100);
  }
}

test('any run, through any failures, crashes, requests and clock jumps, stays sound and can end', () => {
  fc.assert(
    fc.property(
      plans,
      fc.integer({ min: 1, max: 4 }),
      fc.array(steps, { maxLength: 60 }),
      (plan, capacity, list) => {
        const run = new SimulatedRun(plan, capacity);
        for (const step of list) if (!run.hasEnded) take(run, step);
        expect(fold(plan, run.journal)).toEqual(run.state);
        finish(run);
        expect(run.hasEnded, 'the run can end').toBe(true);
        expectSoundJournal(plan, run.journal);
        expect(fold(plan, run.journal)).toEqual(run.state);
        expect(run.state.counts.running).toBe(0);
        if (run.state.phase !== 'succeeded') expect(run.state.compensable).toEqual([]);
        else
          for (const stage of run.state.stages.values())
            expect(['succeeded', 'skipped']).toContain(stage.status);
      },
    ),
    { numRuns: Number(process.env['MILLWRIGHT_PROPERTY_RUNS'] ?? 2_000) },
  );
});
