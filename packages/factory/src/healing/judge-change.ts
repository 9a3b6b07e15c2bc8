import type { CheckResult } from '../check/finding.ts';
import type { Failure } from './failure.ts';

/** Why a change must not be kept; undefined when it may. What a check finds that could not look before is no step back. */
export function objection(
  before: { readonly results: readonly CheckResult[]; readonly failures: readonly Failure[] },
  after: readonly Failure[],
): string | undefined {
  const hadRun = new Set(before.results.filter(({ status }) => status !== 'skipped').map(({ name }) => name));
  const comparable = after.filter(
    ({ check }) => hadRun.has(check) && !isUnblocked(check, before.failures, after),
  );
  if (comparable.length >= before.failures.length) {
    return `it leaves ${comparable.length} failures where there were ${before.failures.length}`;
  }
  return novelty(before.failures, comparable);
}

/** What one check says of a change: whether it finds less, and what it finds that was not there. */
export function effectOn(
  check: string,
  before: readonly Failure[],
  after: readonly Failure[],
): { readonly isUseful: boolean; readonly why?: string | undefined } {
  if (isUnblocked(check, before, after)) return { isUseful: true };
  const had = before.filter((failure) => failure.check === check);
  const has = after.filter((failure) => failure.check === check);
  const left = new Set(has.map(({ fingerprint }) => fingerprint));
  const isAnyGone = had.some(({ fingerprint }) => !left.has(fingerprint));
  return { isUseful: isAnyGone || has.length < had.length, why: novelty(before, has) };
}

/** Whether a check can look where it could not before. */
function isUnblocked(check: string, before: readonly Failure[], after: readonly Failure[]): boolean {
  const isBlocked = (failures: readonly Failure[]) =>
    failures.some((failure) => failure.check === check && failure.finding.isBlocking === true);
  return isBlocked(before) && !isBlocked(after);
}

function novelty(before: readonly Failure[], after: readonly Failure[]): string | undefined {
  const known = new Set(before.map(({ identity }) => identity));
  const added = after.find(({ identity }) => !known.has(identity));
  return added && `it brings a failure that was not there: ${added.check}: ${added.finding.message}`;
}
