import { z } from 'zod';
import type { Check } from './check.ts';
import { findingSchema, type CheckResult, type Finding } from './finding.ts';
import type { CheckOutcome } from './run-checks.ts';

/** Timers know no longer time; they would fire at once. */
const longestTimerMs = 2 ** 31 - 1;
const maxLogLength = 4 * 1024 * 1024;

/**
 * Runs one check. Whatever the check does, an outcome comes back: one that throws has failed with `check_crashed`, one
 * that exceeds its time with `check_timed_out`.
 */
export async function runCheck<Context>(
  check: Check<Context>,
  context: Context,
  signal: AbortSignal | undefined,
): Promise<CheckOutcome> {
  const startedAt = performance.now();
  let log = '';
  const write = (text: string) => {
    if (log.length < maxLogLength) log += text.endsWith('\n') ? text : `${text}\n`;
  };
  const finish = (
    status: CheckResult['status'],
    findings: readonly Finding[],
    why?: string,
  ): CheckOutcome => ({
    result: {
      tier: check.tier,
      name: check.name,
      status,
      findings: [...findings],
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      ...(why === undefined ? {} : { why }),
    },
    log,
  });

  try {
    const applicability = check.appliesTo(context);
    if (applicability !== true) return finish('skipped', [], applicability.why);
    const findings = z.array(findingSchema).parse(await runInTime(check, context, signal, write));
    const hasFailed = findings.some((finding) => finding.severity === 'error');
    return finish(hasFailed ? 'failed' : 'passed', findings);
  } catch (error) {
    write(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return finish('failed', [failure(error)]);
  }
}

async function runInTime<Context>(
  check: Check<Context>,
  context: Context,
  signal: AbortSignal | undefined,
  log: (text: string) => void,
): Promise<readonly Finding[]> {
  const limit = new AbortController();
  const timeoutMs = Math.min(check.timeoutMs, longestTimerMs);
  const timer = setTimeout(() => limit.abort(new CheckTimeout(timeoutMs)), timeoutMs);
  const both = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
  const aborted = new Promise<never>((_, reject) => {
    both.addEventListener('abort', () => reject(both.reason), { once: true });
  });
  try {
    // The call sits in an async function so that a check that throws at once is handled like any other.
    const run = async () => check.run(context, { signal: both, log });
    return await Promise.race([aborted, run()]);
  } finally {
    clearTimeout(timer);
  }
}

class CheckTimeout extends Error {
  constructor(timeoutMs: number) {
    super(`the check did not finish within ${timeoutMs} ms`);
    this.name = 'CheckTimeout';
  }
}

function failure(error: unknown): Finding {
  if (error instanceof CheckTimeout) {
    return { code: 'check_timed_out', severity: 'error', message: error.message };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'check_crashed', severity: 'error', message: `The check itself failed: ${reason}` };
}
