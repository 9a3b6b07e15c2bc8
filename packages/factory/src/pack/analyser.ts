/** How well an analyser suits a request, from 0 (not at all) to 1, and why. */
export interface Suitability {
  readonly score: number;
  readonly because: string;
}

export interface AnalyserContext {
  /** What a person answered to questions of an earlier reading, by the question's id. */
  readonly answers: Readonly<Record<string, string>>;
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

export interface ChosenAnalyser<Model> {
  readonly analyser: Analyser<Model>;
  readonly because: string;
}

/** The analyser that suits a request best; of equals the first. One that fails to say suits nothing. Undefined when none does. */
export function chooseAnalyser<Model>(
  analysers: readonly Analyser<Model>[],
  request: string,
): ChosenAnalyser<Model> | undefined {
  const judged = analysers.map((analyser) => ({ analyser, ...suitability(analyser, request) }));
  const [best] = judged.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
  return best;
}

function suitability(analyser: Analyser<unknown>, request: string): Suitability {
  try {
    const { score, because } = analyser.suits(request);
    return { score: Number.isFinite(score) ? Math.min(1, score) : 0, because };
  } catch {
    return { score: 0, because: 'it failed' };
  }
}
