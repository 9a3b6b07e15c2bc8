import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPlainFile, type Sandbox } from '@millwright/factory';
import type { StagedSystem } from '../staging/stage-system.ts';
import { readTestLines, type TestRun } from './test-run.ts';

/** How long a run may take: so much in any case, and so much more for each file and for each further system that it starts. */
export interface TestLimits {
  readonly testsMs: number;
  readonly perTestFileMs: number;
}

export interface RunTestsOptions {
  readonly stage: StagedSystem;
  readonly sandbox: Sandbox;
  /** Folders under `test`, such as `unit`. */
  readonly suites: readonly string[];
  readonly withCoverage: boolean;
  /** Not for suites whose files start systems before their tests: in one process, all of them would start at once. */
  readonly mayShareProcess: boolean;
  readonly limits: TestLimits;
  readonly signal?: AbortSignal | undefined;
}

/** Ends a single test that waits for ever; one that loops for ever is ended with the whole run. */
const testTimeoutMs = 30_000;

/** Test files wait for the systems that they start much of the time. */
const filesAtOnce = availableParallelism() + 1;

const reporter = fileURLToPath(new URL('./test-reporter.mjs', import.meta.url));

export function testFiles(folder: string, suites: readonly string[]): readonly string[] {
  return suites.flatMap((suite) => globSync(`test/${suite}/**/*.test.ts`, { cwd: folder }).toSorted());
}

/**
 * Runs suites of a staged system with node:test. Files that may share a process do so first, which is several times
 * faster; when that fails, each file gets a process of its own, as `npm test` does it, and that result counts.
 */
export async function runTests(options: RunTestsOptions): Promise<TestRun> {
  const files = testFiles(options.stage.folder, options.suites);
  if (!options.mayShareProcess) return runOnce(options, files, 'process');
  const quick = await runOnce(options, files, 'none');
  if (isClean(quick)) return quick;
  const careful = await runOnce(options, files, 'process');
  return {
    ...careful,
    log: `${quick.log}\n\nOnce more, each file in a process of its own:\n\n${careful.log}`,
  };
}

function isClean(run: TestRun): boolean {
  return run.isComplete && run.tests.every((test) => test.status !== 'failed');
}

async function runOnce(
  { stage, sandbox, withCoverage, limits, signal }: RunTestsOptions,
  files: readonly string[],
  isolation: 'none' | 'process',
): Promise<TestRun> {
  const lines = `tests-${crypto.randomUUID()}.ndjson`;
  const result = await sandbox.run({
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      '--test',
      `--test-timeout=${testTimeoutMs}`,
      `--test-isolation=${isolation}`,
      `--test-concurrency=${filesAtOnce}`,
      ...(withCoverage ? ['--experimental-test-coverage', '--test-coverage-include=src/**'] : []),
      `--test-reporter=${reporter}`,
      `--test-reporter-destination=${join(stage.scratch, lines)}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      ...files,
    ],
    cwd: stage.folder,
    env: stage.environment,
    timeoutMs: limits.testsMs + systemsOf(stage.folder, files) * limits.perTestFileMs,
    signal,
  });
  return {
    ...readTestLines(testLines(stage, lines)),
    timedOut: result.timedOut,
    log: `${result.stdout}${result.stderr}`,
    ms: result.ms,
  };
}

/** What the reporter wrote; nothing where the code under test has put something else in its place. */
function testLines({ scratch }: StagedSystem, name: string): string {
  try {
    return readPlainFile(scratch, name);
  } catch {
    return '';
  }
}

/** How many systems the files start one after the other; at least one for each file. */
function systemsOf(folder: string, files: readonly string[]): number {
  const counts = files.map((file) =>
    Math.max(1, readPlainFile(folder, file).split('RunningSystem.start(').length - 1),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
