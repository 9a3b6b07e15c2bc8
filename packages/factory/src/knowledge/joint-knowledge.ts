import {
  type Knowledge,
  type KnowledgeAnswer,
  type KnowledgeOutage,
  type KnowledgeQuery,
  type KnowledgeSource,
  standardLimit,
} from './knowledge.ts';
import type { FoundPassage } from './passage.ts';

/** Several sources as one: their answers in turns, and of those that cannot be asked the reason. */
export class JointKnowledge implements Knowledge {
  readonly #sources: readonly KnowledgeSource[];

  constructor(sources: readonly KnowledgeSource[]) {
    this.#sources = sources;
  }

  async search(query: KnowledgeQuery): Promise<KnowledgeAnswer> {
    const answers = await Promise.allSettled(this.#sources.map((source) => source.search(query)));
    const unavailable = answers.flatMap((answer, index): KnowledgeOutage[] => {
      if (answer.status === 'fulfilled') return [];
      const { reason } = answer;
      const why = reason instanceof Error ? reason.message : String(reason);
      return [{ source: this.#sources[index]?.name ?? '', why }];
    });
    const lists = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    return { passages: inTurns(lists).slice(0, query.limit ?? standardLimit), unavailable };
  }
}

/** Ranks of different sources cannot be compared: the first of each, then the second of each. What several know is told once. */
function inTurns(lists: readonly (readonly FoundPassage[])[]): readonly FoundPassage[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const told = new Map<string, FoundPassage>();
  for (let rank = 0; rank < longest; rank++) {
    for (const passage of lists.flatMap((list) => list[rank] ?? [])) {
      const key = `${passage.source}\n${passage.title}\n${passage.text}`;
      if (!told.has(key)) told.set(key, passage);
    }
  }
  return [...told.values()];
}
