import { ServiceStartError } from '../errors.ts';
import { LineSplitter } from './line-splitter.ts';
import { ProcessGroup } from './process-group.ts';
import type { ProcessExit, ProcessSpec } from './process-spec.ts';

export interface ServiceSpec<Ready> extends ProcessSpec {
  /** Sees each line of stdout; the first value that is not undefined makes the service ready. */
  readonly readyWhen: (line: string) => Ready | undefined;
  readonly readyTimeoutMs: number;
  /**
   * The port at which the service listens, for sandboxes that must make it reachable from outside. Without it a ready
   * value that is a number is the port, and a service with any other value is not reached over the network.
   */
  portOf?(ready: Ready): number | undefined;
}

export interface ServiceExit extends ProcessExit {
  /** True when SIGTERM was not enough. */
  readonly wasKilled: boolean;
}

/** A long-running child that has said that it is ready. */
export interface Service<Ready> extends AsyncDisposable {
  readonly pid: number;
  readonly ready: Ready;
  readonly startMs: number;
  readonly exited: Promise<ProcessExit>;
  isRunning(): boolean;
  output(): { readonly stdout: string; readonly stderr: string };
  /** SIGTERM, then SIGKILL after `graceMs`. Stopping what has stopped is no error. */
  stop(graceMs?: number): Promise<ServiceExit>;
  /** SIGKILL at once. */
  kill(): Promise<ProcessExit>;
}

/**
 * Starts a service and waits until it says that it is ready.
 * @throws ProcessStartError when it cannot be started, ServiceStartError when it ends or stays silent instead of getting
 * ready, the signal's reason when it was aborted. In each case its group is dead.
 */
export async function startService<Ready>(spec: ServiceSpec<Ready>): Promise<Service<Ready>> {
  const startedAt = performance.now();
  const { promise: ready, resolve } = Promise.withResolvers<{ value: Ready }>();
  let isReady = false;
  const lines = new LineSplitter((line) => {
    const value = isReady ? undefined : spec.readyWhen(line);
    if (value === undefined) return;
    isReady = true;
    resolve({ value });
  });
  const group = await ProcessGroup.start(spec, { onStdout: (chunk) => isReady || lines.push(chunk) });
  group.terminateOn(spec.signal);

  let timer: NodeJS.Timeout | undefined;
  const outcome = await Promise.race([
    ready,
    group.exited.then((exit) => ({ exit })),
    new Promise<'timeout'>((expire) => {
      timer = setTimeout(() => expire('timeout'), spec.readyTimeoutMs);
    }),
  ]);
  clearTimeout(timer);
  if (typeof outcome === 'object' && 'value' in outcome && !spec.signal?.aborted) {
    return createService(group, outcome.value, performance.now() - startedAt);
  }
  group.terminate();
  const exit = await group.exited;
  spec.signal?.throwIfAborted();
  throw new ServiceStartError({
    command: spec.command,
    reason: outcome === 'timeout' ? `it said nothing for ${spec.readyTimeoutMs} ms` : describeExit(exit),
    stdout: group.stdout.toString(),
    stderr: group.stderr.toString(),
  });
}

function createService<Ready>(group: ProcessGroup, ready: Ready, startMs: number): Service<Ready> {
  const stop = async (graceMs?: number): Promise<ServiceExit> => {
    group.terminate(graceMs);
    const exit = await group.exited;
    return { ...exit, wasKilled: exit.signal === 'SIGKILL' };
  };
  return {
    pid: group.id,
    ready,
    startMs,
    exited: group.exited,
    isRunning: () => group.isRunning,
    output: () => ({ stdout: group.stdout.toString(), stderr: group.stderr.toString() }),
    stop,
    kill: () => {
      group.kill();
      return group.exited;
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

function describeExit(exit: ProcessExit): string {
  return exit.signal ? `it was ended by ${exit.signal}` : `it ended with exit code ${exit.exitCode}`;
}
