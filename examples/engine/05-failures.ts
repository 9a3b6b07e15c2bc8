// 5. Failures: tried again by policy; then a lesser result, if there is one; then the run is paused, with everything it
// has done, until somebody has mended the cause.
import { createEngine, definePipeline, openStore, type } from '@millwright/engine';

let isServerUp = false;

const pipeline = definePipeline({ name: 'fetch', version: '1', input: type<null>() });
const flaky = pipeline.stage('flaky', {
  retry: { attempts: 3, delayMs: 1, factor: 2 },
  run: ({ attempt }) => {
    if (attempt < 3) throw new Error('a hiccup');
    return `answered at attempt ${attempt}`;
  },
});
const rates = pipeline.stage('rates', {
  run: (): number => {
    throw new Error('no rates today');
  },
  // A result worse than the real one, better than none. The run is then marked as degraded.
  fallback: () => 1,
});
const server = pipeline.stage('server', {
  run: () => {
    if (!isServerUp) throw Object.assign(new Error('the server is down'), { code: 'server_down' });
    return 'up';
  },
});
const fetchAll = pipeline.output({ flaky, rates, server });

const engine = createEngine({ store: openStore(':memory:'), pipelines: [fetchAll] });
const run = await engine.start(fetchAll, null);
const paused = await run.result().catch((error: { code: string; failure: { code: string } }) => error);
if ('code' in paused) console.log(paused.code, paused.failure.code);
// What has been produced is there although the run is not through.
console.log(await engine.outputs(run.id));

isServerUp = true;
console.log(await (await engine.resume(run.id)).result());
await engine.close();

// Prints:
// run_paused server_down
// { flaky: 'answered at attempt 3', rates: 1 }
// { flaky: 'answered at attempt 3', rates: 1, server: 'up' }
