import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type KnowledgeConfig, readKnowledgeConfig } from '../knowledge/knowledge-config.ts';
import { readWorkersConfig, type WorkersConfig } from './workers-config.ts';

/** What the `millwright` section of a project's package.json may say. */
export interface ProjectConfig {
  /** Folders with packs, absolute; `packs` beside the package.json is always one of them. */
  readonly packFolders: readonly string[];
  /** Generators to use, by capability: `{ "component:Store": "acme/store" }`. */
  readonly generators: Readonly<Record<string, string>>;
  /** Language models, as docs/models.md says. Not yet checked. */
  readonly models: unknown;
  readonly workers: WorkersConfig;
  /** A service that is asked beside the index on this machine. */
  readonly knowledge: KnowledgeConfig | undefined;
}

/** Thrown when a package.json says something that cannot be meant. */
export class ProjectConfigError extends Error {
  readonly code = 'bad_project_config';
  readonly remedy = 'See docs/packs.md for what the "millwright" section may say.';
  constructor(file: string, reason: string) {
    super(`${file}: ${reason}`);
    this.name = 'ProjectConfigError';
  }
}

/** Reads the configuration of the folder that a person works in; one without a package.json has none. */
export function readProjectConfig(folder: string): ProjectConfig {
  const file = join(folder, 'package.json');
  const section = readSection(file);
  const { packs = [], generators = {}, models, workers = {}, knowledge, ...others } = section;
  const unknown = Object.keys(others).find((key) => key !== 'pack');
  if (unknown !== undefined) throw new ProjectConfigError(file, `"millwright.${unknown}" means nothing`);
  if (!isTexts(packs)) throw new ProjectConfigError(file, '"millwright.packs" must be a list of folders');
  if (!isRecord(generators) || !isTexts(Object.values(generators)))
    throw new ProjectConfigError(
      file,
      '"millwright.generators" must map capabilities to names of generators',
    );
  return {
    packFolders: [join(folder, 'packs'), ...packs.map((path) => resolve(folder, path))],
    generators: generators as Readonly<Record<string, string>>,
    models,
    workers: read('workers', file, () => readWorkersConfig(workers)),
    knowledge: read('knowledge', file, () => readKnowledgeConfig(knowledge)),
  };
}

/** @throws ProjectConfigError */
function read<Config>(name: string, file: string, reader: () => Config): Config {
  try {
    return reader();
  } catch (error) {
    throw new ProjectConfigError(file, `"millwright.${name}": ${(error as Error).message}`);
  }
}

function readSection(file: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    throw new ProjectConfigError(file, error instanceof Error ? error.message : String(error));
  }
  const section = isRecord(manifest) ? (manifest['millwright'] ?? {}) : {};
  if (!isRecord(section)) throw new ProjectConfigError(file, '"millwright" must be an object');
  return section;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
