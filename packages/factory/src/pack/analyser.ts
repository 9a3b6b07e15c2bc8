/** How well an analyser suits a request, from 0 (not at all) to 1, and why. */
export interface Suitability {
  readonly score: number;
  readonly because: string;
}

export interface AnalyserContext {
  readonly signal?: AbortSignal | undefined;
  report?(message: string): void;
}

/** Turns a request into the model that a pack's generators accept. */
export interface Analyser<Model = unknown> {
  /** Unique in a factory, kebab-case, with the pack's name in front: `system/brief`. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Looks at the text alone, without side effects. */
  suits(request: string): Suitability;
  analyse(request: string, context: AnalyserContext): Model | Promise<Model>;
}

/** Declares an analyser. */
export function defineAnalyser<Model>(analyser: Analyser<Model>): Analyser<Model> {
  return Object.freeze(analyser);
}
