import { whenSimulated } from './simulation/when-simulated.ts';
import { Underivable } from './underivable.ts';

/** What the work comes to; nothing where there is no way to it, or the model does not decide what happens. */
export function orNothing<T>(work: () => T | undefined): T | undefined {
  try {
    return whenSimulated(work, undefined);
  } catch (error) {
    if (error instanceof Underivable) return undefined;
    throw error;
  }
}
