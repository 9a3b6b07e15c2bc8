import { createHash } from 'node:crypto';
import type { CheckResult, Finding } from '../check/finding.ts';

/** A finding that keeps a check from passing. */
export interface Failure {
  /** Name of the check. */
  readonly check: string;
  readonly finding: Finding;
  /** The same for the same failure after unrelated changes: line numbers, times and ids do not count. */
  readonly fingerprint: string;
  /** The same for whatever is wrong with the same thing: a test that fails in another way is no other failure. */
  readonly identity: string;
}

/** The findings that are errors, in the order of the checks. */
export function failuresOf(results: readonly CheckResult[]): readonly Failure[] {
  return results.flatMap(({ name, findings }) =>
    findings
      .filter(({ severity }) => severity === 'error')
      .map((finding) => ({
        check: name,
        finding,
        fingerprint: digest(name, finding, finding.message),
        identity: digest(name, finding, finding.about ?? finding.message),
      })),
  );
}

function digest(check: string, { code, place }: Finding, text: string): string {
  const parts = [check, code, place?.file ?? '', normalised(text)];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

function normalised(message: string): string {
  return message
    .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, '#')
    .replace(/\d+(?:\.\d+)?/g, '#')
    .replace(/\s+/g, ' ')
    .trim();
}
