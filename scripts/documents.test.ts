import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && !path.includes('/corpus/'));

/** Paths of this repository that a document names: link targets, and code spans that start at a top folder. */
function pathsNamedIn(document: string): { path: string; from: string }[] {
  const text = readFileSync(join(root, document), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map((match) => ({
    path: match[1] ?? '',
    from: dirname(document),
  }));
  const spans = [
    ...text.matchAll(/`((?:packages|packs|docs|bench|examples|scripts)\/[A-Za-z0-9_./-]+)`/g),
  ].map((match) => ({ path: match[1] ?? '', from: '.' }));
  return [...links, ...spans];
}

test.each(documents)('every path named in %s exists', (document) => {
  const missing = pathsNamedIn(document)
    .map(({ path, from }) => normalize(join(from, path)))
    .filter((path) => !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});
