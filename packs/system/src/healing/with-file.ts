import { FileTree } from '@millwright/factory';

/** The tree with other content in a file of it. */
export function withFile(tree: FileTree, path: string, content: string): FileTree {
  return FileTree.from(tree.files().map((file) => (file.path === path ? { ...file, content } : file)));
}
