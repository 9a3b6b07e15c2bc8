import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { PackLocation } from './pack-location.ts';
import type { PackProblem } from './pack-problem.ts';

/** A manifest says where its pack is: `"millwright": { "pack": "./src/pack.ts" }`. */
const manifestSchema = z.looseObject({
  name: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
  millwright: z.looseObject({ pack: z.string().min(1) }).optional(),
});
type Manifest = z.infer<typeof manifestSchema>;

export interface PackSources {
  /** Folders that are packs themselves. They come first: a name is theirs. */
  readonly packs: readonly string[];
  /** Folders with a `package.json`: the packages it depends on are looked at. */
  readonly projects: readonly string[];
  /** Folders whose sub-folders are packs. One that does not exist holds none. */
  readonly folders: readonly string[];
}

export interface DiscoveredPacks {
  /** Each folder once, in the order of the sources, by name within each. */
  readonly locations: readonly PackLocation[];
  readonly problems: readonly PackProblem[];
}

/** Finds packs by their manifests. Nothing of a pack is run yet. */
export async function discoverPacks({ packs, projects, folders }: PackSources): Promise<DiscoveredPacks> {
  const found = [
    ...packs.map((pack) => resolve(pack)),
    ...(await Promise.all(projects.map((project) => dependencyFolders(resolve(project))))).flat(),
    ...(await Promise.all(folders.map((folder) => subFolders(resolve(folder))))).flat(),
  ];
  const locations = new Map<string, PackLocation>();
  const problems: PackProblem[] = [];
  for (const folder of found) {
    const place = await realpath(folder);
    if (locations.has(place)) continue;
    try {
      const manifest = await readManifest(place);
      const entry = manifest?.millwright?.pack;
      if (manifest === undefined || entry === undefined) continue;
      locations.set(place, {
        name: manifest.name ?? basename(place),
        folder: place,
        entry: resolve(place, entry),
      });
    } catch (error) {
      problems.push(malformed(folder, error));
    }
  }
  return { locations: [...locations.values()], problems };
}

async function dependencyFolders(project: string): Promise<string[]> {
  const manifest = await readManifest(project).catch(() => undefined);
  const names = Object.keys({ ...manifest?.dependencies, ...manifest?.devDependencies });
  const roots = moduleRoots(project);
  const folders = await Promise.all(
    names.toSorted().map((name) => firstFolder(roots.map((root) => join(root, name)))),
  );
  return folders.filter((folder) => folder !== undefined);
}

/** Where Node looks for the packages of a folder: its own `node_modules`, then those above. */
function moduleRoots(folder: string): string[] {
  const above = dirname(folder);
  return [join(folder, 'node_modules'), ...(above === folder ? [] : moduleRoots(above))];
}

async function firstFolder(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) if (await isFolder(candidate)) return candidate;
  return undefined;
}

async function subFolders(folder: string): Promise<string[]> {
  if (!(await isFolder(folder))) return [];
  const names = (await readdir(folder)).toSorted();
  const paths = names.filter((name) => !name.startsWith('.')).map((name) => join(folder, name));
  const areFolders = await Promise.all(paths.map(isFolder));
  return paths.filter((_, index) => areFolders[index]);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/** Undefined when there is no manifest. @throws when there is one that cannot be read. */
async function readManifest(folder: string): Promise<Manifest | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, 'package.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return manifestSchema.parse(JSON.parse(text));
}

function malformed(folder: string, error: unknown): PackProblem {
  const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  return {
    pack: basename(folder),
    code: 'pack_malformed',
    message: `The manifest of ${folder} cannot be read: ${reason}`,
    remedy: 'Mend its package.json; `"millwright": { "pack": "./pack.ts" }` names the entry file.',
  };
}
