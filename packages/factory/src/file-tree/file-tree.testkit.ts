import * as fc from 'fast-check';
import { PathCollisionError } from '../errors.ts';
import { FileTree } from './file-tree.ts';

const segment = fc.constantFrom('a', 'b', 'c.ts', 'src', 'README.md', 'é', 'task list', '.hidden');
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
// A NUL in a file makes it binary to whoever reads it back.
const content = fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.replaceAll('\0', ''));

/** Trees of a few files in a few folders; paths that collide are left out. */
export function arbitraryTree(): fc.Arbitrary<FileTree> {
  return fc.array(fc.tuple(path, content, fc.boolean()), { maxLength: 12 }).map((files) => {
    const tree = new FileTree();
    for (const [name, text, isExecutable] of files) {
      if (tree.get(name)) continue;
      try {
        tree.write(name, text, { isExecutable });
      } catch (error) {
        if (!(error instanceof PathCollisionError)) throw error;
      }
    }
    return tree;
  });
}
