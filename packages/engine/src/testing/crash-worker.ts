/** A worker process for tests to kill: `crash-worker.ts <store> <run id> <items> <pause ms>`. Ends with the run. */
import { createEngine } from '../worker/engine.ts';
import { openStore } from '../store/sqlite/sqlite-store.ts';
import { crashPipeline } from './crash-pipeline.ts';

const [path = '', runId = '', items = '0', pauseMs = '0'] = process.argv.slice(2);
const store = openStore(path);
const engine = createEngine({ store, pipelines: [crashPipeline] });
const isNew = (await engine.runs.get(runId)) === undefined;
const run = isNew
  ? await engine.start(crashPipeline, { items: Number(items), pauseMs: Number(pauseMs) }, { runId })
  : await engine.resume(runId);
await run.result();
await engine.close();
await store.close();
