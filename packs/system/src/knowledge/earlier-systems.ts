import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge, PackStore, Passage } from '@millwright/factory';
import { z } from 'zod';
import type { BlueprintDocument } from '../blueprint/document.ts';
import { spaced } from '../naming/letter-case.ts';

/** A system that was built and proven on this machine. */
const earlierSystemSchema = z.object({
  title: z.string(),
  /** Absolute path. */
  folder: z.string(),
  /** Fields by entity. */
  entities: z.record(z.string(), z.array(z.string())),
  /** ISO 8601. */
  builtAt: z.string(),
});
export type EarlierSystem = z.infer<typeof earlierSystemSchema>;

/** A system that was just proven. */
export interface NewSystem {
  readonly folder: string;
  readonly document: BlueprintDocument;
  readonly builtAt: Date;
}

/** An earlier system about the same things. */
export interface SimilarSystem {
  readonly title: string;
  readonly folder: string;
  readonly builtAt: string;
  /** Entities that both have. */
  readonly shared: readonly string[];
}

const prefix = 'systems/';

/** Share of the entities of a system that another must have to be worth naming. */
const similarShare = 0.5;
const mostSimilar = 3;

/** Remembers a system that was proven. One that was in the same folder before is forgotten. */
export function rememberSystem(store: PackStore, { folder, document, builtAt }: NewSystem): void {
  const { title, name, entities } = document;
  const fields = Object.entries(entities).map(([entity, each]) => [entity, Object.keys(each.fields)]);
  const record: EarlierSystem = {
    title: title ?? name,
    folder,
    entities: Object.fromEntries(fields),
    builtAt: builtAt.toISOString(),
  };
  store.set(prefix + folder, record);
}

/** Forgets a system; false when none is known in that folder. */
export function forgetSystem(store: PackStore, folder: string): boolean {
  const isKnown = store.get(prefix + folder) !== undefined;
  store.remove(prefix + folder);
  return isKnown;
}

/** Systems that are still there, the newest first. */
export function earlierSystems(store: PackStore): readonly EarlierSystem[] {
  return store
    .list(prefix)
    .flatMap(({ value }) => earlierSystemSchema.safeParse(value).data ?? [])
    .filter(({ folder }) => existsSync(join(folder, 'blueprint.yaml')))
    .toSorted((a, b) => b.builtAt.localeCompare(a.builtAt));
}

/** What earlier systems are about, for the index. The folder is their source. */
export function systemPassages(store: PackStore): readonly Passage[] {
  return earlierSystems(store).map(({ folder, title, entities }) => ({
    kind: 'generation',
    source: folder,
    title,
    text: Object.entries(entities)
      .map(([entity, fields]) => `- ${entity} (${spaced(entity)}): ${fields.map(spaced).join(', ')}`)
      .join('\n'),
  }));
}

/** Earlier systems that share at least half of the entities of this one. The one that it replaces is none. */
export async function findSimilar(
  document: BlueprintDocument,
  {
    knowledge,
    store,
    out,
  }: { readonly knowledge: Knowledge; readonly store: PackStore; readonly out: string },
): Promise<readonly SimilarSystem[]> {
  const entities = Object.keys(document.entities);
  if (entities.length === 0) return [];
  const question = entities.join(' ');
  const { passages } = await knowledge.search({ question, kinds: ['generation'], limit: 10 });
  const found = new Set(passages.map(({ source }) => source));
  return earlierSystems(store)
    .filter(({ folder }) => folder !== out && found.has(folder))
    .map(({ title, folder, builtAt, entities: others }) => ({
      title,
      folder,
      builtAt,
      shared: entities.filter((entity) => Object.hasOwn(others, entity)),
    }))
    .filter(({ shared }) => shared.length >= entities.length * similarShare)
    .slice(0, mostSimilar);
}
