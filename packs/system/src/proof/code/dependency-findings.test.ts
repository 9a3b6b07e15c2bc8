import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dependencyFindings } from './dependency-findings.ts';

function findings(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'dependencies-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return dependencyFindings(folder).map(({ code, place, message }) => [
    code,
    place?.file,
    place?.line,
    message.split(' ', 1)[0],
  ]);
}

const manifest = JSON.stringify({
  dependencies: { hono: '1', zod: '1', '@scope/used': '1', idle: '1' },
  devDependencies: { typescript: '1', tester: '1' },
});

test('what is imported must be declared, and what is declared imported', () => {
  const code = `import { Hono } from 'hono';
import {
  type a,
  b,
} from '@scope/used/deep';
import 'left-out';
import type { c } from 'tester';
import fs from 'node:fs';
import path from 'path';
import { own } from './own.ts';
export * from 'zod';
const text = "import { x } from 'not code'";
const late = await import('late');
`;
  expect(
    findings({
      'package.json': manifest,
      'src/main.ts': code,
      'test/a.test.ts': "import { d } from 'tester';",
    }),
  ).toEqual([
    ['package_not_declared', 'src/main.ts', 6, 'left-out'],
    ['package_for_development_only', 'src/main.ts', 7, 'tester'],
    ['package_not_declared', 'src/main.ts', 13, 'late'],
    ['package_not_used', 'package.json', undefined, 'idle'],
  ]);
});

test('a manifest that cannot be read says nothing here', () => {
  expect(findings({ 'package.json': '{', 'src/main.ts': "import 'x';" })).toEqual([]);
});
