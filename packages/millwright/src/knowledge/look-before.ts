import { type LookedAt, lookedAt, type Understanding } from '@millwright/pack-system';
import { type FactoryFolders, openFactory } from '../packs/open-factory.ts';

/** What may help with a reading, before anything is built of it. `out` is the folder of the system. */
export async function lookBefore(
  understanding: Understanding,
  folders: FactoryFolders,
  out: string,
): Promise<LookedAt> {
  await using factory = openFactory(folders);
  return lookedAt(understanding, { provided: factory.servicesOf('system'), out });
}
