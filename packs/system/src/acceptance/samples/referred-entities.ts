import type { FieldType } from '../../model/field.ts';

/** The entities to whose records values of the type refer, at any depth. */
export function referredEntities(type: FieldType): readonly string[] {
  switch (type.kind) {
    case 'reference':
      return [type.entity];
    case 'list':
      return referredEntities(type.of);
    case 'object':
      return type.fields.flatMap((field) => referredEntities(field.type));
    default:
      return [];
  }
}
