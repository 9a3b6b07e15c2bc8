import { posix } from 'node:path';
import { type Failure, FileTree, type GeneratedFile } from '@millwright/factory';
import { scanSecrets } from '../../proof/code/scan-secrets.ts';

const mostCharacters = 80_000;
const mostOfOneFile = 30_000;
const localImport = /\bfrom '(\.{1,2}\/[^']+\.ts)'/g;

/**
 * The files that a repair needs to be seen, the most telling first: those that findings point at, code that is not as it was
 * generated, and what these import. Nothing that seems to hold a credential, and no more than a model can read.
 */
export function concernedFiles(
  failures: readonly Failure[],
  tree: FileTree,
  generated: FileTree,
): readonly GeneratedFile[] {
  const named = failures.flatMap(({ finding }) => finding.place?.file ?? []);
  const edited = tree
    .files()
    .filter(({ path, content }) => path.startsWith('src/') && generated.get(path)?.content !== content)
    .map(({ path }) => path);
  const first = [...new Set([...named, ...edited])].flatMap((path) => tree.get(path) ?? []);
  const paths = new Set([...first.map(({ path }) => path), ...first.flatMap(importsOf)]);
  return withinLimits([...paths].filter(isCode).flatMap((path) => tree.get(path) ?? []));
}

function importsOf({ path, content }: GeneratedFile): readonly string[] {
  return [...content.matchAll(localImport)].map(([, module = '']) => posix.join(posix.dirname(path), module));
}

const isCode = (path: string): boolean => /^(?:src|test)\/.*\.ts$/.test(path);

function withinLimits(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  let left = mostCharacters;
  return files.filter((file) => {
    const { length } = file.content;
    if (length > Math.min(left, mostOfOneFile) || scanSecrets([file]).length > 0) return false;
    left -= length;
    return true;
  });
}
