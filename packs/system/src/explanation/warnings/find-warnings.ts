import { pathText } from '../../blueprint/diagnostic.ts';
import { createPlaces } from '../../blueprint/places.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Warning } from '../explanation.ts';
import { doubtfulFields } from './doubtful-fields.ts';
import { neverCreated } from './never-created.ts';
import { unannouncedEvents } from './unannounced-events.ts';
import { unguardedStandardOperations } from './unguarded-standard-operations.ts';
import { unorderedTimes } from './unordered-times.ts';
import { unreachedStates } from './unreached-states.ts';
import type { WarningFinder } from './warning-finder.ts';

const finders: readonly WarningFinder[] = [
  unguardedStandardOperations,
  neverCreated,
  unreachedStates,
  unannouncedEvents,
  doubtfulFields,
  unorderedTimes,
];

/** Likely mistakes, in the order of the text. */
export function findWarnings(model: SystemModel, yaml: string): readonly Warning[] {
  const places = createPlaces(yaml);
  const seen = new Set<string>();
  return finders
    .flatMap((find) => find(model))
    .map(({ path, ...warning }): Warning => {
      const { line, column } = typeof path.at(-1) === 'number' ? places.ofValue(path) : places.ofKey(path);
      return { ...warning, path: pathText(path), line, column };
    })
    .filter(({ message }) => !seen.has(message) && seen.add(message))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
