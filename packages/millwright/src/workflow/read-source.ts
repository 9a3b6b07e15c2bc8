import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { collectWorkflow, type WorkflowSource } from '@millwright/engine/workflow';
import { UsageError } from '../errors.ts';

/**
 * Reads a workflow file and the files it uses.
 * @throws UsageError when the file itself cannot be read.
 */
export async function readSource(file: string, workingDirectory: string): Promise<WorkflowSource> {
  const path = resolve(workingDirectory, file);
  const source = await collectWorkflow(basename(path), (used) => readText(join(dirname(path), used)));
  if (Object.hasOwn(source.files, source.entry)) return source;
  throw new UsageError('unreadable_file', `The workflow ${path} cannot be read.`, 'Check the path.');
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch {
    return undefined;
  }
}
