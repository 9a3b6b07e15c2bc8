import { expect, test } from 'vitest';
import { checkSample } from '../check-sample.testkit.ts';
import { sampleModel, sampleSystem } from '../sample-system.testkit.ts';

const unit = (code: string) => ({
  'test/unit/extra.test.ts': `import { test } from 'node:test';\n${code}\n`,
});
const codes = (result: { readonly findings: readonly { readonly code: string }[] } | undefined) =>
  result?.findings.map(({ code }) => code);

test('a failing test fails its suite and no other', async () => {
  const tree = await sampleSystem(unit("test('one is two', () => { throw new Error('it is not'); });"));
  const results = await checkSample(tree, ['unit-tests', 'integration-tests']);
  expect(results['unit-tests']).toMatchObject({
    status: 'failed',
    findings: [
      {
        code: 'test_failed',
        message: 'one is two: it is not',
        place: { file: 'test/unit/extra.test.ts', line: 2 },
      },
    ],
  });
  expect(results['integration-tests']?.status).toBe('passed');
});

test('tests that only work in a process of their own count as npm test would count them', async () => {
  const once = `globalThis.seen ??= 0;\nglobalThis.seen++;\ntest('alone', () => { if (globalThis.seen > 1) throw new Error('not alone'); });`;
  const declared = `declare global { var seen: number; }\n${once}`;
  const tree = await sampleSystem({
    ...unit(declared),
    'test/unit/other.test.ts': `import { test } from 'node:test';\n${once}\n`,
  });
  const results = await checkSample(tree, ['unit-tests', 'coverage']);
  expect(results['unit-tests']?.status).toBe('passed');
  expect(results.coverage?.status).toBe('passed');
});

test('a test that ends the whole run is found out', async () => {
  const results = await checkSample(await sampleSystem(unit('process.exit(0);')), ['unit-tests']);
  expect(results['unit-tests']?.status).toBe('failed');
});

test('a test that never ends is ended', async () => {
  const tree = await sampleSystem(unit("test('endless', () => { for (;;); });"));
  const results = await checkSample(tree, ['unit-tests']);
  expect(codes(results['unit-tests'])).toContain('tests_timed_out');
});

test('a test file that does not load is a failure', async () => {
  const results = await checkSample(await sampleSystem(unit("import './no-such-file.ts';")), ['unit-tests']);
  expect(results['unit-tests']?.status).toBe('failed');
  expect(results['unit-tests']?.findings).toContainEqual(expect.objectContaining({ isBlocking: true }));
});

test('a flood of output drowns nothing', async () => {
  const flood = "test('loud', () => { for (let i = 0; i < 2000; i++) console.log('x'.repeat(10_000)); });";
  const results = await checkSample(await sampleSystem(unit(flood)), ['unit-tests']);
  expect(results['unit-tests']?.status).toBe('passed');
});

test('code that no test runs lowers coverage, though no test loads it', async () => {
  const idle = Array.from({ length: 60 }, (_, index) => `export const value${index} = ${index};`).join('\n');
  const results = await checkSample(await sampleSystem({ 'src/idle.ts': `${idle}\n` }), ['coverage']);
  expect(codes(results.coverage)?.[0]).toBe('coverage_too_low');
  expect(results.coverage?.findings[1]).toMatchObject({ place: { file: 'src/idle.ts' } });
});

test('types and comments are not lines of code', async () => {
  const types = Array.from(
    { length: 60 },
    (_, index) => `/** A ${index}. */\nexport interface A${index} { x: number }`,
  );
  const results = await checkSample(await sampleSystem({ 'src/types.ts': `${types.join('\n')}\n` }), [
    'coverage',
  ]);
  expect(results.coverage?.status).toBe('passed');
});

test('a file that no test runs is named, with its remedy, though coverage is high enough', async () => {
  const idle = 'export function idle(n: number): number {\n  const twice = n * 2;\n  return twice;\n}\n';
  const results = await checkSample(await sampleSystem({ 'src/idle.ts': idle }), ['coverage']);
  expect(results.coverage).toMatchObject({
    status: 'passed',
    findings: [
      {
        code: 'file_not_tested',
        severity: 'warning',
        place: { file: 'src/idle.ts', line: 1 },
        fix: 'Write test/unit/idle.test.ts.',
      },
    ],
  });
});

test('a scenario whose test is gone or skipped is a failure, with the place where there is one', async () => {
  const scenario = (title: string) => ({ id: title, title, proves: ['R1'], steps: [] });
  const model = { ...sampleModel, scenarios: [scenario('played'), scenario('skipped'), scenario('gone')] };
  const tests = "test('R1 · played', () => {});\ntest.skip('R1 · skipped', () => {});";
  const tree = await sampleSystem({
    'test/acceptance/a.test.ts': `import { test } from 'node:test';\n${tests}\n`,
  });
  const { 'acceptance-tests': result } = await checkSample(tree, ['acceptance-tests'], model);
  const missing = result?.findings.filter(({ code }) => code === 'scenario_not_run');
  expect(missing?.map(({ about, place }) => [about, place])).toEqual([
    ['R1 · skipped', { file: 'test/acceptance/a.test.ts', line: 3 }],
    ['R1 · gone', undefined],
  ]);
});
