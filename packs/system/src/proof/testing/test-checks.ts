import { type Check, type Finding, type Tier, defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';
import { testFiles } from './run-tests.ts';
import { scenariosNotRun } from './scenarios-not-run.ts';
import type { TestRun } from './test-run.ts';

interface Suite {
  readonly name: string;
  readonly tier: Tier;
  /** The folder under `test`. */
  readonly folder: string;
  readonly needs: readonly string[];
  readonly run: (context: ProofContext) => Promise<TestRun>;
  /** What was to be tested and was not. */
  readonly missing?: (context: ProofContext, run: TestRun) => readonly Finding[];
}

export const unitTestsCheck = suiteCheck({
  name: 'unit-tests',
  tier: 2,
  folder: 'unit',
  needs: [],
  run: (context) => context.tests(),
});

export const integrationTestsCheck = suiteCheck({
  name: 'integration-tests',
  tier: 3,
  folder: 'integration',
  needs: [],
  run: (context) => context.tests(),
});

export const acceptanceTestsCheck = suiteCheck({
  name: 'acceptance-tests',
  tier: 4,
  folder: 'acceptance',
  needs: ['boots'],
  run: (context) => context.acceptance(),
  missing: ({ model }, run) => scenariosNotRun(model, run),
});

function suiteCheck(suite: Suite): Check<ProofContext> {
  return defineCheck<ProofContext>({
    name: suite.name,
    tier: suite.tier,
    needs: suite.needs,
    timeoutMs: Number.POSITIVE_INFINITY,
    appliesTo: ({ stage, missingData }) =>
      missingData ??
      (testFiles(stage.folder, [suite.folder]).length > 0 || {
        why: `there are no tests in test/${suite.folder}`,
      }),
    run: async (context, { log }) => {
      const run = await suite.run(context);
      log(run.log);
      return [
        ...findingsOf(run, suite.folder, testFiles(context.stage.folder, [suite.folder])),
        ...(suite.missing?.(context, run) ?? []),
      ];
    },
  });
}

function findingsOf(run: TestRun, folder: string, files: readonly string[]): readonly Finding[] {
  const isOfSuite = (file: string | undefined) => file?.startsWith(`test/${folder}/`) ?? true;
  const tests = run.tests.filter((test) => isOfSuite(test.file));
  const findings: Finding[] = tests
    .filter((test) => test.status === 'failed')
    .map((test) => ({
      code: 'test_failed',
      severity: 'error',
      message: `${test.name}: ${firstLines(test.message ?? 'it failed')}`,
      about: test.name,
      // A file that does not load hides the tests in it.
      ...(test.name === test.file && { isBlocking: true as const }),
      place: placeOf(test),
    }));
  if (run.timedOut) {
    findings.push({
      code: 'tests_timed_out',
      severity: 'error',
      message: 'The tests did not end in time.',
      isBlocking: true,
    });
  } else if (!run.isComplete) {
    findings.push({
      code: 'tests_died',
      severity: 'error',
      message: 'The test run ended before its time.',
      isBlocking: true,
    });
  }
  const heardOf = new Set(tests.map((test) => test.file));
  for (const file of files.filter((one) => !heardOf.has(one))) {
    findings.push({
      code: 'tests_missing',
      severity: 'error',
      message: 'No test of this file gave a result.',
      place: { file },
      isBlocking: true,
    });
  }
  return findings;
}

function placeOf(test: {
  file?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
}) {
  return {
    file: test.file ?? 'test',
    ...(test.line ? { line: test.line } : {}),
    ...(test.column ? { column: test.column } : {}),
  };
}

function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 6).join('\n').slice(0, 1_000);
}
