import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { CassetteMissError } from './errors.ts';
import type { LanguageModel, ModelReply, ModelRequest } from './language-model.ts';

const replySchema = z.object({
  text: z.string(),
  isWhole: z.boolean(),
  inputTokens: z.number(),
  outputTokens: z.number(),
});
const entrySchema = z.object({ key: z.string(), reply: replySchema });

export interface CassetteOptions {
  /** One line of JSON for each answer; questions are kept as digests. */
  readonly file: string;
  /** `record` asks what the file does not hold, and keeps the answer; `replay` never asks. */
  readonly mode: 'record' | 'replay';
}

/** Answers of models kept in a file, so that tests need no network and give the same result each time. */
export class Cassette {
  readonly #options: CassetteOptions;
  readonly #replies = new Map<string, ModelReply>();

  /** @throws when the file is no cassette. */
  constructor(options: CassetteOptions) {
    this.#options = options;
    if (options.mode === 'record' && !existsSync(options.file)) return;
    for (const line of readFileSync(options.file, 'utf8').split('\n').filter(Boolean)) {
      const { key, reply } = entrySchema.parse(JSON.parse(line));
      this.#replies.set(key, reply);
    }
  }

  /** The model with this cassette before it. @throws CassetteMissError when replayed */
  before(model: LanguageModel): LanguageModel {
    const { file, mode } = this.#options;
    return {
      name: model.name,
      reply: async (request, signal) => {
        const key = keyOf(model.name, request);
        const kept = this.#replies.get(key);
        if (kept) return kept;
        if (mode === 'replay') throw new CassetteMissError(file, model.name);
        const reply = await model.reply(request, signal);
        this.#replies.set(key, reply);
        appendFileSync(file, `${JSON.stringify({ key, reply })}\n`);
        return reply;
      },
    };
  }
}

function keyOf(model: string, { instructions, messages }: ModelRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([model, instructions, messages]))
    .digest('hex');
}
