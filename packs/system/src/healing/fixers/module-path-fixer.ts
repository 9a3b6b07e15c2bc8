import { posix } from 'node:path';
import { defineFixer, FileTree, type GeneratedFile } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { exportedNames, importPath } from '../module-exports.ts';

const relativeImport = /(?:\{([^{}]*)\} )?(?:\bfrom |\bimport |\bimport\()['"](\.{1,2}\/[^'"]+)['"]/g;
const compilerCodes = new Set(['ts2307', 'ts2834', 'ts2835', 'ts5097']);

/** Leads imports that lead nowhere to the one file of the system with the name, or the exports, that they look for. */
export const modulePathFixer = defineFixer<HealingSubject>({
  name: 'system/module-path',
  version: '1',
  description:
    'Leads imports that lead nowhere to the one file with the name, or the exports, that they look for.',
  // What the compiler lets pass, `.js` for `.ts`, shows only when the system runs.
  fixes: ({ finding: { code, message } }) =>
    compilerCodes.has(code) || /cannot find module|ERR_MODULE_NOT_FOUND/i.test(message),
  fix: (_, { tree }) => FileTree.from(tree.files().map((file) => withRightPaths(file, tree))),
});

function withRightPaths(file: GeneratedFile, tree: FileTree): GeneratedFile {
  if (!isCode(file)) return file;
  const content = file.content.replace(relativeImport, (whole, names: string | undefined, module: string) => {
    const right = rightPath(file.path, module, tree) ?? fileThatExports(names, file.path, module, tree);
    return right === undefined ? whole : whole.replace(module, importPath(file.path, right));
  });
  return { ...file, content };
}

const isCode = ({ path }: GeneratedFile): boolean => /^(src|test)\/.*\.ts$/.test(path);

/** Undefined when the module is there, or when no file or several could be meant. */
function rightPath(file: string, module: string, tree: FileTree): string | undefined {
  const meant = posix.join(posix.dirname(file), module);
  if (tree.get(meant)) return undefined;
  const stem = meant.replace(/\.(?:[cm]?[jt]sx?)$/, '');
  if (tree.get(`${stem}.ts`)) return `${stem}.ts`;
  return theOnly(tree, ({ path }) => posix.basename(path) === `${posix.basename(stem)}.ts`);
}

/** The one file that exports all the names which are imported from one that is gone: it was given another name. */
function fileThatExports(
  names: string | undefined,
  file: string,
  module: string,
  tree: FileTree,
): string | undefined {
  if (names === undefined || tree.get(posix.join(posix.dirname(file), module))) return undefined;
  const wanted = names
    .split(',')
    .map((name) => /^\s*(?:type )?([\w$]+)/.exec(name)?.[1])
    .filter((name) => name !== undefined);
  return theOnly(tree, (one) => {
    const exported = exportedNames(one.content);
    return isCode(one) && wanted.length > 0 && wanted.every((name) => exported.includes(name));
  });
}

function theOnly(tree: FileTree, suits: (file: GeneratedFile) => boolean): string | undefined {
  const [first, second] = tree.files().filter(suits);
  return second === undefined ? first?.path : undefined;
}
