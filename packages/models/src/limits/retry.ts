import type { Clock } from '../clock.ts';
import { ModelUnavailableError } from '../errors.ts';
import type { LanguageModel } from '../language-model.ts';

const attempts = 3;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

/** Asks again when the model is not available, after growing pauses, or after the pause that it asks for. */
export function retrying(model: LanguageModel, clock: Clock): LanguageModel {
  return {
    name: model.name,
    reply: async (request, signal) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await model.reply(request, signal);
        } catch (error) {
          if (!(error instanceof ModelUnavailableError) || attempt === attempts) throw error;
          const spread = 0.75 + clock.random() / 2;
          const pauseMs = error.retryAfterMs ?? firstPauseMs * 2 ** (attempt - 1) * spread;
          if (pauseMs > longestPauseMs) throw error;
          await clock.sleep(pauseMs, signal);
        }
      }
    },
  };
}
