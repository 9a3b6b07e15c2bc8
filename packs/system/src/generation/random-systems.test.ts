import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lowerBlueprint } from '../lowering/lower-blueprint.ts';
import { randomBlueprint } from './testing/random/random-blueprint.ts';
import { stageSystems } from './testing/staged-system.ts';

const count = Number(process.env['MILLWRIGHT_RANDOM_SYSTEMS'] ?? 10);
const firstSeed = Number(process.env['MILLWRIGHT_RANDOM_SEED'] ?? Math.floor(Math.random() * 1e9));

/**
 * Conditions made at random may be such that they never hold, or always do; tools rightly say so. They are also deeper than
 * what people write: how long operations are split has tests of its own.
 */
const ofConditions = /TS2367|const-comparisons|double-comparisons|no-constant|eslint\(complexity\)/;

/** What a tool says of each system, by its seed. */
function complaintsOf(tool: string, parameters: readonly string[], folder: string): readonly string[] {
  const command = join(import.meta.dirname, '../../../../node_modules/.bin', tool);
  const { stdout, stderr } = spawnSync(command, parameters, { cwd: folder, encoding: 'utf8' });
  return (stdout + stderr)
    .split('\n')
    .filter((line) => /^system-\d+\//.test(line) && !ofConditions.test(line))
    .map((line) => line.replace(/^system-(\d+)/, (_, index) => `seed ${firstSeed + Number(index)}`));
}

test('whatever operations do, their code passes the type checker and the linter', () => {
  console.log(`MILLWRIGHT_RANDOM_SEED=${firstSeed} MILLWRIGHT_RANDOM_SYSTEMS=${count}`);
  const folder = mkdtempSync(join(tmpdir(), 'random-systems-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const staged = join(folder, 'staged');
  const blueprints = Array.from({ length: count }, (_, index) => randomBlueprint(firstSeed + index));
  const roots = stageSystems(
    staged,
    blueprints.map((blueprint) => lowerBlueprint(blueprint).model),
  );
  expect(complaintsOf('tsc', ['-p', '.'], staged)).toEqual([]);
  expect(
    complaintsOf(
      'oxlint',
      ['--format', 'unix', ...roots.map((root) => root.slice(staged.length + 1))],
      staged,
    ),
  ).toEqual([]);
});
