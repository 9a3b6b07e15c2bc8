import type { z } from 'zod';
import type { FileTree, GeneratedFile } from '../file-tree/file-tree.ts';

/** What a generator may use besides its model. */
export interface GeneratorContext {
  readonly signal?: AbortSignal | undefined;
  /** Reports progress to whoever watches. */
  report?(message: string): void;
}

/** A tree, or a plain list of files: their paths are checked when the list becomes a tree. */
export type GeneratedFiles = FileTree | readonly GeneratedFile[];

/** Makes files from a model. The same model always gives the same files; nothing is written to disk. */
export interface Generator<Model> {
  /** Unique in a registry. Kebab-case, with the pack's name in front: `system/controller`. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** What it can do, as `kind:value`: `language:typescript`, `component:Store`. */
  readonly capabilities: readonly string[];
  /** Set for one that uses services of its pack while it generates: it never runs in a worker process. */
  readonly usesServices?: boolean;
  /** The models it takes. */
  readonly accepts: z.ZodType<Model>;
  generate(model: Model, context: GeneratorContext): GeneratedFiles | Promise<GeneratedFiles>;
}

/** Declares a generator. */
export function defineGenerator<Model>(generator: Generator<Model>): Generator<Model> {
  return generator;
}
