import { assemblePacks, type AssembleOptions, type PackAssembly } from './assemble-packs.ts';
import { discoverPacks, type PackSources } from './discover-packs.ts';
import { loadPack } from './load-pack.ts';
import type { PackLocation } from './pack-location.ts';

export interface LoadedPacks extends PackAssembly {
  /** Where each pack in use was found, by its name. */
  readonly locations: ReadonlyMap<string, PackLocation>;
}

/** Finds packs, loads them and sets them up. What cannot be used is named in `problems`. */
export async function loadPacks(
  sources: PackSources,
  options: Omit<AssembleOptions, 'places'>,
): Promise<LoadedPacks> {
  const { locations, problems } = await discoverPacks(sources);
  const loaded = await Promise.all(
    locations.map(async (location) => ({ location, ...(await loadPack(location)) })),
  );
  const found = loaded.flatMap((one) => ('pack' in one ? [one] : []));
  const unloaded = loaded.flatMap((one) => ('problem' in one ? [one.problem] : []));
  const assembly = await assemblePacks(
    found.map(({ pack }) => pack),
    { ...options, places: new Map(found.map(({ pack, location }) => [pack, location.folder])) },
  );
  const inUse = found.filter(({ pack }) => assembly.packs.includes(pack));
  return {
    ...assembly,
    problems: [...problems, ...unloaded, ...assembly.problems],
    locations: new Map(inUse.map(({ pack, location }) => [pack.name, location])),
  };
}
