import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileTree } from './file-tree.ts';

const prefix = '.millwright-stage-';
const filesAtOnce = 16;

/** A scratch folder on the same disk as the target. It names its process, so that what a crash left is found later. */
export async function createStage(beside: string): Promise<string> {
  await removeStaleStages(beside);
  return mkdtemp(join(beside, `${prefix}${process.pid}-`));
}

export function isStage(name: string): boolean {
  return name.startsWith(prefix);
}

/** Writes all files of a tree into a folder that nobody else uses. */
export async function writeFiles(
  tree: FileTree,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const files = tree.files();
  await mkdir(folder, { recursive: true });
  for (const parent of new Set(files.map((file) => dirname(file.path)))) {
    await mkdir(join(folder, parent), { recursive: true });
  }
  for (let start = 0; start < files.length; start += filesAtOnce) {
    signal?.throwIfAborted();
    // All of a batch settle before an error is passed on: nothing may still be writing while the stage is removed.
    const written = await Promise.allSettled(
      files.slice(start, start + filesAtOnce).map((file) =>
        writeFile(join(folder, file.path), file.content, {
          flag: 'wx',
          mode: file.isExecutable ? 0o777 : 0o666,
        }),
      ),
    );
    const failed = written.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

async function removeStaleStages(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = isStage(name) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (pid > 0 && !isRunning(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
