import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { arbitraryModel } from '../../acceptance/testing/arbitrary-model.ts';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../../lowering/lower.ts';
import { shop } from '../testing/long-blueprint.ts';
import { awkwardNames, bank, helpers, tasks, workshop } from '../testing/sample-blueprints.ts';
import { generateRunningCode, stageSystems } from '../testing/staged-system.ts';

const repository = join(import.meta.dirname, '../../../../..');
const tool = (name: string) => join(repository, 'node_modules/.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'generated-systems-'));
afterAll(() => rmSync(folder, { recursive: true }));

const blueprints = [
  helpers('memory'),
  helpers('sqlite'),
  tasks,
  workshop('memory'),
  workshop('sqlite'),
  awkwardNames('memory'),
  awkwardNames('sqlite'),
  bank('memory'),
  bank('sqlite'),
  shop('memory'),
  shop('sqlite'),
];
const models = [
  ...blueprints.map((blueprint) => lower(readBlueprint(blueprint))),
  ...fc.sample(arbitraryModel(), { numRuns: 12, seed: 1 }),
];
const staged = join(folder, 'staged');
const roots = stageSystems(staged, models);

function rootOf(blueprint: string): string {
  return roots[blueprints.indexOf(blueprint)] ?? '';
}

/** The standard output of a tool in the staged folder, or what it complains about. */
function complaints(command: string, ...parameters: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: staged, encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

test('systems of all shapes pass the type checker', () => {
  const output = complaints(tool('tsc'), '-p', '.');
  expect(output.split('\n').filter((line) => line.startsWith('system-'))).toEqual([]);
});

test('systems of all shapes pass the linter, with no function too complex', () => {
  expect(complaints(tool('oxlint'), ...roots)).toBe('');
});

test('the unit tests of systems of all shapes pass', () => {
  const output = complaints(
    process.execPath,
    '--test',
    '--test-isolation=none',
    '--test-reporter=tap',
    '*/test/unit/*.test.ts',
  );
  expect(output.split('\n').filter((line) => /^\s*not ok|error:/.test(line))).toEqual([]);
});

test('a system starts, listens and stops when told to', () => {
  const root = rootOf(tasks);
  const script = `
    import { createSystem } from ${JSON.stringify(join(root, 'src/main.ts'))};
    import { loadConfig } from ${JSON.stringify(join(root, 'src/config.ts'))};
    const { system, api } = createSystem(loadConfig({ HOST: '127.0.0.1', PORT: '0' }));
    await system.start();
    const answer = await fetch(api.url + '/tasks', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"title":"Write"}',
    });
    const { title } = await answer.json();
    const { isClean } = await system.stop();
    console.error(JSON.stringify([answer.status, title, isClean]));`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(JSON.parse(stderr)).toEqual([201, 'Write', true]);
});

test('the same model gives the same bytes', () => {
  for (const model of models) {
    const copy = JSON.parse(JSON.stringify(model));
    expect(generateRunningCode(copy).files()).toEqual(generateRunningCode(model).files());
  }
});

test('both storages answer every sequence of operations alike', () => {
  const script = join(import.meta.dirname, '../testing/compare-storages.ts');
  const [memory, sqlite] = [workshop('memory'), workshop('sqlite')].map(rootOf);
  const { status, stderr } = spawnSync(process.execPath, [script, memory ?? '', sqlite ?? ''], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
