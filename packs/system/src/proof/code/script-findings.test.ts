import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scriptFindings } from './script-findings.ts';

test('scripts lead to files that are there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const scripts = {
    start: 'node src/main.ts',
    dev: 'node --watch src/gone.ts',
    other: 'npm run start && node tools/gone.mjs --fast',
    test: 'node --test "test/**/*.test.ts"',
    odd: 3,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts }));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/main.ts'), '');
  expect(scriptFindings(folder).map(({ code, message }) => [code, message])).toEqual([
    ['script_leads_nowhere', 'The script dev runs src/gone.ts, which is not there.'],
    ['script_leads_nowhere', 'The script other runs tools/gone.mjs, which is not there.'],
  ]);
  writeFileSync(join(folder, 'package.json'), '{');
  expect(scriptFindings(folder)).toEqual([]);
});
