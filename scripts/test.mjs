// `npm test`: installs what is missing, then runs every test, or those that the arguments name.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { run } from './run.mjs';

await ensureInstalled();
const folder = mkdtempSync(join(tmpdir(), 'millwright-test-'));
try {
  const outputFile = join(folder, 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
  process.exitCode = await run('vitest', ['run', ...reporters, ...process.argv.slice(2)]);
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(outputFile, 'utf8'));
  console.log(`\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
