import type { FieldType } from './field.ts';

/** Whether a value holds ids of records of an entity inside an object, where they keep these from being deleted. */
export function refersWithin(type: FieldType, entity: string): boolean {
  switch (type.kind) {
    case 'object':
      return type.fields.some((field) => refersTo(field.type, entity));
    case 'list':
      return refersWithin(type.of, entity);
    default:
      return false;
  }
}

function refersTo(type: FieldType, entity: string): boolean {
  const item = type.kind === 'list' ? type.of : type;
  return item.kind === 'reference' ? item.entity === entity : refersWithin(type, entity);
}
