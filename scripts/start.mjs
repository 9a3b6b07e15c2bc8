// `npm start -- ARGS`: installs what is missing, then runs the command line where the person typed the command.
import { join } from 'node:path';
import { ensureInstalled, nodeBinary, root } from './install.mjs';
import { run } from './run.mjs';

await ensureInstalled();
process.exitCode = await run(
  nodeBinary,
  [join(root, 'packages/millwright/src/main.ts'), ...process.argv.slice(2)],
  {
    cwd: process.env.INIT_CWD ?? process.cwd(),
  },
);
