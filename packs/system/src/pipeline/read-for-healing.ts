import { type FileTree, readTree } from '@millwright/factory';
import type { HealingSubject } from '../healing/healing-subject.ts';
import { readBase } from './update/base.ts';

/** What a system can be proven without. */
const ignore = ['node_modules', '.git', '.millwright', 'evidence', 'coverage'];

/**
 * A written system as fixers get it: its files, and what was generated last to put back.
 * @param mayReplace whether files that differ from what was generated, which may be a person's work, may be put back
 * @throws NoBaseError when nobody knows what was generated
 */
export async function readForHealing(
  folder: string,
  mayReplace: boolean,
): Promise<{ readonly tree: FileTree; readonly subject: HealingSubject }> {
  const generated = await readBase(folder);
  const { tree, skipped } = await readTree(folder, { ignore });
  const unread = new Set(skipped.map(({ path }) => path));
  const mayRestore = (path: string) => !unread.has(path) && (mayReplace || tree.get(path) === undefined);
  return { tree, subject: { generated, mayRestore } };
}
