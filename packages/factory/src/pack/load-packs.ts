import { assemblePacks, type AssembleOptions, type PackAssembly } from './assemble-packs.ts';
import { discoverPacks, type PackSources } from './discover-packs.ts';
import { loadPack } from './load-pack.ts';
import type { Pack } from './pack.ts';

/** Finds packs, loads them and sets them up. `given` come first; what cannot be used is named in `problems`. */
export async function loadPacks(
  sources: PackSources,
  options: AssembleOptions & { readonly given?: readonly Pack[] },
): Promise<PackAssembly> {
  const { locations, problems } = await discoverPacks(sources);
  const loaded = await Promise.all(locations.map(loadPack));
  const found = loaded.flatMap((one) => ('pack' in one ? [one.pack] : []));
  const unloaded = loaded.flatMap((one) => ('problem' in one ? [one.problem] : []));
  const assembly = await assemblePacks([...(options.given ?? []), ...found], options);
  return { ...assembly, problems: [...problems, ...unloaded, ...assembly.problems] };
}
