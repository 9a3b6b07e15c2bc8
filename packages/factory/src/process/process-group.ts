import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { ProcessStartError } from '../errors.ts';
import { BoundedOutput } from './bounded-output.ts';
import { guardGroup, releaseGroup, signalGroup } from './orphan-guard.ts';
import { ProcessLog } from './process-log.ts';
import { processDefaults, type ProcessExit, type ProcessSpec } from './process-spec.ts';

/** A process that left the group may keep a pipe open for ever; its output is waited for no longer than this. */
const drainMs = 250;

export interface Listening {
  readonly onStdout?: (chunk: Buffer) => void;
  /** Whether the child gets a stream in both directions as its file descriptor 3. */
  readonly withChannel?: boolean;
}

/**
 * A child in a process group of its own. When the child ends, for whatever reason, what is left of its group is killed.
 * POSIX only.
 */
export class ProcessGroup {
  readonly id: number;
  readonly stdout: BoundedOutput;
  readonly stderr: BoundedOutput;
  /** Settles when the child is gone, its group is swept and its output is read. */
  readonly exited: Promise<ProcessExit>;
  readonly #child: ChildProcess;
  readonly #graceMs: number;
  readonly #log: ProcessLog | undefined;
  #killTimer: NodeJS.Timeout | undefined;
  #isRunning = true;

  private constructor(child: ChildProcess, id: number, spec: ProcessSpec, { onStdout }: Listening) {
    const maxOutputBytes = spec.maxOutputBytes ?? processDefaults.maxOutputBytes;
    this.id = id;
    this.#child = child;
    this.#graceMs = spec.graceMs ?? processDefaults.graceMs;
    this.stdout = new BoundedOutput(maxOutputBytes);
    this.stderr = new BoundedOutput(maxOutputBytes);
    this.#log = spec.logFile
      ? new ProcessLog(spec.logFile, spec.maxLogBytes ?? processDefaults.maxLogBytes)
      : undefined;
    child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout.push(chunk);
      this.#log?.write(chunk);
      onStdout?.(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr.push(chunk);
      this.#log?.write(chunk);
    });
    this.exited = this.#untilExited(performance.now());
    // Whoever needs the exit awaits it; nobody has to.
    this.exited.catch(() => undefined);
  }

  /** @throws ProcessStartError when the command cannot be started. */
  static async start(spec: ProcessSpec, listening: Listening = {}): Promise<ProcessGroup> {
    spec.signal?.throwIfAborted();
    const channels = listening.withChannel === true ? (['pipe'] as const) : [];
    let child: ChildProcess;
    try {
      child = spawn(spec.command, [...(spec.args ?? [])], {
        cwd: spec.cwd,
        env: { ...spec.env },
        detached: true,
        stdio: [spec.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...channels],
      });
    } catch (error) {
      throw new ProcessStartError(spec.command, spec.cwd, error);
    }
    if (child.pid === undefined) {
      const [error] = (await once(child, 'error')) as [unknown];
      throw new ProcessStartError(spec.command, spec.cwd, error);
    }
    guardGroup(child.pid);
    child.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(spec.stdin);
    return new ProcessGroup(child, child.pid, spec, listening);
  }

  /** The other end of the child's file descriptor 3, for one that was started with a channel. */
  get channel(): Duplex | undefined {
    return this.#child.stdio[3] as Duplex | undefined;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** SIGTERM to the group, SIGKILL after the grace time. */
  terminate(graceMs: number = this.#graceMs): void {
    if (!this.#isRunning) return;
    signalGroup(this.id, 'SIGTERM');
    this.#killTimer ??= setTimeout(() => this.kill(), graceMs);
  }

  kill(): void {
    if (this.#isRunning) signalGroup(this.id, 'SIGKILL');
  }

  /** Runs `terminate` when the signal aborts, until the child has gone. */
  terminateOn(signal: AbortSignal | undefined): void {
    if (!signal) return;
    const stop = () => this.terminate();
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    const forget = () => signal.removeEventListener('abort', stop);
    this.exited.then(forget, forget);
  }

  async #untilExited(startedAt: number): Promise<ProcessExit> {
    const closed = once(this.#child, 'close');
    const [exitCode, signal] = (await once(this.#child, 'exit')) as [number | null, NodeJS.Signals | null];
    const ms = performance.now() - startedAt;
    this.#isRunning = false;
    clearTimeout(this.#killTimer);
    signalGroup(this.id, 'SIGKILL');
    releaseGroup(this.id);
    let drainTimer: NodeJS.Timeout | undefined;
    const drained = new Promise((resolve) => {
      drainTimer = setTimeout(resolve, drainMs);
    });
    await Promise.race([closed, drained]);
    clearTimeout(drainTimer);
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    await this.#log?.close();
    return { exitCode, signal, ms };
  }
}
