// `npm run bench -- NAME…`: runs the benchmarks of bench/ one after another, so that none disturbs another.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, nodeBinary, root } from './install.mjs';
import { run } from './run.mjs';

await ensureInstalled();
const folder = join(root, 'bench');
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}
for (const name of wanted) {
  const code = await run(nodeBinary, [join(folder, `${name}.bench.ts`)], { env: { NODE_ENV: 'production' } });
  if (code !== 0) process.exit(code);
}
