import type { Clock } from '../clock.ts';
import { BreakerOpenError, ModelUnavailableError } from '../errors.ts';
import type { LanguageModel } from '../language-model.ts';

const failuresToOpen = 3;
const openMs = 60_000;

/** Leaves a model alone for a while that failed several times in a row; then one question tries it again. */
export function breaking(model: LanguageModel, clock: Clock): LanguageModel {
  let failures = 0;
  let openUntil = 0;
  return {
    name: model.name,
    reply: async (request, signal) => {
      const waitMs = openUntil - clock.now();
      if (waitMs > 0) throw new BreakerOpenError(model.name, waitMs);
      // Only this question goes through until it is answered.
      if (failures >= failuresToOpen) openUntil = clock.now() + openMs;
      try {
        const reply = await model.reply(request, signal);
        failures = 0;
        openUntil = 0;
        return reply;
      } catch (error) {
        if (error instanceof ModelUnavailableError && ++failures >= failuresToOpen)
          openUntil = clock.now() + openMs;
        throw error;
      }
    },
  };
}
