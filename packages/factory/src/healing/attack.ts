import type { Failure } from './failure.ts';
import type { Fixer } from './fixer.ts';

/** One fixer let loose on failures. */
export interface Attack<Subject> {
  readonly fixer: Fixer<Subject>;
  readonly failures: readonly Failure[];
  /** What the fixer says of it. */
  readonly notes: string[];
  /** Whether it is what another attack was divided into. */
  readonly isPart: boolean;
}

const mostParts = 3;

/** The attack on the failures of one file at a time, or of one failure where they are all in one; few parts, and none of a part. */
export function partsOf<Subject>({ fixer, failures, isPart }: Attack<Subject>): readonly Attack<Subject>[] {
  const byFile = Map.groupBy(failures, ({ finding }) => finding.place?.file);
  const groups = byFile.size > 1 ? byFile : Map.groupBy(failures, ({ fingerprint }) => fingerprint);
  if (isPart || groups.size === 1 || (fixer.tries ?? 1) > 1) return [];
  const parts = Map.groupBy([...groups.values()].entries(), ([index]) => index % mostParts);
  return [...parts.values()].map((part) => ({
    fixer,
    failures: part.flatMap(([, some]) => some),
    notes: [],
    isPart: true,
  }));
}

/** What is counted so that no fixer attacks the same failure again and again. */
export function keyOf({ name, version }: Fixer<never>, { fingerprint }: Failure): string {
  return `${name}@${version} ${fingerprint}`;
}
