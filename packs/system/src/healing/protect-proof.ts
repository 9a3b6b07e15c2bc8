import { diffTrees, type Failure, type FileTree } from '@millwright/factory';

/** Thrown for a repair that would make the proof say less. Nothing of it is used. */
export class WeakenedProofError extends Error {
  readonly code = 'proof_weakened';
  constructor(path: string, reason: string) {
    super(`${path} is part of what proves the system: ${reason}`);
    this.name = 'WeakenedProofError';
  }
}

const proving = /^(?:test\/|evidence\/|(?:blueprint|requirements)\.yaml$)/;
/** What a test asserts, and what keeps it from being run. */
const assertions = /\b(?:test|it|assert(?:\.\w+)?|expect\w*)\(/g;
const skipping = /\.(?:skip|todo|only)\b|\b(?:skip|todo|only):/g;
const readingChecks = new Set(['types', 'lint', 'format']);

/**
 * Sees to it that a repair changes neither what a system is to do nor what proves it. Tests may be put back as they were generated,
 * and mended where they cannot be read, with no fewer assertions than before.
 * @throws WeakenedProofError
 */
export function assertProofIsKept(
  failures: readonly Failure[],
  trees: { readonly before: FileTree; readonly after: FileTree; readonly generated: FileTree },
): void {
  const isUnreadable = (path: string) =>
    failures.some(({ check, finding }) => readingChecks.has(check) && finding.place?.file === path);
  for (const change of diffTrees(trees.before, trees.after)) {
    const { path } = change;
    if (!proving.test(path)) continue;
    if (change.kind === 'removed') throw new WeakenedProofError(path, 'it must not go');
    if (change.after.content === trees.generated.get(path)?.content) continue;
    const before = change.kind === 'changed' ? change.before.content : '';
    const reason = weakness(before, change.after.content, isUnreadable(path));
    if (reason !== undefined) throw new WeakenedProofError(path, reason);
  }
}

/** What a changed test proves less than before; undefined when it proves as much. */
function weakness(before: string, after: string, isUnreadable: boolean): string | undefined {
  if (isLessSkipped(before, after)) return undefined;
  if (!isUnreadable) return 'only what cannot be read may be changed';
  const isLess = count(assertions, after) < count(assertions, before);
  return isLess || count(skipping, after) > count(skipping, before) ? 'it would assert less' : undefined;
}

/** The same tests, of which more are run. */
function isLessSkipped(before: string, after: string): boolean {
  const isSame = before.replace(skipping, '') === after.replace(skipping, '');
  return isSame && count(skipping, after) < count(skipping, before);
}

const count = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0;
