import { loadPacks, type PackAssembly, type ServiceLookup } from '@millwright/factory';
import { systemPack } from '@millwright/pack-system';
import manifest from '../../package.json' with { type: 'json' };
import { type ProjectConfig, readProjectConfig } from './project-config.ts';
import { provideServices } from './provide-services.ts';

/** Everything that builds share: the packs in use, the services they ask for, and what the project configures. */
export interface Factory extends AsyncDisposable {
  readonly config: ProjectConfig;
  /** The packs of Millwright and those of the project, loaded when they are first asked for. */
  readonly packs: () => Promise<PackAssembly>;
  /** The services as a pack sees them. */
  servicesOf(pack: string): ServiceLookup;
  close(): Promise<void>;
}

export interface FactoryFolders {
  /** Where the person works: packs and configuration are looked for there. */
  readonly project: string;
  /** Where packs and services keep what they remember. */
  readonly state: string;
}

/**
 * Opens the factory of a project. Loading a pack of the project runs its code, as any tool runs the plug-ins of its project.
 * @throws ProjectConfigError, UnknownSandboxError, ModelConfigError
 */
export function openFactory({ project, state }: FactoryFolders): Factory {
  const config = readProjectConfig(project);
  const { services, resources } = provideServices(state, config.models);
  let assembly: Promise<PackAssembly> | undefined;
  const packs = () =>
    (assembly ??= loadPacks(
      { projects: [project], folders: config.packFolders },
      { millwright: manifest.version, services, given: [systemPack] },
    ));
  const close = async () => {
    try {
      await (await assembly)?.close();
    } finally {
      resources.dispose();
    }
  };
  return {
    config,
    packs,
    servicesOf: (pack) => services.forPack(pack),
    close,
    [Symbol.asyncDispose]: close,
  };
}
