import type { GeneratedFile } from '../file-tree/file-tree.ts';
import { mergeJson } from './merge-json.ts';
import type { MergeOutcome } from './merge-outcome.ts';
import { mergeText } from './merge-text.ts';
import { saysTheSame, usualLineEnd } from './text-lines.ts';

/** The result for one file: what stands at `path` afterwards, if anything, and what to tell about it. */
export interface MergedFile {
  readonly file?: GeneratedFile;
  readonly outcome: Omit<MergeOutcome, 'path' | 'renamedFrom' | 'copy'>;
}

export interface FileVersions {
  readonly base: GeneratedFile | undefined;
  readonly theirs: GeneratedFile | undefined;
  readonly generated: GeneratedFile | undefined;
}

/** Merges three versions of one file. A version that is not there is undefined; the result stands where theirs does. */
export function mergeFile({ base, theirs, generated }: FileVersions): MergedFile {
  if (!theirs) return withoutTheirs(base, generated);
  if (!generated) return withoutGenerated(base, theirs);
  if (base && isUntouched(base, theirs)) {
    const kind = isUntouched(base, generated) ? 'unchanged' : 'updated';
    return { file: { ...generated, path: theirs.path }, outcome: { kind } };
  }
  if (isSame(theirs, generated)) return { file: theirs, outcome: { kind: 'unchanged' } };
  if (base) return mergeEdited(base, theirs, generated);
  return { file: theirs, outcome: { kind: 'conflict', why: 'a file of yours is where a new one belongs' } };
}

function mergeEdited(base: GeneratedFile, theirs: GeneratedFile, generated: GeneratedFile): MergedFile {
  const isExecutable = executable(base, theirs, generated);
  const result = (content: string, outcome: MergedFile['outcome']): MergedFile => ({
    file: { path: theirs.path, content, ...(isExecutable ? { isExecutable } : {}) },
    outcome,
  });
  if (saysTheSame(generated.content, base.content)) {
    const isTheirs = isExecutable === Boolean(theirs.isExecutable);
    return result(theirs.content, { kind: isTheirs ? 'kept' : 'updated' });
  }
  if (saysTheSame(theirs.content, base.content)) {
    return result(inTheirLineEnds(generated.content, theirs.content), { kind: 'updated' });
  }
  const merged = mergeContents(theirs.path, base.content, theirs.content, generated.content);
  if (!merged) {
    return { file: theirs, outcome: { kind: 'conflict', why: 'it is too large to be merged' } };
  }
  if (merged.conflicts.length === 0) return result(merged.text, { kind: 'merged' });
  const why = 'you and the generator changed the same place';
  return result(merged.text, { kind: 'conflict', why, conflicts: merged.conflicts });
}

function withoutTheirs(base: GeneratedFile | undefined, generated: GeneratedFile | undefined): MergedFile {
  if (base) return { outcome: { kind: generated ? 'left-out' : 'unchanged' } };
  return { ...(generated ? { file: generated } : {}), outcome: { kind: 'added' } };
}

function withoutGenerated(base: GeneratedFile | undefined, theirs: GeneratedFile): MergedFile {
  if (base && isSame(base, theirs)) return { outcome: { kind: 'deleted' } };
  const why = 'it is no longer generated, but you changed it';
  return { file: theirs, outcome: base ? { kind: 'conflict', why } : { kind: 'kept' } };
}

function mergeContents(path: string, base: string, theirs: string, generated: string) {
  const asJson = path.endsWith('.json') ? mergeJson(path, base, theirs, generated) : undefined;
  return asJson ?? mergeText(path, base, theirs, generated);
}

function isSame(left: GeneratedFile, right: GeneratedFile): boolean {
  return (
    saysTheSame(left.content, right.content) && Boolean(left.isExecutable) === Boolean(right.isExecutable)
  );
}

function isUntouched(base: GeneratedFile, theirs: GeneratedFile): boolean {
  return base.content === theirs.content && Boolean(base.isExecutable) === Boolean(theirs.isExecutable);
}

function executable(base: GeneratedFile, theirs: GeneratedFile, generated: GeneratedFile): boolean {
  const [was, is, willBe] = [base, theirs, generated].map((file) => Boolean(file.isExecutable));
  return Boolean(is === was ? willBe : is);
}

function inTheirLineEnds(content: string, theirs: string): string {
  return content.replaceAll(/\r?\n/g, usualLineEnd(theirs));
}
