import { failuresOf, type Failure, FileTree, type Finding } from '@millwright/factory';
import { expect, test } from 'vitest';
import { systemFixers } from './system-fixers.ts';

const task =
  'export interface Task {\n  readonly title: string;\n}\n\nexport function rename(task: Task) {\n  return task;\n}\n';
const routes =
  "import { rename } from '../domain/task.ts';\nimport { z } from 'zod';\n\nexport const route = z.object({});\nrename({ title: '' });\n";
const generated = new FileTree()
  .write('src/domain/task.ts', task)
  .write('src/api/routes.ts', routes)
  .write('README.md', '# Tasks\n');

/** What a fixer makes of one file with a finding in it. */
async function fixed(
  name: string,
  file: string,
  content: string,
  finding: Partial<Finding>,
  mayRestore = true,
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
    earlier: [],
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
