import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { EntityDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { Field } from '../model/field.ts';

/** Reports earlier names (`was`) of entities and of their fields that lead nowhere or to two places. */
export function reportEarlierNames(
  entities: Readonly<Record<string, EntityDocument>>,
  problems: Problems,
): void {
  const named = Object.entries(entities).map(([name, { was }]) => ({ name, was }));
  report(named, 'an entity', (name) => ['entities', name, 'was'], problems);
}

export function reportEarlierFieldNames(
  fields: readonly Field[],
  path: DocumentPath,
  stateField: string | undefined,
  problems: Problems,
): void {
  const placeOf = (name: string) =>
    name === stateField ? [...path, 'states', 'was'] : [...path, 'fields', name, 'was'];
  report(fields, 'a field', placeOf, problems);
}

interface Named {
  readonly name: string;
  readonly was?: string | undefined;
}

function report(
  all: readonly Named[],
  what: string,
  placeOf: (name: string) => DocumentPath,
  problems: Problems,
): void {
  const names = new Set(all.map(({ name }) => name));
  const claimed = new Map<string, string>();
  for (const { name, was } of all) {
    if (was === undefined) continue;
    const owner = claimed.get(was);
    const why = names.has(was)
      ? `\`${was}\` is still ${what}.`
      : owner === undefined
        ? undefined
        : `\`${owner}\` was called \`${was}\`, too.`;
    claimed.set(was, name);
    if (why === undefined) continue;
    const message = was === name ? `\`${name}\` has this name already.` : why;
    const suggestion = 'Leave `was` out, or name what it was called in the version that stored the data.';
    problems.add({ code: 'name_clash', path: placeOf(name), message, suggestion });
  }
}
