import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { Field, FieldType } from '../model/field.ts';

/** The fields of an object inside a record; what only a field of an entity can have is reported. */
export function lowerNestedFields(
  fields: readonly Field[],
  path: DocumentPath,
  problems: Problems,
): readonly Field[] {
  for (const field of fields) {
    const reason = misplaced(field);
    if (reason === undefined) continue;
    problems.add({
      code: 'invalid_constraint',
      path: [...path, field.name],
      message: `\`${field.name}\` stands inside an object: ${reason}.`,
      suggestion: 'Give it to a field of the entity, or make the object an entity of its own.',
    });
  }
  return fields;
}

function misplaced({ type, unique, defaultValue }: Field): string | undefined {
  if (unique !== undefined) return 'only fields of an entity are unique';
  if (defaultValue !== undefined && defaultValue.kind !== 'literal')
    return `only fields of an entity have the default \`${defaultValue.kind}\``;
  return ruleOf(type) === 'restrict' ? undefined : 'only references of an entity say `on delete`';
}

function ruleOf(type: FieldType): string {
  if (type.kind === 'list') return ruleOf(type.of);
  return type.kind === 'reference' ? type.onDelete : 'restrict';
}
