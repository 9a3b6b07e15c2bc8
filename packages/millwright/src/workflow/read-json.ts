import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';

/**
 * A value given on the command line: JSON, or `@file` for a file that holds it.
 * @throws UsageError when there is no such file, or it holds no JSON.
 */
export async function readJson(given: string, option: string, workingDirectory: string): Promise<unknown> {
  const text = given.startsWith('@') ? await readGivenFile(resolve(workingDirectory, given.slice(1))) : given;
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError('bad_option', `${option} is not JSON: ${why}.`, 'Quote it: \'{"name": "value"}\'.');
  }
}

async function readGivenFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new UsageError('unreadable_file', `The file ${path} cannot be read.`, 'Check the path.');
  }
}
