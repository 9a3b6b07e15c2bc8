import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffTrees } from './diff-trees.ts';
import { FileTree } from './file-tree.ts';
import { arbitraryTree } from './file-tree.testkit.ts';

test('the same content twice is no conflict, other content is', () => {
  const tree = new FileTree().write('a.txt', '1').write('a.txt', '1');
  expect(tree.size).toBe(1);
  expect(() => tree.write('a.txt', '2')).toThrow(expect.objectContaining({ code: 'file_conflict' }));
  expect(() => tree.write('a.txt', '1', { isExecutable: true })).toThrow(
    expect.objectContaining({ code: 'file_conflict' }),
  );
});

test.each([
  ['src/Task.ts', 'src/task.ts'],
  ['Src/a.ts', 'src/b.ts'],
  ['straße.md', 'STRASSE.md'],
  ['ﬁle.md', 'file.md'],
  ['ẞ.md', 'ß.md'],
  ['a', 'a/b'],
  ['a/b', 'a'],
  ['A/b', 'a'],
])('refuses %s beside %s', (first, second) => {
  const tree = new FileTree().write(first, '');
  expect(() => tree.write(second, '')).toThrow(expect.objectContaining({ code: 'path_collision' }));
  expect(tree.files().map((file) => file.path)).toEqual([first]);
});

test('half a surrogate pair does not get into content', () => {
  expect(new FileTree().write('a', 'x\ud83d').get('a')?.content).toBe('x\ufffd');
});

test('files come sorted, however they went in', () => {
  fc.assert(
    fc.property(arbitraryTree(), (tree) => {
      const backwards = FileTree.from([...tree.files()].toReversed());
      expect(backwards.files()).toEqual(tree.files());
      expect(FileTree.from(JSON.parse(JSON.stringify(tree))).files()).toEqual(tree.files());
    }),
  );
});

test('applying a diff to the first tree makes the second', () => {
  fc.assert(
    fc.property(arbitraryTree(), arbitraryTree(), (before, after) => {
      const files = new Map(before.files().map((file) => [file.path, file]));
      for (const change of diffTrees(before, after)) {
        if (change.kind === 'removed') files.delete(change.path);
        else files.set(change.path, change.after);
      }
      expect(FileTree.from(files.values()).files()).toEqual(after.files());
      expect(diffTrees(after, after)).toEqual([]);
    }),
  );
});
