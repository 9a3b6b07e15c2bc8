/**
 * A process with a pipeline of its own on a folder's store, for tests of `runs`: `asking-worker.ts <folder> <run id>`.
 * Its run asks how many, works until it is stopped or for a while, and undoes its first stage when it is cancelled.
 */
import { join } from 'node:path';
import { createEngine, definePipeline, openStore, type } from '@millwright/engine';

const [folder = '', runId = '', workMs = '0'] = process.argv.slice(2);
const store = openStore(join(folder, '.millwright', 'runs.db'));
const pipeline = definePipeline({ name: 'asking', version: '1', input: type<null>() });
const begin = pipeline.stage('begin', { run: () => 'begun', compensate: () => {} });
const howMany = pipeline.approval('how-many', {
  needs: { begin },
  prompt: () => 'how many?',
  answer: {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) =>
        typeof value === 'number' ? { value } : { issues: [{ message: 'a number is wanted' }] },
    },
  },
});
const work = pipeline.stage('work', {
  needs: { howMany },
  run: ({ needs, signal }) =>
    new Promise<number>((resolve, reject) => {
      setTimeout(() => resolve(needs.howMany), Number(workMs));
      signal.addEventListener('abort', () => reject(signal.reason));
    }),
});
const asking = pipeline.output(work);
const engine = createEngine({ store, pipelines: [asking] });
const isNew = (await engine.runs.get(runId)) === undefined;
const run = isNew ? await engine.start(asking, null, { runId }) : await engine.resume(runId);
process.stdout.write('working\n');
// A run that waits for a person keeps no process alive.
process.stdin.resume();
await run.result().catch(() => {});
await engine.close();
await store.close();
process.exit(0);
