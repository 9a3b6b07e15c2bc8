import { KnowledgeIndex } from './knowledge-index.ts';
import type { KnowledgeQuery, KnowledgeSource } from './knowledge.ts';
import type { FoundPassage, Passage } from './passage.ts';

export interface LocalKnowledgeOptions {
  /** Of the index. */
  readonly file: string;
  /** All there is to know; asked for once, before the first search. */
  readonly passages: () => Promise<readonly Passage[]>;
}

/** What packs and documentation say, in an index on this machine. Nothing is opened or read before the first search. */
export class LocalKnowledge implements KnowledgeSource, Disposable {
  readonly name = 'local index';
  readonly #options: LocalKnowledgeOptions;
  #opening: Promise<KnowledgeIndex> | undefined;
  #index: KnowledgeIndex | undefined;

  constructor(options: LocalKnowledgeOptions) {
    this.#options = options;
  }

  async search(query: KnowledgeQuery): Promise<readonly FoundPassage[]> {
    this.#opening ??= this.#open();
    return (await this.#opening).search(query);
  }

  [Symbol.dispose](): void {
    this.#index?.close();
    this.#index = undefined;
    this.#opening = undefined;
  }

  async #open(): Promise<KnowledgeIndex> {
    const passages = await this.#options.passages();
    this.#index = new KnowledgeIndex(this.#options.file);
    this.#index.synchronise(passages);
    return this.#index;
  }
}
