import { hash } from 'node:crypto';
import { FileTree, formatTree, type GeneratedFile } from '@millwright/factory';

/** By path: digests of a file as it was generated, and as it was in its final form. */
export type FormattedFiles = Readonly<Record<string, readonly [raw: string, formatted: string]>>;

export interface FormattedTree {
  readonly tree: FileTree;
  readonly formatted: FormattedFiles;
}

const configuration = 'biome.json';

/** Formats the files that were generated otherwise the last time, and takes the others as they were then. */
export async function formatChanged(
  raw: FileTree,
  last: { readonly tree: FileTree; readonly formatted: FormattedFiles },
  signal?: AbortSignal,
): Promise<FormattedTree> {
  const digests = new Map(raw.files().map(({ path, content }) => [path, hash('sha1', content)]));
  const before = (path: string): GeneratedFile | undefined => {
    const [rawDigest, formattedDigest] = last.formatted[path] ?? [];
    const file = last.tree.get(path);
    const isSame = rawDigest === digests.get(path) && file && hash('sha1', file.content) === formattedDigest;
    return isSame ? file : undefined;
  };
  const isFormSame = before(configuration) !== undefined;
  const files = raw.files().map((file) => ({ file, known: isFormSame ? before(file.path) : undefined }));
  const others = files.filter(({ file, known }) => !known || file.path === configuration);
  const isNothingNew = others.every(({ known }) => known);
  const changed = FileTree.from(others.map(({ file }) => file));
  const renewed = isNothingNew ? changed : (await formatTree(changed, undefined, signal)).tree;
  const tree = FileTree.from(
    files.map(({ file, known }) =>
      known ? { ...file, content: known.content } : (renewed.get(file.path) ?? file),
    ),
  );
  return { tree, formatted: digestsOf(raw, tree) };
}

/** What files were made of what, to be known again. */
export function digestsOf(raw: FileTree, formatted: FileTree): FormattedFiles {
  const both = raw.files().map(({ path, content }) => {
    return [path, [hash('sha1', content), hash('sha1', formatted.get(path)?.content ?? '')]] as const;
  });
  return Object.fromEntries(both);
}
