import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../examples/engine');
const examples = readdirSync(folder).filter((name) => name.endsWith('.ts'));

test('the examples are numbered from 1 without gaps', () => {
  expect(examples.map((name) => Number.parseInt(name, 10))).toEqual(examples.map((_, index) => index + 1));
});

test.each(examples)('%s prints what it says it prints', async (name) => {
  const path = join(folder, name);
  const [, said = ''] = readFileSync(path, 'utf8').split('// Prints:\n');
  const { stdout } = await promisify(execFile)(process.execPath, [path]);
  expect(stdout).toBe(said.replaceAll(/^\/\/ /gm, ''));
});
