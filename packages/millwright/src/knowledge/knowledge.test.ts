import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CommandLine } from '../testing/command-line.ts';

const library =
  'We run a library. Books have a title and an author. Members have a name. Upload a cover picture for every book.';

async function build(line: CommandLine, request: string, out: string) {
  const built = await line.run(['new', request, '--out', out, '--yes', '--json']);
  return JSON.parse(built.stdout);
}

function writePack(folder: string): void {
  const pack = join(folder, 'packs/acme');
  mkdirSync(pack, { recursive: true });
  writeFileSync(join(pack, 'package.json'), '{"type":"module","millwright":{"pack":"./pack.js"}}');
  const knowledge = [{ kind: 'pattern', source: 'acme/gears.md', title: 'Gears', text: 'Grease gears.' }];
  writeFileSync(
    join(pack, 'pack.js'),
    `export default { name: 'acme', version: '1.0.0', description: 'Knows gears.', millwright: '*',
      setup: () => ({ knowledge: () => (${JSON.stringify(knowledge)}) }) };`,
  );
}

async function serviceAt(line: CommandLine, behave: RequestListener): Promise<string> {
  const server = createServer(behave).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const millwright = { knowledge: { url, timeMs: 200 } };
  writeFileSync(join(line.folder, 'package.json'), JSON.stringify({ millwright }));
  return url;
}

test('a statement that was not understood leads to a chapter, a similar system is named, and one can be forgotten', async () => {
  using line = new CommandLine();
  const first = await build(line, library, 'one');
  expect(first.lookedAt.suggestions).toContainEqual(
    expect.objectContaining({ source: 'docs/blueprint/files.md', kind: 'documentation' }),
  );
  expect(first.lookedAt.similar).toEqual([]);

  const second = await build(line, 'Keep books with a title. Keep members with a name.', 'two');
  expect(second.lookedAt.similar).toMatchObject([
    { title: 'Library', folder: join(line.folder, 'one'), shared: ['Book', 'Member'] },
  ]);
  const listed = await line.run(['knowledge', 'list', '--json']);
  expect(JSON.parse(listed.stdout).systems).toHaveLength(2);
  expect((await line.run(['knowledge', 'forget', 'one'])).exitCode).toBe(0);
  expect((await line.run(['knowledge', 'forget', 'one'])).exitCode).toBe(1);
  rmSync(join(line.folder, 'two'), { recursive: true });
  expect(JSON.parse((await line.run(['knowledge', 'list', '--json'])).stdout).systems).toEqual([]);
}, 120_000);

test('a service that hangs is only named: the build goes on with what this machine knows', async () => {
  using line = new CommandLine();
  const url = await serviceAt(line, () => undefined);
  const built = await build(line, 'Keep notes with a title. Upload a cover picture for every note.', 'out');
  expect(built).toMatchObject({ status: 'partial', lookedAt: { unavailable: [{ source: url }] } });
  const explained = await line.run(['knowledge', 'search', 'file', 'upload']);
  expect(explained.stdout).toContain('docs/blueprint/files.md');
  expect(explained.stderr).toContain('in time');
}, 120_000);

test('a service that answers is asked beside the index, and so is what a pack of the project knows', async () => {
  using line = new CommandLine();
  const passage = { kind: 'pattern', source: 'wiki', title: 'Gears', text: 'How gears are greased.' };
  await serviceAt(line, (_, response) => response.end(JSON.stringify({ passages: [passage] })));
  writePack(line.folder);
  const found = async (...words: string[]) => {
    const { stdout } = await line.run(['knowledge', 'search', ...words, '--json']);
    return JSON.parse(stdout).passages.map(({ source }: { source: string }) => source);
  };
  expect((await found('greased', 'gears')).toSorted()).toEqual(['acme/gears.md', 'wiki']);
  expect((await line.run(['knowledge', 'serch', 'x'])).stderr).toContain('search');
});
