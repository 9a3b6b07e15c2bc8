import { realpathSync } from 'node:fs';
import {
  findPackage,
  type GeneratorMetrics,
  GeneratorPool,
  GeneratorRunner,
  type LoadedPacks,
  loadPacks,
  type ServiceLookup,
} from '@millwright/factory';
import manifest from '../../package.json' with { type: 'json' };
import { rememberMetrics, recallMetrics } from './metrics-memory.ts';
import { type ProjectConfig, readProjectConfig } from './project-config.ts';
import { survivePacks } from './survive-packs.ts';
import { provideServices } from './provide-services.ts';

/** Everything that builds share: the packs in use, the services they ask for, and what the project configures. */
export interface Factory extends AsyncDisposable {
  readonly config: ProjectConfig;
  /** The packs of Millwright and those of the project, loaded when they are first asked for. */
  readonly packs: () => Promise<LoadedPacks>;
  /** Runs their generators, here or in worker processes. */
  readonly runner: () => Promise<GeneratorRunner>;
  /** What this and earlier commands know of a generator. */
  readonly metricsOf: (generator: string) => GeneratorMetrics | undefined;
  /** The services as a pack sees them. */
  servicesOf(pack: string): ServiceLookup;
  close(): Promise<void>;
}

export interface FactoryFolders {
  /** Where the person works: packs and configuration are looked for there. */
  readonly project: string;
  /** Where packs and services keep what they remember. */
  readonly state: string;
  /** What chooses sandbox and models; the process's own when left out. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Opens the factory of a project. Loading a pack of the project runs its code, as any tool runs the plug-ins of its project.
 * @throws ProjectConfigError, UnknownSandboxError, ModelConfigError
 */
export function openFactory({ project, state, environment = process.env }: FactoryFolders): Factory {
  const config = readProjectConfig(project);
  const { services, stores, resources } = provideServices({
    stateFolder: state,
    config,
    environment,
    passages: async () => (await packs()).knowledge(),
  });
  const own = ownFolders();
  const packs = once<LoadedPacks>(async () => {
    const loaded = await loadPacks(
      { packs: own, projects: [project], folders: config.packFolders },
      { millwright: manifest.version, services },
    );
    const suspects = [...loaded.locations].map(([name, { folder }]) => ({ name, folder }));
    resources.use(
      survivePacks(
        suspects.filter(({ folder }) => !own.includes(folder)),
        (line) => process.stderr.write(line),
      ),
    );
    return loaded;
  });
  const { run, ...limits } = config.workers;
  const pool = new GeneratorPool({ ...limits, millwright: manifest.version, services: services.names() });
  const runner = once(async () => {
    const loaded = await packs();
    const isOwn = (pack: string) => own.includes(loaded.locations.get(pack)?.folder ?? '');
    const isIsolated = (pack: string) => run === 'all' || (run === 'others' && !isOwn(pack));
    return new GeneratorRunner({ packs: loaded, pool, isIsolated });
  });
  const close = async () => {
    await using closing = new AsyncDisposableStack();
    closing.defer(() => resources.dispose());
    closing.use(pool);
    if (runner.wasCalled()) rememberMetrics(stores, (await runner()).metrics());
    if (packs.wasCalled()) await (await packs()).close();
  };
  return {
    config,
    packs,
    runner,
    metricsOf: (generator) => recallMetrics(stores, generator),
    servicesOf: (pack) => services.forPack(pack),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Where Millwright's own packs are: found and loaded as any other. */
function ownFolders(): readonly string[] {
  const folders = ['@millwright/pack-system'].map((name) => findPackage(name, import.meta.url));
  return folders.filter((folder) => folder !== undefined).map((folder) => realpathSync(folder));
}

/** Work that is done when it is first asked for. */
function once<Value>(work: () => Promise<Value>): (() => Promise<Value>) & { wasCalled(): boolean } {
  let result: Promise<Value> | undefined;
  return Object.assign(() => (result ??= work()), { wasCalled: () => result !== undefined });
}
