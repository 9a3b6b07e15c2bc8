import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { biomeFormatter } from './biome-formatter.ts';
import { FileTree } from './file-tree.ts';
import { formatTree } from './format-tree.ts';

const ugly = new FileTree()
  .write('src/a.ts', 'export const a = {b:"x",c:[1,2]}')
  .write('package.json', '{"name":"x","private":true}')
  .write('README.md', '# Hello\n')
  .write('run.sh', 'echo   1\n', { isExecutable: true });

test('formats code and JSON, leaves the rest, adds no file', async () => {
  const { tree, findings } = await formatTree(ugly);
  expect(findings).toEqual([]);
  expect(tree.files().map((file) => file.path)).toEqual(ugly.files().map((file) => file.path));
  expect(tree.get('src/a.ts')?.content).toBe("export const a = { b: 'x', c: [1, 2] };\n");
  expect(tree.get('package.json')?.content).toBe('{\n  "name": "x",\n  "private": true\n}\n');
  expect(tree.get('run.sh')).toEqual(ugly.get('run.sh'));
});

test('formatting what is formatted changes nothing', async () => {
  const { tree } = await formatTree(ugly);
  expect((await formatTree(tree)).tree.files()).toEqual(tree.files());
});

test("the tree's own configuration has its way", async () => {
  const own = new FileTree()
    .write('a.js', 'x = "1"\n')
    .write('biome.json', '{ "javascript": { "formatter": { "semicolons": "asNeeded" } } }\n');
  expect((await formatTree(own)).tree.get('a.js')?.content).toBe('x = "1"\n');
});

test('a file with a syntax error stays as it is and is reported with its place', async () => {
  const { tree, findings } = await formatTree(
    new FileTree().write('bad.ts', 'const = 1\n').write('good.ts', 'let   x\n'),
  );
  expect(tree.get('bad.ts')?.content).toBe('const = 1\n');
  expect(tree.get('good.ts')?.content).toBe('let x;\n');
  expect(findings[0]).toMatchObject({
    code: 'syntax_error',
    severity: 'error',
    place: { file: 'bad.ts', line: 1, column: 7 },
  });
});

test('checking finds files that are not in form and changes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  try {
    await writeFile(join(folder, 'a.ts'), 'let   x\n');
    await writeFile(join(folder, 'b.ts'), 'let x;\n');
    expect(await biomeFormatter.check(folder)).toMatchObject([
      { code: 'not_formatted', severity: 'error', place: { file: 'a.ts' } },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a configuration that the tool refuses is an error of its own, with its output', async () => {
  const broken = new FileTree().write('a.js', 'x\n').write('biome.json', '{ "formatter": 3 }');
  await expect(formatTree(broken)).rejects.toMatchObject({ code: 'tool_failed' });
});
