import type { ReferenceRule } from '../model/field.ts';
import { refersWithin } from '../model/nested-references.ts';
import type { SystemModel } from '../model/system.ts';

/** The entities with a field that refers to records of `entity` under this rule. */
export function referringEntities(model: SystemModel, entity: string, rule: ReferenceRule): string[] {
  return model.entities
    .filter(({ fields }) =>
      fields.some(({ type }) => {
        if (rule === 'restrict' && refersWithin(type, entity)) return true;
        const reference = type.kind === 'list' ? type.of : type;
        return reference.kind === 'reference' && reference.entity === entity && reference.onDelete === rule;
      }),
    )
    .map(({ name }) => name);
}
