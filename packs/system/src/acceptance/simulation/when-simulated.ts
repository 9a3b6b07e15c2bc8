import { NotSimulated } from './not-simulated.ts';

/** What the work comes to; `otherwise` where the model alone does not decide it. */
export function whenSimulated<T, Otherwise>(work: () => T, otherwise: Otherwise): T | Otherwise {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotSimulated) return otherwise;
    throw error;
  }
}
