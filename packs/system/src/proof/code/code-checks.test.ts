import { expect, test } from 'vitest';
import { checkSample } from '../check-sample.testkit.ts';
import { changed, sampleSystem } from '../sample-system.testkit.ts';

test('a type error fails with its place', async () => {
  const tree = await sampleSystem({ 'src/wrong.ts': "export const a: number = 'text';\n" });
  const { types } = await checkSample(tree, ['types']);
  expect(types).toMatchObject({
    status: 'failed',
    findings: [{ code: 'ts2322', place: { file: 'src/wrong.ts', line: 1, column: 14 } }],
  });
});

test('a wrong binding is a type error', async () => {
  const wrong = changed('src/main.ts', 'api.note, controller.requests_', 'api.note, store.transactions');
  const { types } = await checkSample(await sampleSystem(wrong), ['types']);
  expect(types?.status).toBe('failed');
});

test('a configuration that leaves files out does not let them pass', async () => {
  const tree = await sampleSystem({
    'tsconfig.json': '{ "compilerOptions": { "skipLibCheck": true }, "files": ["src/rules.ts"] }',
  });
  const { types } = await checkSample(tree, ['types']);
  expect(types?.findings).toContainEqual(
    expect.objectContaining({ code: 'not_type_checked', place: { file: 'src/main.ts' } }),
  );
});

test('a configuration that cannot be read fails', async () => {
  const { types } = await checkSample(await sampleSystem({ 'tsconfig.json': '{ "compilerOptions": 3' }), [
    'types',
  ]);
  expect(types?.status).toBe('failed');
});

const branches = Array.from({ length: 11 }, (_, index) => `if (n === ${index}) return ${index * 2};`).join(
  '\n',
);

test('lint holds everybody to the common rules, whatever git ignores and the system configures', async () => {
  const tree = await sampleSystem({
    '.gitignore': 'src/\n',
    '.oxlintrc.json': '{ "rules": { "no-eval": "off" }, "ignorePatterns": ["**"] }',
    'src/.oxlintrc.json': '{ "rules": { "no-eval": "off" } }',
    'src/bad.ts': `export const a = eval('1');\nexport function b(n: number): number {\n${branches}\nreturn 0;\n}\n`,
  });
  const { lint } = await checkSample(tree, ['lint']);
  expect(lint?.status).toBe('failed');
  expect(lint?.findings.map(({ code, place }) => [code, place?.file]).toSorted()).toEqual([
    ['eslint/complexity', 'src/bad.ts'],
    ['eslint/no-eval', 'src/bad.ts'],
  ]);
});

test("a system's own stricter rules count as well", async () => {
  const tree = await sampleSystem({ '.oxlintrc.json': '{ "rules": { "no-console": "error" } }' });
  const { lint } = await checkSample(tree, ['lint']);
  expect(lint?.findings.map(({ code }) => code)).toContain('eslint/no-console');
});

test('an unformatted file is a warning, one that cannot be parsed an error', async () => {
  const tree = await sampleSystem();
  tree.write('src/ugly.ts', 'export   const a=1').write('src/broken.ts', 'export const = ;');
  const { format } = await checkSample(tree, ['format']);
  expect(format?.status).toBe('failed');
  expect(format?.findings).toContainEqual(
    expect.objectContaining({ code: 'not_formatted', severity: 'warning', place: { file: 'src/ugly.ts' } }),
  );
  expect(format?.findings).toContainEqual(
    expect.objectContaining({ code: 'syntax_error', severity: 'error' }),
  );
});

test('packages that are missing, strange or of another version are named', async () => {
  const manifest = {
    dependencies: {
      zod: '4.0.0',
      'no-such-package-anywhere': '1.0.0',
      '../../etc': '1.0.0',
      x: 'file:../..',
    },
  };
  const { packages } = await checkSample(await sampleSystem({ 'package.json': JSON.stringify(manifest) }), [
    'packages',
  ]);
  const isOfUse = (code: string) => code === 'package_not_declared' || code === 'package_not_used';
  const found = packages?.findings.filter(({ code }) => !isOfUse(code)) ?? [];
  expect(found.map(({ code, message }) => [code, /package (\S+)|for (\S+)/.exec(message)?.[0]])).toEqual([
    ['package_version_differs', 'for zod'],
    ['package_missing', 'package no-such-package-anywhere'],
    ['package_missing', 'package ../../etc'],
    ['package_missing', 'package x'],
  ]);
  // The sample's code imports others than this manifest declares.
  expect(new Set(packages?.findings.map(({ code }) => code).filter(isOfUse))).toEqual(
    new Set(['package_not_declared', 'package_not_used']),
  );
  const broken = await checkSample(await sampleSystem({ 'package.json': '{' }), ['packages']);
  expect(broken.packages?.findings).toMatchObject([{ code: 'manifest_invalid' }]);
});
