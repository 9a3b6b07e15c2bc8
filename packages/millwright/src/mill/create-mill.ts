import { join } from 'node:path';
import { createEngine, type Engine, openStore, type Store, StoreError } from '@millwright/engine';
import { readSandboxChoice, selectOnFirstUse } from '@millwright/factory';
import { type BuildServices, buildPipeline, updatePipeline, verifyPipeline } from '@millwright/pack-system';

/** The product, put together: the pipelines of the packs on one durable engine. */
export interface Mill {
  readonly engine: Engine<BuildServices>;
  readonly store: Store;
  /** Stops what runs; it continues at the next `resume`. */
  close(): Promise<void>;
}

/**
 * Generated code runs in the sandbox that MILLWRIGHT_SANDBOX names, or else in the best that works on this machine.
 * @throws StoreError when the state folder cannot be used, UnknownSandboxError when no sandbox has the name given.
 */
export function createMill(stateFolder: string): Mill {
  const sandbox = selectOnFirstUse({
    choice: readSandboxChoice(process.env['MILLWRIGHT_SANDBOX']),
    // The code comes from deterministic generators and the person's own request; the report says how it was run.
    allowWeak: true,
    cacheFile: join(stateFolder, 'sandbox.json'),
  });
  const store = openStore(join(stateFolder, 'runs.db'));
  const engine = createEngine<BuildServices>({
    store,
    pipelines: [buildPipeline, updatePipeline, verifyPipeline],
    services: { sandbox, stateFolder },
  });
  return {
    engine,
    store,
    close: async () => {
      // When the store fails, what it would have recorded here is found out by whoever opens it next.
      await engine.close().catch(ignoreStoreError);
      await store.close();
    },
  };
}

function ignoreStoreError(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}
