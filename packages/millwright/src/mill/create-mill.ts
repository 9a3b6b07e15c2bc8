import { join } from 'node:path';
import { createEngine, type Engine, openStore, type Store, StoreError } from '@millwright/engine';
import { type BuildServices, buildPipeline, updatePipeline, verifyPipeline } from '@millwright/pack-system';
import { openFactory } from '../packs/open-factory.ts';

/** The product, put together: the pipelines of the packs on one durable engine. */
export interface Mill {
  readonly engine: Engine<BuildServices>;
  readonly store: Store;
  /** Stops what runs; it continues at the next `resume`. */
  close(): Promise<void>;
}

/**
 * `projectFolder` is where the person works: packs and configuration are looked for there when they are first needed.
 * @throws StoreError when the state folder cannot be used, UnknownSandboxError when no sandbox has the name given.
 */
export function createMill(
  stateFolder: string,
  projectFolder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Mill {
  const factory = openFactory({ project: projectFolder, state: stateFolder, environment });
  const store = openStore(join(stateFolder, 'runs.db'));
  const engine = createEngine<BuildServices>({
    store,
    pipelines: [buildPipeline, updatePipeline, verifyPipeline],
    services: {
      stateFolder,
      packs: factory.packs,
      runner: factory.runner,
      provided: factory.servicesOf('system'),
      chosenGenerators: factory.config.generators,
    },
  });
  return {
    engine,
    store,
    close: async () => {
      // When the store fails, what it would have recorded here is found out by whoever opens it next.
      await engine.close().catch(ignoreStoreError);
      await store.close();
      await factory.close();
    },
  };
}

function ignoreStoreError(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}
