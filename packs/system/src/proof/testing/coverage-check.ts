import { type Finding, defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';
import { testFiles } from './run-tests.ts';
import type { FileCoverage } from './test-run.ts';

export const requiredCoveragePercent = 80;

/** Enough of the system's own code runs in its unit and integration tests. */
export const coverageCheck = defineCheck<ProofContext>({
  name: 'coverage',
  tier: 3,
  timeoutMs: Number.POSITIVE_INFINITY,
  appliesTo: ({ stage, missingData }) =>
    missingData ??
    (testFiles(stage.folder, ['unit', 'integration']).length > 0 || { why: 'there are no tests' }),
  run: async (context, { log }) => {
    const tests = await context.tests();
    const coverage = tests.coverage.filter(({ path }) => path !== outOfReach);
    const percent = percentOf(coverage);
    for (const file of coverage) log(`${percentOf([file]).toFixed(1).padStart(5)} %  ${file.path}`);
    log(`${percent.toFixed(1).padStart(5)} %  in all`);
    if (coverage.length === 0) return [noFigures];
    return percent < requiredCoveragePercent
      ? [tooLow(percent), ...worst(coverage)]
      : coverage.filter(isUntested).map(notTested);
  },
});

/** Share of the lines of code that ran, 0 to 100. Files without code leave it as it is. */
export function percentOf(files: readonly FileCoverage[]): number {
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const uncovered = files.reduce((sum, file) => sum + file.uncovered.length, 0);
  return lines === 0 ? 100 : ((lines - uncovered) / lines) * 100;
}

const noFigures: Finding = {
  code: 'coverage_unknown',
  severity: 'error',
  message: 'The test run ended without saying which lines ran.',
};

function tooLow(percent: number): Finding {
  return {
    code: 'coverage_too_low',
    severity: 'error',
    message: `${percent.toFixed(1)} % of the lines ran in tests; ${requiredCoveragePercent} % are required.`,
  };
}

/** Speaks with a broker, which is nowhere where tests run. */
const outOfReach = 'src/nats-topics.ts';

/** Runs only where a test has its own clock, in processes that nobody watches. */
const outOfSight = 'src/http/test-clock-routes.ts';
const fewLines = 3;

function isUntested({ path, lines, uncovered }: FileCoverage): boolean {
  return lines >= fewLines && uncovered.length === lines && path !== outOfSight;
}

function notTested({ path, uncovered }: FileCoverage): Finding {
  return {
    code: 'file_not_tested',
    severity: 'warning',
    message: 'None of its lines ran in a test.',
    place: { file: path, line: uncovered[0] ?? 1 },
    fix: `Write test/unit/${path.split('/').at(-1)?.replace(/\.ts$/, '.test.ts') ?? ''}.`,
  };
}

function worst(files: readonly FileCoverage[]): readonly Finding[] {
  return files
    .filter((file) => percentOf([file]) < requiredCoveragePercent)
    .toSorted((a, b) => b.uncovered.length - a.uncovered.length)
    .slice(0, 10)
    .map((file) => ({
      code: 'lines_not_covered',
      severity: 'info',
      message: `${file.uncovered.length} of ${file.lines} lines never ran.`,
      place: { file: file.path, line: file.uncovered[0] ?? 1 },
    }));
}
