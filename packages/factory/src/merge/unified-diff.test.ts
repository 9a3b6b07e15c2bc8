import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffTrees } from '../file-tree/diff-trees.ts';
import { FileTree } from '../file-tree/file-tree.ts';
import { readTree } from '../file-tree/read-tree.ts';
import { writeTree } from '../file-tree/write-tree.ts';
import { unifiedDiff } from './unified-diff.ts';

const content = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', 'c', '', 'd'), { maxLength: 20 }), fc.boolean())
  .map(([lines, hasEnd]) => lines.join('\n') + (hasEnd && lines.length > 0 ? '\n' : ''))
  // git does not show the difference between an empty file and none.
  .filter((text) => text !== '');
const files = fc.dictionary(fc.constantFrom('x', 'y', 'src/z'), content);
const tree = (of: Readonly<Record<string, string>>) =>
  FileTree.from(Object.entries(of).map(([path, text]) => ({ path, content: text })));

test('git applies what the diff shows', async () => {
  await fc.assert(
    fc.asyncProperty(files, files, async (before, after) => {
      const changes = diffTrees(tree(before), tree(after));
      if (changes.length === 0) return;
      const folder = mkdtempSync(join(tmpdir(), 'millwright-test-'));
      try {
        await writeTree(tree(before), folder);
        const patch = join(folder, 'change.patch');
        writeFileSync(patch, unifiedDiff(changes));
        execFileSync('git', ['apply', '--whitespace=nowarn', patch], {
          cwd: folder,
          env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
        });
        rmSync(patch);
        expect((await readTree(folder)).tree.files()).toEqual(tree(after).files());
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 25 },
  );
});
