// `npm test`: installs what is missing, then runs every test, or those that the arguments name.
import { ensureInstalled } from './install.mjs';
import { run } from './run.mjs';

await ensureInstalled();
process.exitCode = await run('vitest', ['run', ...process.argv.slice(2)]);
