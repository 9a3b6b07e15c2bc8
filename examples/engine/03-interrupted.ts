// 3. Interrupted: what has been done is not done again. The store is a file; here a first engine gives up in the middle,
// as a killed process would, and a second one goes on from the journal.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, definePipeline, openStore, type } from '@millwright/engine';

const pipeline = definePipeline({ name: 'bake', version: '1', input: type<null>() });
const dough = pipeline.stage('dough', {
  run: () => {
    console.log('kneading');
    return 'dough';
  },
});
const bread = pipeline.stage('bread', {
  needs: { dough },
  run: async ({ needs, signal, attempt }) => {
    console.log(`baking the ${needs.dough}, attempt ${attempt}`);
    // Long work heeds its signal, so that it can be stopped.
    if (attempt === 1)
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    return 'bread';
  },
});
const bake = pipeline.output(bread);

const folder = mkdtempSync(join(tmpdir(), 'example-'));
const open = () => openStore(join(folder, 'runs.db'));

const firstStore = open();
const first = createEngine({ store: firstStore, pipelines: [bake] });
const run = await first.start(bake, null);
for await (const event of run.events()) if (event.type === 'stage.started' && event.stage === 'bread') break;
await first.close();
await firstStore.close();

const secondStore = open();
const second = createEngine({ store: secondStore, pipelines: [bake] });
// Takes up every run that no live process works on.
const [recovered] = await second.recover();
console.log(await recovered?.result());
await second.close();
await secondStore.close();
rmSync(folder, { recursive: true });

// Prints:
// kneading
// baking the dough, attempt 1
// baking the dough, attempt 2
// bread
