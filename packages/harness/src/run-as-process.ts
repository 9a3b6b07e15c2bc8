import { constants } from 'node:os';
import type { Log } from './log.ts';
import type { SystemExecutionHarness } from './system.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** How long output may still be written before the process is ended although something keeps it alive. */
const EXIT_GRACE_MS = 1000;

/** Runs a system as the purpose of this process; see `SystemExecutionHarness.run`. */
export async function runAsProcess(system: SystemExecutionHarness, log: Log): Promise<number> {
  const asked = Promise.withResolvers<void>();
  let isAsked = false;
  let exitCode = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    if (isAsked) process.exit(128 + constants.signals[signal]);
    isAsked = true;
    log.info('stopping', { system: system.name, signal });
    asked.resolve();
  };
  const onCrash = (error: unknown) => {
    log.error('error outside of any component; stopping', { system: system.name, error });
    exitCode = 1;
    asked.resolve();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('uncaughtException', onCrash);

  const started = system.start().catch((error: unknown) => {
    log.error('system could not start', { system: system.name, error });
    exitCode = 1;
  });
  await Promise.race([asked.promise, started]);
  await Promise.race([asked.promise, system.finished]);
  const { isClean } = await system.stop();
  if (!isClean || system.health().status === 'unhealthy') exitCode = 1;
  for (const signal of SIGNALS) process.off(signal, onSignal);
  process.off('uncaughtException', onCrash);
  process.exitCode = exitCode;
  setTimeout(() => process.exit(exitCode), EXIT_GRACE_MS).unref();
  return exitCode;
}
