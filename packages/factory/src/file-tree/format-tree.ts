import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../check/finding.ts';
import { biomeFormatter } from './biome-formatter.ts';
import { FileTree } from './file-tree.ts';
import type { Formatter } from './formatter.ts';
import { writeFiles } from './stage-folder.ts';

export interface FormattedTree {
  readonly tree: FileTree;
  /** Files that the formatter could not read. They are in the tree as they were. */
  readonly findings: readonly Finding[];
}

/** Formats a tree in a scratch folder. The answer has the same files; the tree given stays as it is. */
export async function formatTree(
  tree: FileTree,
  formatter: Formatter = biomeFormatter,
  signal?: AbortSignal,
): Promise<FormattedTree> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-format-'));
  try {
    await writeFiles(tree, folder, signal);
    const findings = await formatter.format(folder, signal);
    const files = await Promise.all(
      tree.files().map(async (file) => ({
        ...file,
        content: await readFile(join(folder, file.path), 'utf8'),
      })),
    );
    return { tree: FileTree.from(files), findings };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
