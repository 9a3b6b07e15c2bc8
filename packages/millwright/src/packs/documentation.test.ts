import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CommandLine } from '../testing/command-line.ts';

const page = readFileSync(new URL('../../../../docs/packs.md', import.meta.url), 'utf8');
const [manifest = ''] = /(?<=```json\n).*?(?=```)/s.exec(page) ?? [];
const [entry = ''] = /(?<=```js\n).*?(?=```)/s.exec(page) ?? [];

test('the pack of the page works as it stands: every kind of part is in use', async () => {
  using line = new CommandLine();
  const folder = join(line.folder, 'packs/acme');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), manifest);
  writeFileSync(join(folder, 'pack.js'), entry);
  const json = async (...words: string[]) => JSON.parse((await line.run([...words, '--json'])).stdout);

  expect(await json('packs', 'list')).toMatchObject({ problems: [], packs: [{}, { name: 'acme' }] });
  expect(await json('generators', 'explain', 'document:notes')).toMatchObject({ selected: 'acme/notes' });
  expect(await json('knowledge', 'search', 'licence')).toMatchObject({
    passages: expect.arrayContaining([expect.objectContaining({ source: 'acme/licences.md' })]),
  });
  writeFileSync(
    join(line.folder, 'loud.yaml'),
    'workflow: loud\nsteps:\n  say: { uses: acme.shout, with: { text: hello } }\noutput: { as: "${{ steps.say }}" }\n',
  );
  expect(await json('workflow', 'run', 'loud.yaml')).toMatchObject({ output: 'HELLO' });

  const built = await json('new', '--template', 'kites', '--out', 'kites', '--yes');
  expect(built).toMatchObject({ status: 'proven' });
  expect(built.checks).toContainEqual(expect.objectContaining({ name: 'acme/version', status: 'passed' }));
  expect(readFileSync(join(line.folder, 'kites/blueprint.yaml'), 'utf8')).toContain('colour: text');
  expect(existsSync(join(line.folder, 'kites/LICENCE'))).toBe(true);
}, 180_000);
