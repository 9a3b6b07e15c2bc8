import { Resource } from '@millwright/engine';
import { z } from 'zod';
import { type KnowledgeQuery, type KnowledgeSource, standardLimit } from './knowledge.ts';
import type { FoundPassage } from './passage.ts';
import { judgePassage, questionWords } from './question-words.ts';

export interface RemoteKnowledgeOptions {
  /** Takes `POST { question, kinds, limit }` and answers `{ passages: [{ kind, source, title, text }] }`, the best first. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  /** Time for one answer. 2 s when left out. */
  readonly timeMs?: number;
  /** How long it is left alone after it has failed three times in a row. 30 s when left out. */
  readonly resetMs?: number;
  /** Milliseconds, for the breaker. */
  readonly now?: () => number;
}

const standard = { timeMs: 2_000, resetMs: 30_000 };
const maxBytes = 1024 * 1024;
const maxTextLength = 20_000;

/** Control characters could write over a terminal. */
const text = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .transform((value) => value.replaceAll(/[^\P{C}\n]/gu, ' '));

const answerSchema = z.object({
  passages: z.array(
    z.object({
      kind: z.enum(['documentation', 'pattern', 'generation']),
      source: text(500),
      title: text(500),
      text: text(maxTextLength),
    }),
  ),
});

/**
 * A knowledge service that is asked over HTTP. It gets little time, is left alone for a while after failing three times in a row, and nothing
 * it sends is believed to have the right form.
 */
export class RemoteKnowledge implements KnowledgeSource {
  readonly name: string;
  readonly #options: RemoteKnowledgeOptions;
  readonly #breaker: Resource;
  readonly #now: () => number;

  constructor(options: RemoteKnowledgeOptions) {
    this.name = new URL(options.url).origin;
    this.#options = options;
    this.#breaker = new Resource({ breaker: { failures: 3, resetMs: options.resetMs ?? standard.resetMs } });
    this.#now = options.now ?? Date.now;
  }

  /** @throws when it is left alone, does not answer in time, or answers what is no answer. */
  async search(query: KnowledgeQuery): Promise<readonly FoundPassage[]> {
    const words = questionWords(query.question);
    if (words.length === 0) return [];
    if (this.#breaker.isDown(this.#now()))
      throw new Error('it failed several times and is left alone for a while');
    const permit = this.#breaker.take(this.#now());
    try {
      const { passages } = answerSchema.parse(JSON.parse(await this.#ask(query)));
      this.#breaker.release(permit, 'succeeded', this.#now());
      return passages
        .slice(0, query.limit ?? standardLimit)
        .map((passage) => ({ ...passage, ...judgePassage(words, passage) }));
    } catch (error) {
      this.#breaker.release(permit, 'failed', this.#now());
      throw new Error(reasonOf(error), { cause: error });
    }
  }

  async #ask({ question, kinds, limit = standardLimit }: KnowledgeQuery): Promise<string> {
    const { url, token, timeMs = standard.timeMs } = this.#options;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ question, kinds, limit }),
      // A token goes where it was meant to go.
      redirect: 'error',
      signal: AbortSignal.timeout(timeMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`it answered with status ${response.status}`);
    }
    return boundedText(response);
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`its answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return 'what it answered is no answer';
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return cause === undefined ? error.message : `it cannot be reached: ${cause}`;
}
