import { BudgetSpentError } from '../errors.ts';
import type { LanguageModel } from '../language-model.ts';

export interface BudgetLimits {
  /** Requests over the network, those that were tried again included. */
  readonly requests: number;
  /** Of questions and answers together. */
  readonly tokens: number;
}

/** What the models of one run may spend together. */
export class Budget {
  readonly #limits: BudgetLimits;
  #requests = 0;
  #tokens = 0;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  /** What was spent so far. */
  get spent(): BudgetLimits {
    return { requests: this.#requests, tokens: this.#tokens };
  }

  /** The model within the budget. @throws BudgetSpentError instead of asking. */
  within(model: LanguageModel): LanguageModel {
    return {
      name: model.name,
      reply: async (request, signal) => {
        const { requests, tokens } = this.#limits;
        if (this.#requests >= requests) throw new BudgetSpentError('requests', requests);
        if (this.#tokens >= tokens) throw new BudgetSpentError('tokens', tokens);
        this.#requests += 1;
        const left = tokens - this.#tokens;
        const maxOutputTokens = Math.min(request.maxOutputTokens, left);
        const reply = await model.reply({ ...request, maxOutputTokens }, signal);
        this.#tokens += reply.inputTokens + reply.outputTokens;
        return reply;
      },
    };
  }
}
