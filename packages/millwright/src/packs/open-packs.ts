import { loadPacks, type PackAssembly, Services } from '@millwright/factory';
import { systemPack } from '@millwright/pack-system';
import manifest from '../../package.json' with { type: 'json' };
import { readProjectConfig } from './project-config.ts';

/**
 * The packs of Millwright and those of the project that a person works in: its dependencies and its folder of packs. Loading
 * a pack runs its code, as any tool runs the plug-ins of its project.
 */
export async function openPacks(projectFolder: string): Promise<PackAssembly> {
  const { packFolders } = readProjectConfig(projectFolder);
  return loadPacks(
    { projects: [projectFolder], folders: packFolders },
    { millwright: manifest.version, services: new Services(), given: [systemPack] },
  );
}
