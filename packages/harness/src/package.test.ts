import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const TSC = join(MODULES, '.bin', 'tsc');

let folder = '';
let installed = '';

/** Builds the package and installs it into a project of its own, as a system that travels with it would have it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harness-package-'));
  installed = join(folder, 'node_modules/@millwright/harness');
  await mkdir(installed, { recursive: true });
  await run(TSC, ['-p', join(PACKAGE, 'tsconfig.build.json'), '--outDir', join(installed, 'dist')]);
  const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } };
  await writeFile(
    join(installed, 'package.json'),
    JSON.stringify({ name: '@millwright/harness', type: 'module', exports }),
  );
  await symlink(join(MODULES, '@types'), join(folder, 'node_modules/@types'));
  await symlink(join(MODULES, 'undici-types'), join(folder, 'node_modules/undici-types'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const compilerOptions = {
    target: 'es2024',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
    exactOptionalPropertyTypes: true,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const SYSTEM = `
import { HarnessComponent, SystemExecutionHarness, createJsonLog } from '@millwright/harness';
class Numbers extends HarnessComponent {
  readonly out = this.sends<number>('out');
  override process() { return this.out.sendAll([1, 2, 3]); }
}
class Sum extends HarnessComponent {
  readonly in = this.receives<number>('in');
  readonly words = this.receives<string>('words');
  sum = 0;
  override async process() { for await (const value of this.in) this.sum += value; }
}
const system = new SystemExecutionHarness({ name: 'sum', log: createJsonLog({ level: 'silent' }) });
const numbers = system.register(new Numbers('numbers'));
const sum = system.register(new Sum('sum'));
`;

async function compile(text: string): Promise<string> {
  await writeFile(join(folder, 'main.ts'), SYSTEM + text);
  return run(TSC, ['-p', folder]).then(
    () => '',
    (failure: { stdout: string }) => failure.stdout,
  );
}

test('the built package works for a consumer, types and all', async () => {
  const text = `
    system.connect(numbers.out, sum.in);
    await system.start().catch((error) => console.log(error.problems[0]));
  `;
  expect(await compile(text)).toBe('');
  const { stdout } = await run(process.execPath, ['main.ts'], { cwd: folder });
  expect(stdout).toContain('sum.words');
});

test('a wrong connection does not compile against the built package either', async () => {
  expect(await compile('system.connect(numbers.out, sum.words);')).toContain('main.ts');
});

test('the built package holds plain modules with their documentation, and no tests', async () => {
  const entries = await readdir(join(installed, 'dist'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  expect(files.filter((file) => /test|fixture/.test(file))).toEqual([]);
  expect(files.filter((file) => !/\.(js|d\.ts)$/.test(file))).toEqual([]);
  const types = await readFile(join(installed, 'dist/send-port.d.ts'), 'utf8');
  expect(types).toContain('awaiting it is back-pressure');
  const { dependencies = {} } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
  expect(dependencies).toEqual({});
});
