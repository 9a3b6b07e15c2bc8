import { join } from 'node:path';
import { createEngine, type Engine, openStore, type Store, StoreError } from '@millwright/engine';
import { type PackAssembly, readSandboxChoice, selectOnFirstUse } from '@millwright/factory';
import { type BuildServices, buildPipeline, updatePipeline, verifyPipeline } from '@millwright/pack-system';
import { openPacks } from '../packs/open-packs.ts';
import { readProjectConfig } from '../packs/project-config.ts';

/** The product, put together: the pipelines of the packs on one durable engine. */
export interface Mill {
  readonly engine: Engine<BuildServices>;
  readonly store: Store;
  /** Stops what runs; it continues at the next `resume`. */
  close(): Promise<void>;
}

/**
 * `projectFolder` is where the person works: packs and configuration are looked for there when they are first needed.
 * Generated code runs in the sandbox that MILLWRIGHT_SANDBOX names, or else in the best that works on this machine.
 * @throws StoreError when the state folder cannot be used, UnknownSandboxError when no sandbox has the name given.
 */
export function createMill(stateFolder: string, projectFolder: string): Mill {
  const sandbox = selectOnFirstUse({
    choice: readSandboxChoice(process.env['MILLWRIGHT_SANDBOX']),
    // The code comes from deterministic generators and the person's own request; the report says how it was run.
    allowWeak: true,
    cacheFile: join(stateFolder, 'sandbox.json'),
  });
  let assembly: Promise<PackAssembly> | undefined;
  const packs = () => (assembly ??= openPacks(projectFolder));
  const { generators: chosenGenerators } = readProjectConfig(projectFolder);
  const store = openStore(join(stateFolder, 'runs.db'));
  const engine = createEngine<BuildServices>({
    store,
    pipelines: [buildPipeline, updatePipeline, verifyPipeline],
    services: { sandbox, stateFolder, packs, chosenGenerators },
  });
  return {
    engine,
    store,
    close: async () => {
      // When the store fails, what it would have recorded here is found out by whoever opens it next.
      await engine.close().catch(ignoreStoreError);
      await store.close();
      await (await assembly)?.close();
    },
  };
}

function ignoreStoreError(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}
