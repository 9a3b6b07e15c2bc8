import { z } from 'zod';
import {
  FilesMalformedError,
  GeneratorChoiceError,
  GeneratorConflictError,
  ModelNotAcceptedError,
  NoGeneratorError,
  UnknownGeneratorError,
} from '../errors.ts';
import { FileTree } from '../file-tree/file-tree.ts';
import type { Generator, GeneratorContext } from './generator.ts';

export interface Wanted {
  /** Without these a generator is passed over. */
  readonly required: readonly string[];
  /** Each of these counts. */
  readonly preferred?: readonly string[];
  /** Name of the generator that a configuration asks for: it is taken whatever it scores, if it has what is required. */
  readonly chosen?: string | undefined;
}

export interface Candidate {
  readonly name: string;
  /** Share of the preferred capabilities it has, from 0 to 1. */
  readonly score: number;
  /** Why it was passed over; absent for the one selected. */
  readonly passedOver?: string;
}

export interface Selection {
  readonly generator: Generator<unknown>;
  readonly score: number;
  /** All that were looked at, the best first. */
  readonly candidates: readonly Candidate[];
}

/** The generators of a factory, by name. */
export class GeneratorRegistry {
  readonly #generators = new Map<string, Registered>();
  /** By name; made anew after a registration. */
  #sorted: readonly Registered[] | undefined;

  /** @throws GeneratorConflictError when the name is taken. */
  register<Model>(generator: Generator<Model>): this {
    const present = this.find(generator.name);
    if (present) throw new GeneratorConflictError(generator.name, [present.version, generator.version]);
    // The registry holds generators of all models; `run` lets a model pass only once `accepts` has taken it.
    this.#generators.set(generator.name, { generator, capabilities: new Set(generator.capabilities) });
    this.#sorted = undefined;
    return this;
  }

  /** Sorted by name. */
  list(): readonly Generator<unknown>[] {
    return this.#byName().map(({ generator }) => generator);
  }

  find(name: string): Generator<unknown> | undefined {
    return this.#generators.get(name)?.generator;
  }

  /**
   * Looks at what a configuration asks for, by capability, whether it is ever wanted or not.
   * @throws UnknownGeneratorError, GeneratorChoiceError when a generator lacks what it is asked for.
   */
  checkChoices(chosen: Readonly<Record<string, string>>): void {
    for (const [capability, name] of Object.entries(chosen)) {
      const registered = this.#generators.get(name);
      if (!registered) throw new UnknownGeneratorError(name);
      const { capabilities } = registered;
      if (!capabilities.has(capability)) throw new GeneratorChoiceError(capability, name, [...capabilities]);
    }
  }

  /**
   * Chooses the generator with the most preferred capabilities among those with all required ones, unless one is asked for
   * by its name; of equals, the first by name.
   * @throws UnknownGeneratorError when the one asked for does not exist; NoGeneratorError when none has what is required.
   */
  select(wanted: Wanted): Selection {
    const { chosen } = wanted;
    if (chosen !== undefined && !this.find(chosen)) throw new UnknownGeneratorError(chosen);
    const judged = this.#byName().map((registered) => judge(registered, wanted));
    const ranked = judged.toSorted(
      (a, b) =>
        Number(a.missing !== '') - Number(b.missing !== '') ||
        Number(b.generator.name === chosen) - Number(a.generator.name === chosen) ||
        b.score - a.score,
    );
    const best = ranked[0];
    if (!best || best.missing || (chosen !== undefined && best.generator.name !== chosen)) {
      throw new NoGeneratorError(
        wanted.required.join(', '),
        ranked.map(({ generator, missing }) => `${generator.name}: ${missing || `${chosen} was asked for`}`),
      );
    }
    const candidates = ranked.map(({ generator, score, missing }): Candidate => {
      if (generator === best.generator) return { name: generator.name, score };
      return { name: generator.name, score, passedOver: missing || comparison(score, best, chosen) };
    });
    return { generator: best.generator, score: best.score, candidates };
  }

  /** @throws UnknownGeneratorError, ModelNotAcceptedError, FilesMalformedError, UnsafePathError, and whatever the generator throws. */
  async run(name: string, model: unknown, context: GeneratorContext = {}): Promise<FileTree> {
    const generator = this.find(name);
    if (!generator) throw new UnknownGeneratorError(name);
    const accepted = generator.accepts.safeParse(model);
    if (!accepted.success) {
      const problems = accepted.error.issues.map(
        (issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`,
      );
      throw new ModelNotAcceptedError(name, problems);
    }
    const files = await generator.generate(accepted.data, context);
    return treeOf(name, files);
  }

  #byName(): readonly Registered[] {
    this.#sorted ??= [...this.#generators.values()].toSorted((a, b) =>
      a.generator.name < b.generator.name ? -1 : 1,
    );
    return this.#sorted;
  }
}

/** Packs in plain JavaScript may return anything, and a tree may come from another copy of this package. */
function treeOf(name: string, made: unknown): FileTree {
  if (made instanceof FileTree) return made;
  const files =
    typeof (made as FileTree | undefined)?.files === 'function' ? (made as FileTree).files() : made;
  const read = z.array(fileSchema).safeParse(files);
  if (!read.success) throw new FilesMalformedError(name, z.prettifyError(read.error));
  return FileTree.from(read.data);
}

const fileSchema = z.object({
  path: z.string(),
  content: z.string(),
  isExecutable: z.boolean().exactOptional(),
});

interface Registered {
  readonly generator: Generator<unknown>;
  readonly capabilities: ReadonlySet<string>;
}

interface Judged {
  readonly generator: Generator<unknown>;
  readonly score: number;
  readonly missing: string;
}

function judge({ generator, capabilities }: Registered, wanted: Wanted): Judged {
  const missing = wanted.required.filter((capability) => !capabilities.has(capability));
  const preferred = wanted.preferred ?? [];
  const met = preferred.filter((capability) => capabilities.has(capability)).length;
  return {
    generator,
    score: preferred.length === 0 ? 1 : met / preferred.length,
    missing: missing.length > 0 ? `it lacks ${missing.join(', ')}` : '',
  };
}

function comparison(score: number, best: Judged, chosen: string | undefined): string {
  const { name } = best.generator;
  if (name === chosen) return `${name} was asked for`;
  if (score === best.score) return `it scores the same as ${name}, which comes first by name`;
  return `it scores ${score.toFixed(2)}, ${name} scores ${best.score.toFixed(2)}`;
}
