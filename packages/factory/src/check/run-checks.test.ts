import { expect, test } from 'vitest';
import { defineCheck, type CheckDefinition } from './check.ts';
import type { Finding } from './finding.ts';
import { runChecks, type CheckEvent, type RunChecksOptions } from './run-checks.ts';

interface Context {
  readonly isApi: boolean;
}
const error: Finding = {
  code: 'bad',
  severity: 'error',
  message: 'It is bad.',
  place: { file: 'a.ts', line: 3 },
};
const warning: Finding = { code: 'odd', severity: 'warning', message: 'It is odd.' };

const check = (name: string, more: Partial<CheckDefinition<Context>> = {}) =>
  defineCheck<Context>({ name, tier: 2, run: () => [], ...more });

const statuses = async (checks: ReturnType<typeof check>[], options: Partial<RunChecksOptions> = {}) => {
  const outcomes = await runChecks(checks, { isApi: false }, { concurrency: 4, ...options });
  return outcomes.map(({ result }) => [result.name, result.status, result.why ?? null]);
};

test('passes without errors, fails with one, and warnings do not fail', async () => {
  const outcomes = await runChecks(
    [
      check('clean'),
      check('odd', { run: async () => [warning] }),
      check('bad', { run: () => [warning, error] }),
    ],
    { isApi: true },
    { concurrency: 2 },
  );
  expect(outcomes.map(({ result }) => result)).toEqual([
    { tier: 2, name: 'clean', status: 'passed', findings: [], ms: expect.any(Number) },
    { tier: 2, name: 'odd', status: 'passed', findings: [warning], ms: expect.any(Number) },
    { tier: 2, name: 'bad', status: 'failed', findings: [warning, error], ms: expect.any(Number) },
  ]);
});

test('a failed check hides no others; only what needs it is skipped, with the reason', async () => {
  expect(
    await statuses([
      check('late', { tier: 4, needs: ['boots'] }),
      check('later', { tier: 4, needs: ['late'] }),
      check('boots', { tier: 3, run: () => [error] }),
      check('independent', { tier: 3 }),
    ]),
  ).toEqual([
    ['late', 'skipped', 'it needs boots, which failed'],
    ['later', 'skipped', 'it needs late, which was skipped'],
    ['boots', 'failed', null],
    ['independent', 'passed', null],
  ]);
});

test('skips what does not apply', async () => {
  const api = check('api', { appliesTo: ({ isApi }) => isApi || { why: 'there is no API' } });
  expect(await statuses([api])).toEqual([['api', 'skipped', 'there is no API']]);
});

test('turns whatever a check throws into a failed check', async () => {
  const throwing = [
    () => {
      throw new Error('at once');
    },
    async () => {
      throw 'later, and not even an error';
    },
    () => [{ code: 1 }] as unknown as Finding[],
    () => undefined as unknown as Finding[],
  ];
  const checks = throwing.map((run, index) => check(`crash-${index}`, { run }));
  const lazy = check('crash-lazy', {
    appliesTo: () => {
      throw new Error('in appliesTo');
    },
  });
  const outcomes = await runChecks([...checks, lazy], { isApi: true }, { concurrency: 2 });
  for (const { result, log } of outcomes) {
    expect(result).toMatchObject({
      status: 'failed',
      findings: [{ code: 'check_crashed', severity: 'error' }],
    });
    expect(log).not.toBe('');
  }
});

test('ends a check that does not end itself', async () => {
  let wasTold = false;
  const endless = check('endless', {
    timeoutMs: 20,
    run: (_, { signal }) => {
      signal.addEventListener('abort', () => {
        wasTold = true;
      });
      return new Promise<Finding[]>(() => undefined);
    },
  });
  const [outcome] = await runChecks([endless], { isApi: true }, { concurrency: 1 });
  expect(outcome?.result.findings).toMatchObject([{ code: 'check_timed_out' }]);
  expect(wasTold).toBe(true);
});

test('a check without a time limit has all the time it needs', async () => {
  const patient = check('patient', {
    timeoutMs: Number.POSITIVE_INFINITY,
    run: () => new Promise<Finding[]>((resolve) => setTimeout(() => resolve([]), 30)),
  });
  const [outcome] = await runChecks([patient], { isApi: true }, { concurrency: 1 });
  expect(outcome?.result.status).toBe('passed');
});

test('never runs more at once than allowed, and as many as allowed', async () => {
  let running = 0;
  let most = 0;
  const busy = Array.from({ length: 7 }, (_, index) =>
    check(`busy-${index}`, {
      run: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        return [];
      },
    }),
  );
  await runChecks(busy, { isApi: true }, { concurrency: 3 });
  expect(most).toBe(3);
});

test('tells what starts and what finishes, and keeps the log of each', async () => {
  const events: CheckEvent[] = [];
  const logging = check('logging', {
    run: (_, tools) => {
      tools.log('first');
      tools.log('second\n');
      return [];
    },
  });
  const outcomes = await runChecks(
    [logging],
    { isApi: true },
    { concurrency: 1, onEvent: (event) => events.push(event) },
  );
  expect(events.map((event) => event.kind)).toEqual(['check-started', 'check-finished']);
  expect(outcomes[0]?.log).toBe('first\nsecond\n');
});

test('an abort reaches running checks and starts no more', async () => {
  const abort = new AbortController();
  const started: string[] = [];
  const reason = new Error('enough');
  const checks = ['a', 'b'].map((name) =>
    check(name, {
      run: () => {
        started.push(name);
        abort.abort(reason);
        return new Promise<Finding[]>(() => undefined);
      },
    }),
  );
  await expect(runChecks(checks, { isApi: true }, { concurrency: 1, signal: abort.signal })).rejects.toBe(
    reason,
  );
  expect(started).toEqual(['a']);
});

test.each([
  ['two of one name', [check('a'), check('a')]],
  ['a need that is missing', [check('a', { needs: ['b'] })]],
  ['a circle', [check('a', { needs: ['b'] }), check('b', { needs: ['a'] })]],
])('refuses %s', async (_, checks) => {
  await expect(statuses(checks)).rejects.toMatchObject({ code: 'check_plan_invalid' });
});
