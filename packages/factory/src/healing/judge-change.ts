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

/** Why a change need not be looked at any further, after what one check says of it; undefined when it may be of use. */
export function uselessness(
  check: string,
  { failures, known }: { readonly failures: readonly Failure[]; readonly known: readonly Failure[] },
  after: readonly Failure[],
): string | undefined {
  if (isUnblocked(check, known, after)) return undefined;
  const found = after.filter((failure) => failure.check === check);
  const left = new Set(found.map(({ fingerprint }) => fingerprint));
  const attacked = failures.filter((failure) => failure.check === check);
  const isAnyGone = attacked.some(({ fingerprint }) => !left.has(fingerprint));
  const isAnyLess = found.length < known.filter((failure) => failure.check === check).length;
  return isAnyGone || isAnyLess ? novelty(known, found) : `${check} finds what it found before`;
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
