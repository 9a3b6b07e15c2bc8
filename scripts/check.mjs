// `npm run check`: everything that must hold before a change lands. All steps run; any failure fails the check.
import { ensureInstalled } from './install.mjs';
import { run } from './run.mjs';

const steps = [
  ['format', 'biome', ['format', '.']],
  ['types', 'tsc', ['-p', '.']],
  ['lint and direction of imports', 'oxlint', ['--type-aware', '--deny-warnings', '.']],
  ['undeclared and unused dependencies, unused files', 'knip', ['--no-progress', '--no-config-hints']],
  ['tests and paths in documents', 'vitest', ['run']],
];

await ensureInstalled();
const failed = [];
for (const [name, command, args] of steps) {
  console.log(`\n── ${name}: ${command} ${args.join(' ')}`);
  if ((await run(command, args)) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? `\nAll ${steps.length} checks passed.` : `\nFailed: ${failed.join('; ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
