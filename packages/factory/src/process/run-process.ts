import { ProcessGroup } from './process-group.ts';
import type { ProcessResult, RunSpec } from './process-spec.ts';

/**
 * Runs a command to its end. A command that fails or runs out of time is a result, not an error.
 * @throws ProcessStartError when it cannot be started; the signal's reason when it was aborted, once the group is dead.
 */
export async function runProcess(spec: RunSpec): Promise<ProcessResult> {
  const group = await ProcessGroup.start(spec);
  group.terminateOn(spec.signal);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    group.terminate();
  }, spec.timeoutMs);
  try {
    const exit = await group.exited;
    spec.signal?.throwIfAborted();
    return {
      ...exit,
      stdout: group.stdout.toString(),
      stderr: group.stderr.toString(),
      timedOut,
      outputTruncated: group.stdout.isTruncated || group.stderr.isTruncated,
    };
  } finally {
    clearTimeout(timer);
  }
}
