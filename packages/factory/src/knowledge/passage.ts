/** What a passage tells: how something is done, a proven way to do it, or what was built and accepted before. */
export type PassageKind = 'documentation' | 'pattern' | 'generation';

/** A piece of knowledge short enough to be read whole. */
export interface Passage {
  readonly kind: PassageKind;
  /** Where it comes from, for people: `docs/blueprint/04-operations.md`. */
  readonly source: string;
  /** The headings above it, the outermost first. */
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}

/** A passage that answers a question. */
export interface FoundPassage extends Passage {
  /** Words of the question that it holds in some form. */
  readonly held: readonly string[];
  /** Their share, up to 1. */
  readonly coverage: number;
  /** The line of it that holds most of them. */
  readonly excerpt: string;
}
