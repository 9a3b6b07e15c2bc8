import type { FoundPassage, PassageKind } from './passage.ts';

export interface KnowledgeQuery {
  /** Words, a sentence, a whole request. */
  readonly question: string;
  /** All kinds when left out. */
  readonly kinds?: readonly PassageKind[];
  /** 5 when left out. */
  readonly limit?: number;
}

/** Somewhere that knows things. */
export interface KnowledgeSource {
  /** For people: `local index`, `https://knowledge.example`. */
  readonly name: string;
  /** The best first. @throws when it cannot be asked now. */
  search(query: KnowledgeQuery): Promise<readonly FoundPassage[]>;
}

export interface KnowledgeAnswer {
  /** The best first. */
  readonly passages: readonly FoundPassage[];
  /** What could not be asked: the answer is what the others know. */
  readonly unavailable: readonly KnowledgeOutage[];
}

export interface KnowledgeOutage {
  readonly source: string;
  readonly why: string;
}

/** Answers questions with passages, from whatever can be asked. Never rejects. */
export interface Knowledge {
  search(query: KnowledgeQuery): Promise<KnowledgeAnswer>;
}

export const standardLimit = 5;
