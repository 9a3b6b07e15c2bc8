/** A process that runs pipelines and delivers their events, for tests to kill: `outlet-worker.ts <store> <file> <runs>`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { deliverEvents } from '../outlets/deliver-events.ts';
import { jsonLinesFile } from '../outlets/json-lines.ts';
import { openStore } from '../store/sqlite/sqlite-store.ts';
import { createEngine } from '../worker/engine.ts';

const [path = '', file = '', runs = '0'] = process.argv.slice(2);
const pipeline = definePipeline({ name: 'noisy', version: '1', input: type<null>() });
const parts = pipeline.map('part', {
  over: () => Array.from({ length: 20 }, (_, n) => n),
  limit: 4,
  run: async ({ item }) => {
    await sleep(2);
    return item;
  },
});
const noisy = pipeline.output(parts);
const store = openStore(path);
const engine = createEngine({ store, pipelines: [noisy] });
const delivery = await deliverEvents({
  store,
  engine,
  name: 'file',
  outlet: jsonLinesFile(file),
  past: true,
});
for (const run of await engine.recover()) await run.result();
for (let n = 0; n < Number(runs); n += 1) {
  const run = await engine.start(noisy, null);
  process.stdout.write('.');
  await run.result();
}
await delivery.caughtUp();
await delivery.close();
await engine.close();
await store.close();
