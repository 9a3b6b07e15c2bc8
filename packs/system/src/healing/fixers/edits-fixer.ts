import {
  defineFixer,
  diffTrees,
  type FileTree,
  type FixContext,
  type LineChange,
  lineChanges,
  splitLines,
  unifiedDiff,
} from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { withFile } from '../with-file.ts';

/** With more edits than that, files are put back whole. */
const mostEdits = 8;

/** Takes edits back one by one, until one is found that broke something: all others stay. */
export const editsFixer = defineFixer<HealingSubject>({
  name: 'system/edits',
  version: '1',
  description: 'Takes back the one edit of generated lines that broke something, and leaves all others.',
  tries: mostEdits,
  fixes: () => true,
  fix: (_, context) => {
    const { tree, earlier } = context;
    const edits = editsOf(context);
    if (edits.length > mostEdits) return undefined;
    const tried = new Set(earlier.map(({ diff }) => diff));
    return edits
      .map((edit) => withoutEdit(tree, edit))
      .find((changed) => !tried.has(unifiedDiff(diffTrees(tree, changed))));
  },
});

interface Edit {
  readonly path: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly change: LineChange;
}

function editsOf({ tree, subject: { generated, mayRestore } }: FixContext<HealingSubject>): readonly Edit[] {
  return diffTrees(generated, tree).flatMap((change) => {
    if (change.kind !== 'changed' || !mayRestore(change.path)) return [];
    const before = splitLines(change.before.content);
    const after = splitLines(change.after.content);
    return (lineChanges(before, after) ?? []).map((one) => ({
      path: change.path,
      before,
      after,
      change: one,
    }));
  });
}

function withoutEdit(tree: FileTree, { path, before, after, change }: Edit): FileTree {
  const { start, length, newStart, newLength } = change;
  const lines = after.toSpliced(newStart, newLength, ...before.slice(start, start + length));
  return withFile(tree, path, lines.join(''));
}
