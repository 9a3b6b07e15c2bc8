import { readFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '@millwright/factory';
import type { StagedSystem } from '../staging/stage-system.ts';
import { readTestLines, type TestRun } from './test-run.ts';

export interface RunTestsOptions {
  readonly stage: StagedSystem;
  readonly sandbox: Sandbox;
  /** Folders under `test`, such as `unit`. */
  readonly suites: readonly string[];
  readonly withCoverage: boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Ends a single test that waits for ever; one that loops for ever is ended with the whole run. */
const testTimeoutMs = 30_000;

const reporter = fileURLToPath(new URL('./test-reporter.mjs', import.meta.url));

export function testFiles(folder: string, suites: readonly string[]): readonly string[] {
  return suites.flatMap((suite) => globSync(`test/${suite}/**/*.test.ts`, { cwd: folder }).toSorted());
}

/**
 * Runs suites of a staged system with node:test. All files share one process, which is several times faster; when that
 * fails, each file gets a process of its own, as `npm test` does it, and that result counts.
 */
export async function runTests(options: RunTestsOptions): Promise<TestRun> {
  const files = testFiles(options.stage.folder, options.suites);
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
  { stage, sandbox, withCoverage, timeoutMs, signal }: RunTestsOptions,
  files: readonly string[],
  isolation: 'none' | 'process',
): Promise<TestRun> {
  const lines = join(stage.scratch, `tests-${crypto.randomUUID()}.ndjson`);
  const result = await sandbox.run({
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      '--test',
      `--test-timeout=${testTimeoutMs}`,
      `--test-isolation=${isolation}`,
      ...(withCoverage ? ['--experimental-test-coverage', '--test-coverage-include=src/**'] : []),
      `--test-reporter=${reporter}`,
      `--test-reporter-destination=${lines}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      ...files,
    ],
    cwd: stage.folder,
    env: stage.environment,
    timeoutMs,
    signal,
  });
  const text = await readFile(lines, 'utf8').catch(() => '');
  return {
    ...readTestLines(text),
    timedOut: result.timedOut,
    log: `${result.stdout}${result.stderr}`,
    ms: result.ms,
  };
}
