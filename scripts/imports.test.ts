import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Lints a file with one import, as if it stood in the given package. */
function lintImport(packageFolder: string, specifier: string): { passes: boolean; output: string } {
  const folder = mkdtempSync(join(root, packageFolder, 'src', '.direction-'));
  folders.push(folder);
  const file = join(folder, 'probe.ts');
  writeFileSync(file, `import * as other from '${specifier}';\n\nexport const probe = other;\n`);
  const result = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--no-ignore', file], {
    cwd: root,
    encoding: 'utf8',
  });
  return { passes: result.status === 0, output: result.stdout };
}

describe('direction of imports', () => {
  test.each([
    ['packages/engine', '@millwright/factory'],
    ['packages/harness', '@millwright/engine'],
    ['packages/models', '@millwright/factory'],
    ['packages/factory', '@millwright/pack-system'],
    ['packages/factory', '@millwright/harness'],
    ['packs/system', 'millwright'],
    ['packs/system', '@millwright/harness'],
    ['packages/engine', '../../../factory/src/index.ts'],
  ])('%s may not import %s', (from, to) => {
    const result = lintImport(from, to);
    expect(result.passes).toBe(false);
    expect(result.output).toContain('no-restricted-imports');
  });

  test.each([
    ['packages/factory', '@millwright/engine'],
    ['packs/system', '@millwright/factory'],
    ['packs/system', '@millwright/engine'],
    ['packages/millwright', '@millwright/pack-system'],
    ['packages/millwright', '@millwright/models'],
    ['packages/engine', 'node:sqlite'],
  ])('%s may import %s', (from, to) => {
    expect(lintImport(from, to)).toMatchObject({ passes: true });
  });
});
