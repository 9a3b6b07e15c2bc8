import { UnknownGeneratorError } from '../errors.ts';
import type { FileTree } from '../file-tree/file-tree.ts';
import type { LoadedPacks } from '../pack/load-packs.ts';
import type { GeneratorPool } from '../pool/generator-pool.ts';
import type { GeneratorContext } from './generator.ts';
import { type GeneratorMetrics, withJob } from './generator-metrics.ts';

export interface GeneratorRunnerOptions {
  readonly packs: LoadedPacks;
  readonly pool: GeneratorPool;
  /** Whether the generators of a pack run in the pool; the others run in this process. */
  readonly isIsolated: (pack: string) => boolean;
}

/** Runs the generators of the packs in use, each where it belongs, and keeps the books. */
export class GeneratorRunner {
  readonly #options: GeneratorRunnerOptions;
  readonly #metrics = new Map<string, GeneratorMetrics>();

  constructor(options: GeneratorRunnerOptions) {
    this.#options = options;
  }

  /** @throws UnknownGeneratorError, ModelNotAcceptedError, UnsafePathError, what the pool throws, and whatever the generator throws. */
  async run(name: string, model: unknown, context: GeneratorContext = {}): Promise<FileTree> {
    const startedAt = performance.now();
    let tree: FileTree | undefined;
    try {
      tree = await this.#run(name, model, context);
      return tree;
    } finally {
      const ms = performance.now() - startedAt;
      this.#metrics.set(name, withJob(this.#metrics.get(name), { ms, files: tree?.files() }));
    }
  }

  /** Of this runner's jobs, by generator. */
  metrics(): ReadonlyMap<string, GeneratorMetrics> {
    return this.#metrics;
  }

  #run(name: string, model: unknown, context: GeneratorContext): Promise<FileTree> {
    const { packs, pool } = this.#options;
    const entry = this.#entryOf(name);
    return entry === undefined
      ? packs.generators.run(name, model, context)
      : pool.run({ ...context, entry, generator: name, model });
  }

  /** The entry of the pack that a worker has to set up; undefined for what runs here. */
  #entryOf(name: string): string | undefined {
    const { packs, isIsolated } = this.#options;
    const generator = packs.generators.find(name);
    if (generator === undefined) throw new UnknownGeneratorError(name);
    const [pack = ''] = name.split('/');
    if (generator.usesServices === true || !isIsolated(pack)) return undefined;
    return packs.locations.get(pack)?.entry;
  }
}
