import { isAlternativeState, isInitialState, isSideState } from './states.ts';
import { isKnownParticiple, verbToState } from './verbs.ts';

/** Words that say how a record is, or what has happened to it. */
export function isStateLike(text: string): boolean {
  return (
    isInitialState(text) ||
    isSideState(text) ||
    isAlternativeState(text) ||
    isKnownParticiple(text) ||
    verbToState(text) !== undefined ||
    /^(?:taken|given|thrown|written|hung|built|caught|torn|worn)$/.test(text) ||
    /^(?:(?:in|on|off|under|out of|not) \w|ready|un[a-z]{3})/.test(text)
  );
}
