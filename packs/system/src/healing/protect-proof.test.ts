import { failuresOf, FileTree } from '@millwright/factory';
import { expect, test } from 'vitest';
import { assertProofIsKept, WeakenedProofError } from './protect-proof.ts';

const content = "test('a', () => {\n  assert.equal(a, 409);\n});\n";
const generated = new FileTree()
  .write('src/main.ts', 'a')
  .write('test/a.test.ts', content)
  .write('blueprint.yaml', 'name: a\n');

function check(
  path: string,
  after: string | null,
  named: 'types' | 'acceptance-tests' = 'types',
  before = content,
) {
  const holding = (text: string | null) =>
    FileTree.from([
      ...generated.files().filter((file) => file.path !== path),
      ...(text === null ? [] : [{ path, content: text }]),
    ]);
  const finding = { code: 'x', severity: 'error' as const, message: '', place: { file: path } };
  const failures = failuresOf([{ tier: 2, name: named, status: 'failed', findings: [finding], ms: 0 }]);
  assertProofIsKept(failures, { before: holding(before), after: holding(after), generated });
}

test.each([
  ['code', 'src/main.ts', 'b', 'acceptance-tests'],
  ['a test that is put back', 'test/a.test.ts', content, 'acceptance-tests'],
  [
    'a test that was skipped',
    'test/a.test.ts',
    `// mine\n${content}`,
    'acceptance-tests',
    `// mine\n${content}`.replace('test(', 'test.skip('),
  ],
  ['a test that could not be read', 'test/a.test.ts', content.replace('(a,', '(b,'), 'types'],
] as const)('%s may change', (_, path, after, named, before = 'broken') => {
  expect(() => check(path, after, named, before)).not.toThrow();
});

test.each([
  ['a test that fails', 'test/a.test.ts', content.replace('409', '200'), 'acceptance-tests'],
  ['a test without its assertion', 'test/a.test.ts', "test('a', () => {});\n", 'types'],
  ['a test that is skipped', 'test/a.test.ts', content.replace('test(', 'test.skip('), 'types'],
  ['a test that is gone', 'test/a.test.ts', null, 'types'],
  ['the blueprint', 'blueprint.yaml', 'name: b\n', 'acceptance-tests'],
  ['evidence', 'evidence/report.json', '{}', 'acceptance-tests'],
] as const)('%s is refused', (_, path, after, named) => {
  expect(() => check(path, after, named)).toThrow(WeakenedProofError);
});
