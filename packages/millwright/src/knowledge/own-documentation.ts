import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Passage, splitMarkdown } from '@millwright/factory';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Decisions are for those who change Millwright. The pack that reads the brief language brings its forms itself. */
const leftOut = /^(adr\/|brief-language\.md$)/;

/** The documentation of Millwright, by `docs/` paths. Empty where it is not installed. */
export async function ownDocumentation(): Promise<readonly Passage[]> {
  const folder = join(root, 'docs');
  const paths = await readdir(folder, { recursive: true }).catch(() => []);
  const wanted = paths.filter((path) => path.endsWith('.md') && !leftOut.test(path)).toSorted();
  const texts = await Promise.all(wanted.map((path) => readFile(join(folder, path), 'utf8')));
  return texts.flatMap((text, index) => splitMarkdown(text, `docs/${wanted[index]}`));
}
