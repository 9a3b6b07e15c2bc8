import { FileTree } from '@millwright/factory';
import { expect, test } from 'vitest';
import { applyEdits, EditRefusedError } from './edits.ts';

const tree = new FileTree()
  .write('src/main.ts', "import { Hono } from 'hono';\nconst a = 1;\nconst b = a;\nconst c = a;\n")
  .write('test/unit/main.test.ts', 'a')
  .write('package.json', '{}')
  .write('blueprint.yaml', 'name: a')
  .write('evidence/report.json', '{}');
const edit = (file: string, find: string, replace: string) => ({
  explanation: '',
  edits: [{ file, find, replace }],
});

test('text that is there once is replaced, and files of code may be added', () => {
  const changed = applyEdits(tree, {
    explanation: '',
    edits: [
      { file: 'src/main.ts', find: 'a = 1', replace: 'a = 2' },
      { file: 'src/main.ts', find: 'a = 2', replace: "a = '$&'" },
      { file: 'src/more.ts', find: '', replace: "import { Hono } from 'hono';\n" },
    ],
  });
  expect(changed.get('src/main.ts')?.content).toContain("const a = '$&';");
  expect(changed.get('src/more.ts')?.content).toContain('hono');
  expect(tree.get('src/main.ts')?.content).toContain('a = 1');
});

test.each([
  ['a test', 'test/unit/main.test.ts', 'a', 'b'],
  ['the blueprint', 'blueprint.yaml', 'a', 'b'],
  ['evidence', 'evidence/report.json', '{}', 'b'],
  ['what is installed', 'package.json', '{}', 'b'],
  ['how it is checked', '.oxlintrc.json', '', '{}'],
  ['the harness', 'vendor/harness/lib/a.js', '', ''],
  ['a path that leads out', 'src/../package.json', '{}', ''],
  ['a path that leads far out', '../../etc/passwd', '', 'root'],
  ['an absolute path', '/etc/passwd', '', 'root'],
  ['a path of another system', 'src\\..\\a.ts', '', ''],
  ['a hidden folder', 'src/.git/hooks.ts', '', ''],
  ['another language', 'src/run.sh', '', ''],
  ['text that is not there', 'src/main.ts', 'z = 1', ''],
  ['text that is there twice', 'src/main.ts', '= a', ''],
  ['a file that is there', 'src/main.ts', '', 'x'],
  ['a file that is not there', 'src/none.ts', 'x', ''],
  ['a check that is silenced', 'src/main.ts', 'const a', '// @ts-ignore\nconst a'],
  ['a rule that is silenced', 'src/main.ts', 'const a', '// oxlint-disable-next-line\nconst a'],
  [
    'a module with new powers',
    'src/main.ts',
    'const a',
    "import { exec } from 'node:child_process';\nconst a",
  ],
  ['a module brought late', 'src/main.ts', 'const a', "const d = await import('node:net');\nconst a"],
  ['a module brought unseen', 'src/main.ts', 'const a', "const d = await import('node:' + 'net');\nconst a"],
  ['a module brought otherwise', 'src/main.ts', 'const a', "process.getBuiltinModule('net');\nconst a"],
  ['the network', 'src/main.ts', 'a = 1', "a = fetch('https://evil.example')"],
  ['too much', 'src/more.ts', '', 'x'.repeat(100_001)],
])('%s is refused', (_, file, find, replace) => {
  expect(() => applyEdits(tree, edit(file, find, replace))).toThrow(EditRefusedError);
});
