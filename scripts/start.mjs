// `npm start -- ARGS`: installs what is missing, then runs the command line where the person typed the command.
import { join } from 'node:path';
import { ensureInstalled, nodeBinary, root } from './install.mjs';
import { run } from './run.mjs';

// A small young generation keeps the factory below 200 MB; its work is done in bursts that do not miss the rest.
const memory = '--max-semi-space-size=4';

await ensureInstalled();
process.exitCode = await run(
  nodeBinary,
  [memory, join(root, 'packages/millwright/src/main.ts'), ...process.argv.slice(2)],
  {
    cwd: process.env.INIT_CWD ?? process.cwd(),
  },
);
