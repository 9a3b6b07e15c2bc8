import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { FieldsDocument } from '../blueprint/document.ts';
import { readField, typeNames } from '../blueprint/field-notation.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { Field } from '../model/field.ts';
import { isSafeProperty } from '../naming/identifier.ts';
import { didYouMean, suggestName } from '../naming/nearest-name.ts';

/** Reads field notations; a field that cannot be read is reported and left out. */
export function lowerFields(
  fields: FieldsDocument,
  entityNames: ReadonlySet<string>,
  path: DocumentPath,
  problems: Problems,
): Field[] {
  reportNames(Object.keys(fields), path, problems);
  return Object.entries(fields).flatMap(([name, written]) => {
    const isLong = typeof written !== 'string';
    const place = isLong ? [...path, name, 'type'] : [...path, name];
    const reading = readField(isLong ? written.type : written);
    if ('problem' in reading) {
      problems.add({ ...reading.problem, path: place });
      return [];
    }
    for (const { name: entity, offset } of reading.entities) {
      if (entityNames.has(entity)) continue;
      problems.add({
        code: 'unknown_entity',
        path: place,
        offset,
        message: `There is no entity \`${entity}\`.`,
        suggestion: didYouMean(entity, typeNames) ?? suggestName(entity, entityNames),
      });
    }
    const description = isLong ? written.description : undefined;
    return [{ name, ...reading.notation, ...(description === undefined ? {} : { description }) }];
  });
}

function reportNames(names: readonly string[], path: DocumentPath, problems: Problems): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    if (!isSafeProperty(name)) {
      problems.add({
        code: 'reserved_name',
        path: [...path, name],
        isKey: true,
        message: `\`${name}\` cannot be the name of a field: every object has a property of that name.`,
        suggestion: `Write \`${name}Value\`, or a word that says more.`,
      });
    }
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) {
      problems.add({
        code: 'name_clash',
        path: [...path, name],
        isKey: true,
        message: `\`${name}\` and \`${twin}\` differ only by case.`,
      });
    }
    seen.set(name.toLowerCase(), name);
  }
}
