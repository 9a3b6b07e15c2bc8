import type { DocumentPath } from '../blueprint/diagnostic.ts';
import { suggestName } from '../naming/nearest-name.ts';
import type { ScenarioContext } from './scenario-route.ts';

/** `${name}` in any text must have been saved by an earlier request. */
export function reportSavedNames(value: unknown, path: DocumentPath, context: ScenarioContext): void {
  if (typeof value === 'string') {
    for (const match of value.matchAll(/\$\{([^}]*)\}/g)) {
      const name = match[1] ?? '';
      if (context.saved.has(name)) continue;
      context.problems.add({
        code: 'unknown_saved_name',
        path,
        offset: match.index,
        message: `Nothing was saved as \`${name}\` before.`,
        suggestion: suggestName(name, context.saved) ?? 'Add `save: { name: id }` to an earlier request.',
      });
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => reportSavedNames(item, [...path, index], context));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) reportSavedNames(member, [...path, key], context);
  }
}
