import { join } from 'node:path';
import { FileTree, type GeneratedFile, writeTree } from '@millwright/factory';

const evidenceFolder = 'evidence/';

/** Puts new evidence in the place of the old. Nothing else in the system's folder is touched. */
export async function renewEvidence(
  evidence: readonly GeneratedFile[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const inside = evidence.map((file) => ({ ...file, path: file.path.slice(evidenceFolder.length) }));
  await writeTree(FileTree.from(inside), join(folder, evidenceFolder), { ifExists: 'replace', signal });
}
