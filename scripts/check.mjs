// `npm run check`: everything that must hold before a change lands. All steps run; any failure fails the check.
// Names of steps as arguments run only those: `npm run check -- types lint`.
import { ensureInstalled, root } from './install.mjs';
import { run } from './run.mjs';

const steps = {
  format: ['biome', ['format', '.']],
  types: ['tsc', ['-p', '.']],
  // Lint holds the direction of imports, too.
  lint: ['oxlint', ['--type-aware', '--deny-warnings', '.']],
  // Undeclared and unused dependencies, and files that nothing uses.
  dependencies: ['knip', ['--no-progress', '--no-config-hints']],
  // The paths named in documents are a test as well.
  tests: ['node', [`${root}/scripts/test.mjs`]],
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
const unknown = wanted.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. There are: ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

await ensureInstalled();
const failed = [];
for (const name of wanted) {
  const [command, args] = steps[name];
  console.log(`\n── ${name}`);
  if ((await run(command, args)) !== 0) failed.push(name);
}
console.log(
  failed.length === 0 ? `\nAll ${wanted.length} checks passed.` : `\nFailed: ${failed.join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
