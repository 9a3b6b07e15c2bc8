import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CommandLine } from '../testing/command-line.ts';

const blueprint = `
millwright: 1
name: notes
entities:
  Note: { fields: { title: text 1..80 } }
`;

test('a broken system is healed in place, a person keeps her edits, and what was done can be undone', async () => {
  using line = new CommandLine();
  writeFileSync(join(line.folder, 'notes.yaml'), blueprint);
  expect(await line.run(['new', '-f', 'notes.yaml', '--out', 'notes', '--yes'])).toMatchObject({
    exitCode: 0,
  });
  const path = (name: string) => join(line.folder, 'notes', name);
  const read = (name: string) => readFileSync(path(name), 'utf8');
  const routes = 'src/components/routes/note-routes.ts';
  const operations = 'src/domain/note-operations.ts';
  const imported = /^import \{ readBody \}.*\n/m;
  writeFileSync(path(routes), read(routes).replace(imported, ''));
  writeFileSync(path(operations), `${read(operations)}\n// mine\n`);
  const wasGenerated = read('src/http/answer.ts');
  rmSync(path('src/http/answer.ts'));

  expect(await line.run(['verify', 'notes'])).toMatchObject({ exitCode: 1 });
  expect(read(routes)).not.toMatch(imported);

  const healed = await line.run(['verify', 'notes', '--heal']);
  expect(healed).toMatchObject({ exitCode: 0 });
  expect(healed.stderr).toContain('system/missing-files accepted');
  expect(read(routes)).toMatch(imported);
  expect(read(operations)).toMatch(/\/\/ mine\n$/);
  expect(read('src/http/answer.ts')).toBe(wasGenerated);

  expect(await line.run(['update', 'notes', '--undo'])).toMatchObject({ exitCode: 0 });
  expect(read(routes)).not.toMatch(imported);
}, 240_000);

test('an edit that breaks the system stays, unless it is to be put back', async () => {
  using line = new CommandLine();
  writeFileSync(join(line.folder, 'notes.yaml'), blueprint);
  await line.run(['new', '-f', 'notes.yaml', '--out', 'notes', '--yes']);
  const file = join(line.folder, 'notes/src/components/routes/note-routes.ts');
  const edited = readFileSync(file, 'utf8').replace('answer(201', 'answer(200');
  writeFileSync(file, edited);

  const unhealed = await line.run(['verify', 'notes', '--heal']);
  expect(unhealed.exitCode).toBe(1);
  expect(unhealed.stdout).toContain('Edited since it was generated: src/components/routes/note-routes.ts');
  expect(unhealed.stdout).toContain('millwright verify notes --heal --restore');
  expect(readFileSync(file, 'utf8')).toBe(edited);
  expect(await line.run(['verify', 'notes', '--heal', '--restore'])).toMatchObject({ exitCode: 0 });
  expect(readFileSync(file, 'utf8')).toContain('answer(201');
}, 240_000);

test('--restore alone is no command', async () => {
  using line = new CommandLine();
  expect(await line.run(['verify', 'notes', '--restore'])).toMatchObject({ exitCode: 2 });
});
