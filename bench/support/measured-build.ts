import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface MeasuredBuild {
  /** From the request to all files written, without the proof. */
  readonly artifactsMs: number;
  readonly proofMs: number;
  /** From starting the process to its end. */
  readonly commandMs: number;
  /** Largest resident memory of the factory's process. */
  readonly peakMiB: number;
  readonly files: number;
  readonly status: string;
}

const entry = join(import.meta.dirname, '../../packages/millwright/src/main.ts');
const reporter = join(import.meta.dirname, 'report-memory.mjs');

/** Runs the whole command for a request, into a folder that does not exist yet. */
export function measuredBuild(request: string, out: string): MeasuredBuild {
  const state = `${out}-state`;
  const started = performance.now();
  const result = spawnSync(
    process.execPath,
    ['--import', reporter, entry, 'new', '--out', out, '--json', '-f', '-'],
    {
      input: request,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      env: { ...process.env, MILLWRIGHT_HOME: state },
    },
  );
  const commandMs = performance.now() - started;
  const document = JSON.parse(result.stdout);
  if (document.out === null) throw new Error(`The build failed: ${JSON.stringify(document.error)}`);
  const proofMs = document.timingsMs.prove;
  const peakMiB = Number(/peak-memory-kib=(\d+)/.exec(result.stderr)?.[1]) / 1024;
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  ).length;
  rmSync(out, { recursive: true });
  rmSync(state, { recursive: true });
  return {
    artifactsMs: document.timingsMs.total - proofMs,
    proofMs,
    commandMs,
    peakMiB,
    files,
    status: document.status,
  };
}
