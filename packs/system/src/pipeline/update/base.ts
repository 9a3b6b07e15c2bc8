import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTree, type GeneratedFile, packFiles, unpackFiles } from '@millwright/factory';
import manifest from '../../../package.json' with { type: 'json' };
import { NoBaseError } from './errors.ts';

/** What was generated last travels with the system, so that it can be updated on any machine and from any clone. */
export const basePath = '.millwright/base';

/** What else lies in the folder belongs to one machine. */
const ignored = '/*\n!/.gitignore\n!/base\n!/conflicts/\n';

/** The files that let a system be updated later. They are not part of the base themselves. */
export function baseFiles(generated: FileTree): readonly GeneratedFile[] {
  return [
    { path: basePath, content: packFiles({ tree: generated, labels: { generator: manifest.version } }) },
    { path: '.millwright/.gitignore', content: ignored },
  ];
}

/** One update asks for the same base several times. */
let latest: { readonly text: string; readonly tree: FileTree } | undefined;

/** @throws NoBaseError when it is not there or cannot be read. */
export async function readBase(folder: string): Promise<FileTree> {
  let text: string;
  try {
    text = await readFile(join(folder, basePath), 'utf8');
  } catch {
    throw new NoBaseError(folder, 'is not there');
  }
  if (latest?.text === text) return latest.tree;
  try {
    const { tree } = unpackFiles(text);
    latest = { text, tree };
    return tree;
  } catch {
    throw new NoBaseError(folder, 'is damaged, or was written by a later version');
  }
}
