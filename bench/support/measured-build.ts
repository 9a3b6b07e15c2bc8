import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

export interface MeasuredBuild {
  /** From the request to all files written, without the proof. */
  readonly artifactsMs: number;
  readonly proofMs: number;
  /** From starting the process to its end. */
  readonly commandMs: number;
  /** Largest resident memory of the factory's process up to the moment when all files are generated. */
  readonly artifactsMiB: number;
  /** The same for the whole command. */
  readonly peakMiB: number;
  readonly files: number;
  readonly status: string;
}

const root = join(import.meta.dirname, '../..');
const compileCache = join(root, 'node_modules/.cache/compile');
// Both as npm start sets them.
const memory = '--max-semi-space-size=4';
const entry = join(root, 'packages/millwright/src/main.ts');

/** Runs the whole command for a request, into a folder that does not exist yet; `state` is kept from build to build. */
export async function measuredBuild(request: string, out: string, state: string): Promise<MeasuredBuild> {
  const started = performance.now();
  const child = spawn(process.execPath, [memory, entry, 'new', '--out', out, '--json', '-f', '-'], {
    stdio: 'pipe',
    env: { ...process.env, MILLWRIGHT_HOME: state, NODE_COMPILE_CACHE: compileCache },
  });
  child.stdin.end(request);
  let artifactsMiB = 0;
  let peakMiB = 0;
  const sample = () => {
    peakMiB = Math.max(peakMiB, highWaterMiB(child.pid));
  };
  const timer = setInterval(sample, 20);
  child.stderr.setEncoding('utf8').on('data', (lines: string) => {
    if (!lines.includes('assemble succeeded')) return;
    sample();
    artifactsMiB = peakMiB;
  });
  const document = JSON.parse(await text(child.stdout));
  clearInterval(timer);
  const commandMs = performance.now() - started;
  if (document.out === null) throw new Error(`The build failed: ${JSON.stringify(document.error)}`);
  const proofMs = document.timingsMs.prove;
  const entries = readdirSync(out, { recursive: true, withFileTypes: true });
  rmSync(out, { recursive: true });
  return {
    artifactsMs: document.timingsMs.total - proofMs,
    proofMs,
    commandMs,
    artifactsMiB,
    peakMiB,
    files: entries.filter((each) => each.isFile()).length,
    status: document.status,
  };
}

export type MeasuredArtifacts = Pick<MeasuredBuild, 'artifactsMs' | 'artifactsMiB' | 'files'> & {
  /** Processor time of the factory's process up to that moment; not a number where the kernel does not tell. */
  readonly artifactsCpuMs: number;
};

/** Runs the command only until all files are generated, from the start of the process on, and then ends it. */
export async function measuredArtifacts(
  request: string,
  out: string,
  state: string,
): Promise<MeasuredArtifacts> {
  const started = performance.now();
  const child = spawn(process.execPath, [memory, entry, 'new', '--out', out, '--json', '-f', '-'], {
    stdio: 'pipe',
    env: { ...process.env, MILLWRIGHT_HOME: state, NODE_COMPILE_CACHE: compileCache },
  });
  child.stdin.end(request);
  child.stdout.resume();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  child.on('close', () => resolve());
  let measured: MeasuredArtifacts | undefined;
  let progress = '';
  child.stderr.setEncoding('utf8').on('data', (lines: string) => {
    progress += lines;
    const files = /assemble succeeded in [^:]*: (\d+) files/.exec(progress)?.[1];
    if (files === undefined || measured !== undefined) return;
    measured = {
      artifactsMs: performance.now() - started,
      artifactsCpuMs: cpuMsOf(child.pid),
      artifactsMiB: highWaterMiB(child.pid),
      files: Number(files),
    };
    child.kill('SIGINT');
  });
  await ended;
  rmSync(out, { recursive: true, force: true });
  if (measured === undefined)
    throw new Error(`The build ended before its files were generated:\n${progress}`);
  return measured;
}

/** Processor time as Linux tells it, in hundredths of a second. */
function cpuMsOf(pid: number | undefined): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
    return (user + system) * 10;
  } catch {
    return Number.NaN;
  }
}

/** What the kernel says was the most memory a process ever had resident. */
function highWaterMiB(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
