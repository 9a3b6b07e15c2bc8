import { NotSimulated } from './not-simulated.ts';
import type { Value } from './evaluate.ts';

const mark = '\u0000unknown';

/** What a function written by hand gives where no example says it: it may be stored and answered, but nothing may depend on it. */
export const unknownValue: Value = { [mark]: true };

/** What happens depends on a value that is not known: a scenario that comes to this proves nothing. */
export class Undecided extends NotSimulated {
  override readonly name = 'Undecided';
}

export function isUnknown(value: Value | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, mark);
}

/** A value that something depends on. @throws Undecided when it is not known. */
export function decided(value: Value): Value {
  if (isUnknown(value)) throw new Undecided('a function that is written by hand');
  return value;
}
