import { posix } from 'node:path';
import { defineFixer, FileTree, type GeneratedFile } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { importPath } from '../module-exports.ts';

const relativeImport = /(\bfrom |\bimport |\bimport\()(['"])(\.{1,2}\/[^'"]+)\2/g;
const compilerCodes = new Set(['ts2307', 'ts2834', 'ts2835', 'ts5097']);

/** Leads imports that lead nowhere to the one file of the system with the name they look for. */
export const modulePathFixer = defineFixer<HealingSubject>({
  name: 'system/module-path',
  version: '1',
  description: 'Leads imports that lead nowhere to the one file of the system with the name they look for.',
  // What the compiler lets pass, `.js` for `.ts`, shows only when the system runs.
  fixes: ({ finding: { code, message } }) =>
    compilerCodes.has(code) || /cannot find module|ERR_MODULE_NOT_FOUND/i.test(message),
  fix: (_, { tree }) => {
    const paths = new Set(tree.files().map(({ path }) => path));
    return FileTree.from(tree.files().map((file) => withRightPaths(file, paths)));
  },
});

function withRightPaths(file: GeneratedFile, paths: ReadonlySet<string>): GeneratedFile {
  if (!/^(src|test)\/.*\.ts$/.test(file.path)) return file;
  const content = file.content.replace(
    relativeImport,
    (whole, keyword: string, quote: string, module: string) => {
      const right = rightPath(file.path, module, paths);
      return right === undefined ? whole : `${keyword}${quote}${right}${quote}`;
    },
  );
  return { ...file, content };
}

/** Undefined when the module is there, or when no file or several could be meant. */
function rightPath(file: string, module: string, paths: ReadonlySet<string>): string | undefined {
  const meant = posix.join(posix.dirname(file), module);
  if (paths.has(meant)) return undefined;
  const stem = meant.replace(/\.(?:[cm]?[jt]sx?)$/, '');
  if (paths.has(`${stem}.ts`)) return importPath(file, `${stem}.ts`);
  const named = [...paths].filter((path) => posix.basename(path) === `${posix.basename(stem)}.ts`);
  return named.length === 1 && named[0] !== undefined ? importPath(file, named[0]) : undefined;
}
