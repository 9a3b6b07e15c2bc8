import type { FileTree, GeneratedFile } from './file-tree.ts';

export type TreeChange =
  | { readonly kind: 'added'; readonly path: string; readonly after: GeneratedFile }
  | { readonly kind: 'removed'; readonly path: string; readonly before: GeneratedFile }
  | {
      readonly kind: 'changed';
      readonly path: string;
      readonly before: GeneratedFile;
      readonly after: GeneratedFile;
    };

/** What has to happen to `before` so that it becomes `after`, sorted by path. Files that are the same are left out. */
export function diffTrees(before: FileTree, after: FileTree): readonly TreeChange[] {
  const changes: TreeChange[] = [];
  for (const file of before.files()) {
    const next = after.get(file.path);
    if (!next) changes.push({ kind: 'removed', path: file.path, before: file });
    else if (next.content !== file.content || next.isExecutable !== file.isExecutable) {
      changes.push({ kind: 'changed', path: file.path, before: file, after: next });
    }
  }
  for (const file of after.files()) {
    if (!before.get(file.path)) changes.push({ kind: 'added', path: file.path, after: file });
  }
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
