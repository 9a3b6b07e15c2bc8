import {
  type Attempt,
  diffTrees,
  failuresOf,
  type Failure,
  FileTree,
  type Finding,
  unifiedDiff,
} from '@millwright/factory';
import { expect, test } from 'vitest';
import { systemFixers } from './system-fixers.ts';

const task =
  'export interface Task {\n  readonly title: string;\n}\n\nexport function rename(task: Task) {\n  return task;\n}\n';
const routes =
  "import { rename } from '../domain/task.ts';\nimport { z } from 'zod';\n\nexport const route = z.object({});\nrename({ title: '' });\n";
const generated = new FileTree()
  .write('src/domain/task.ts', task)
  .write('src/api/routes.ts', routes)
  .write('README.md', '# Tasks\n')
  .write(
    'package.json',
    JSON.stringify({
      scripts: { start: 'node src/main.ts' },
      dependencies: { hono: '4.0.0', zod: '4.6.7' },
      devDependencies: { typescript: '7.0.2' },
    }),
  )
  .write('vendor/harness/lib/index.js', 'export const a = 1;\n');

/** What a fixer makes of one file with a finding in it. */
async function fixed(
  name: string,
  file: string,
  content: string,
  finding: Partial<Finding>,
  mayRestore = true,
  earlier: readonly Attempt[] = [],
) {
  const tree = FileTree.from([
    ...generated.files().filter(({ path }) => path !== file),
    { path: file, content },
  ]);
  const whole: Finding = {
    code: 'x',
    severity: 'error',
    message: '',
    ...finding,
    place: { ...finding.place, file },
  };
  const failures: readonly Failure[] = failuresOf([
    {
      tier: 2,
      name: finding.code?.startsWith('eslint') ? 'lint' : 'types',
      status: 'failed',
      findings: [whole],
      ms: 0,
    },
  ]);
  const fixer = systemFixers.find((one) => one.name === name);
  expect(fixer?.fixes(failures[0] as Failure)).toBe(true);
  const subject = { generated, mayRestore: () => mayRestore };
  const result = await fixer?.fix(failures, {
    tree,
    subject,
    earlier,
    note: () => undefined,
    signal: AbortSignal.timeout(60_000),
  });
  return result?.get(file)?.content;
}

test('a misspelt name is spelled as the compiler suggests', async () => {
  const content = 'const a = task.titel + titel;\n';
  const message = "Property 'titel' does not exist on type 'Task'. Did you mean 'title'?";
  expect(
    await fixed('system/spelling', 'src/a.ts', content, {
      code: 'ts2551',
      message,
      place: { file: '', line: 1, column: 16 },
    }),
  ).toBe('const a = task.title + titel;\n');
});

test.each([
  ["Cannot find name 'rename'.", "import { rename } from '../domain/task.ts';\nrename();\n"],
  ["Cannot find name 'Task'.", "import type { Task } from '../domain/task.ts';\nrename();\n"],
  ["Cannot find name 'z'.", "import { z } from 'zod';\nrename();\n"],
  ["Cannot find name 'nobody'.", 'rename();\n'],
])('%s', async (message, expected) => {
  expect(await fixed('system/import', 'src/api/other.ts', 'rename();\n', { code: 'ts2304', message })).toBe(
    expected,
  );
});

test.each([
  ["import { rename } from './task.ts';\n", "import { rename } from '../domain/task.ts';\n"],
  ["import { rename } from '../domain/task';\n", "import { rename } from '../domain/task.ts';\n"],
  ["import { rename } from '../domain/task.js';\n", "import { rename } from '../domain/task.ts';\n"],
  ["import { x } from './nowhere.ts';\n", "import { x } from './nowhere.ts';\n"],
])('an import of %s is led to the file it means', async (content, expected) => {
  const finding = { code: 'ts2307', message: 'Cannot find module', place: { file: '', line: 1 } };
  expect(await fixed('system/module-path', 'src/api/other.ts', content, finding)).toBe(expected);
});

test.each([
  [
    "import { a, type b, c } from './x.ts';",
    "'b' is declared but its value is never read.",
    "import { a, c } from './x.ts';",
  ],
  ["import { a } from './x.ts';", "'a' is declared but its value is never read.", undefined],
  ["import * as a from './x.ts';", "'a' is declared but its value is never read.", undefined],
  ['const a = 1;', "'a' is declared but its value is never read.", 'const a = 1;'],
])('of %s what nothing uses goes', async (line, message, expected) => {
  const content = `${line}\nrest();\n`;
  const result = await fixed('system/unused', 'src/a.ts', content, {
    code: 'ts6133',
    message,
    place: { file: '', line: 1 },
  });
  expect(result).toBe(expected === undefined ? 'rest();\n' : `${expected}\nrest();\n`);
});

test('the linter makes the changes it suggests', async () => {
  const finding = { code: 'eslint/no-debugger', message: 'no', place: { file: '', line: 1 } };
  expect(await fixed('system/lint', 'src/a.ts', 'debugger;\nrest();\n', finding)).not.toContain('debugger');
});

test('files are put back as they were generated, unless a person edited them', async () => {
  const finding = { code: 'ts1005', message: "';' expected." };
  expect(await fixed('system/named-files', 'src/domain/task.ts', 'export inter', finding)).toBe(task);
  expect(await fixed('system/named-files', 'src/domain/task.ts', 'export inter', finding, false)).toBe(
    'export inter',
  );
  expect(await fixed('system/all-files', 'README.md', '', finding)).toBe('# Tasks\n');
});

test.each([
  [
    'a block',
    'function a() {\n  return 1;\n\nfunction b() {}\n',
    'function a() {\n  return 1;\n}\n\nfunction b() {}\n',
  ],
  [
    'a call with a function',
    "get('/a', (c) => {\n  return c;\n\nexport const a = 1;\n",
    "get('/a', (c) => {\n  return c;\n})\n\nexport const a = 1;\n",
  ],
  [
    'an inner block',
    'if (a) {\n  for (const b of c) {\n    d(b);\n}\n',
    'if (a) {\n  for (const b of c) {\n    d(b);\n  }\n}\n',
  ],
  ['the end of the file', 'const a = [\n  1,\n', 'const a = [\n  1,\n]\n'],
  ['one too many', 'const a = { b: 1 };\n}\n', 'const a = { b: 1 };\n'],
  [
    'none, for texts and patterns are no code',
    "const a = '{';\nconst b = /[({]/.test(a);\n// (\n",
    "const a = '{';\nconst b = /[({]/.test(a);\n// (\n",
  ],
])('brackets: %s', async (_, content, expected) => {
  expect(await fixed('system/brackets', 'src/a.ts', content, { code: 'ts1005' })).toBe(expected);
});

test.each([
  ['a comma too many', '{\n  "a": [1, 2,],\n}\n'],
  ['a comma too few', '{\n  "a": [1, 2]\n}'.replace('[1, 2]', '[\n1\n,2]')],
  ['comments', '{\n  // one\n  "a": /* two */ [1, 2]\n}\n'],
  ['no end', '{\n  "a": [1, 2'],
  ['no end of a member', '{\n  "a": [1, 2],\n  "b": "h'],
])('JSON with %s is read', async (_, content) => {
  const repaired = await fixed('system/json', 'tsconfig.json', content, { code: 'ts5014' });
  expect((JSON.parse(repaired ?? '') as { a: unknown[] }).a[0]).toBe(1);
});

test('a comma between lines is put in, and nothing within texts is changed', async () => {
  const content = '{\n  "a": "x // y,}"\n  "b": {}\n  "c": 1\n}\n';
  const repaired = await fixed('system/json', 'tsconfig.json', content, { code: 'ts5014' });
  expect(JSON.parse(repaired ?? '')).toEqual({ a: 'x // y,}', b: {}, c: 1 });
});

const conflict = 'a\n<<<<<<< mine\nb\n||||||| base\nx\n=======\nc\n>>>>>>> theirs\nd\n';
test('of what a merge left, the own side is taken, then the other', async () => {
  const finding = { code: 'ts1185' };
  expect(await fixed('system/merge-markers', 'src/a.ts', conflict, finding)).toBe('a\nb\nd\n');
  const before = [{ fixer: 'system/merge-markers' } as Attempt];
  expect(await fixed('system/merge-markers', 'src/a.ts', conflict, finding, true, before)).toBe('a\nc\nd\n');
});

test.each([
  [
    'eslint/eqeqeq',
    'if (a == b && c != d && e == null && f === g) h();',
    'if (a === b && c !== d && e == null && f === g) h();',
  ],
  ['typescript/no-explicit-any', 'const many: any = 1;', 'const many: unknown = 1;'],
  ['typescript/ban-ts-comment', '// @ts-ignore', ''],
])('what %s asks for is written', async (code, line, expected) => {
  const column = code.endsWith('any') ? line.indexOf('any =') + 1 : 1;
  const place = { file: '', line: 1, column };
  expect(await fixed('system/rules', 'src/a.ts', `${line}\n`, { code, place })).toBe(
    expected === '' ? '' : `${expected}\n`,
  );
});

test.each([
  ['package_not_declared', 'zod is imported and not declared.', { dependencies: { zod: '4.6.7' } }],
  [
    'package_version_differs',
    'The system asks for hono 99.0.0; it was tried with 4.0.0.',
    { dependencies: { hono: '4.0.0' } },
  ],
  [
    'package_missing',
    'The package typescript (1.0.0) is not installed.',
    { devDependencies: { typescript: '7.0.2' } },
  ],
  [
    'script_leads_nowhere',
    'The script start runs a.ts, which is not there.',
    { scripts: { start: 'node src/main.ts' } },
  ],
])('%s is repaired in package.json', async (code, message, expected) => {
  const repaired = await fixed('system/packages', 'package.json', '{"name":"mine"}', { code, message });
  expect(JSON.parse(repaired ?? '')).toMatchObject({ name: 'mine', ...expected });
});

test('an export that got another name in its file is imported under the old one', async () => {
  const renamed = FileTree.from(
    generated
      .files()
      .map((file) =>
        file.path === 'src/domain/task.ts' ? { ...file, content: task.replace('rename', 'retitle') } : file,
      ),
  );
  const finding: Finding = {
    code: 'ts2305',
    severity: 'error',
    message: "Module '\"../domain/task.ts\"' has no exported member 'rename'.",
    place: { file: 'src/api/routes.ts', line: 1 },
  };
  const failures = failuresOf([{ tier: 2, name: 'types', status: 'failed', findings: [finding], ms: 0 }]);
  const fixer = systemFixers.find(({ name }) => name === 'system/renamed');
  const result = await fixer?.fix(failures, {
    tree: renamed,
    subject: { generated, mayRestore: () => false },
    earlier: [],
    note: () => undefined,
    signal: AbortSignal.timeout(60_000),
  });
  expect(result?.get('src/api/routes.ts')?.content).toBe(
    routes.replace('{ rename }', '{ retitle as rename }'),
  );
});

test('an import is led to the file that exports what it asks for, when its own has got another name', async () => {
  const content = "import { rename, type Task } from './old-name.ts';\n";
  const finding = { code: 'ts2307', message: 'Cannot find module', place: { file: '', line: 1 } };
  expect(await fixed('system/module-path', 'src/api/other.ts', content, finding)).toBe(
    "import { rename, type Task } from '../domain/task.ts';\n",
  );
});

test('a file of which the beginning is left is put back, whoever may edit it; one with other lines is not', async () => {
  const finding = { code: 'ts1005' };
  for (const rest of ['', task.slice(0, 20)])
    expect(await fixed('system/cut-files', 'src/domain/task.ts', rest, finding, false)).toBe(task);
  const edited = `${task.slice(0, 20)}\n// mine\n`;
  expect(await fixed('system/cut-files', 'src/domain/task.ts', edited, finding, false)).toBe(edited);
});

test('the vendored harness is put back', async () => {
  const path = 'vendor/harness/lib/index.js';
  expect(await fixed('system/vendor', path, 'boom', { code: 'x' }, false)).toBe('export const a = 1;\n');
});

test('edits are taken back one at a time', async () => {
  const edited = `// mine\n${task.replace('return task', 'return undefined')}`;
  const finding = { code: 'test_failed' };
  const path = 'src/domain/task.ts';
  expect(await fixed('system/edits', path, edited, finding)).toBe(edited.replace('// mine\n', ''));
  const before = FileTree.from([{ path, content: edited }]);
  const after = FileTree.from([{ path, content: edited.replace('// mine\n', '') }]);
  const first = { diff: unifiedDiff(diffTrees(before, after)) } as Attempt;
  expect(await fixed('system/edits', path, edited, finding, true, [first])).toBe(`// mine\n${task}`);
  expect(await fixed('system/edits', path, edited, finding, false)).toBeUndefined();
});

test('a test that is skipped is let run', async () => {
  const finding = { code: 'scenario_not_run', place: { file: '', line: 2 } };
  const content = "// test.skip(\ntest.skip('a', () => {});\n";
  expect(await fixed('system/skipped-tests', 'test/acceptance/a.test.ts', content, finding)).toBe(
    "// test.skip(\ntest('a', () => {});\n",
  );
});
