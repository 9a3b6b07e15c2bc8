import { FileTree } from '@millwright/factory';
import type { RenderedFile } from './rendered-file.ts';

/** The files as a tree; those that are not needed are left out. */
export function treeOf(...files: readonly (RenderedFile | undefined)[]): FileTree {
  const tree = new FileTree();
  for (const file of files) {
    if (file !== undefined) tree.write(file.path, file.toString());
  }
  return tree;
}
