import type { Field } from '../model/field.ts';

const managedNames = ['id', 'createdAt', 'updatedAt'] as const;

const idField: Field = {
  name: 'id',
  type: { kind: 'text', format: 'uuid' },
  isOptional: false,
  managed: 'id',
};
const createdAtField: Field = {
  name: 'createdAt',
  type: { kind: 'datetime' },
  isOptional: false,
  managed: 'createdAt',
};
const updatedAtField: Field = {
  name: 'updatedAt',
  type: { kind: 'datetime' },
  isOptional: false,
  managed: 'updatedAt',
};

/** Set by the tables where an entity asks for it. */
export const versionField: Field = {
  name: 'version',
  type: { kind: 'integer', minimum: 1 },
  isOptional: false,
  managed: 'version',
};
export const deletedAtField: Field = {
  name: 'deletedAt',
  type: { kind: 'datetime' },
  isOptional: true,
  managed: 'deletedAt',
};

export const goneAtField: Field = {
  name: 'goneAt',
  type: { kind: 'datetime' },
  isOptional: false,
  managed: 'goneAt',
  isHidden: true,
};

/** The field that keeps a key as text. */
export function keyField(name: string): Field {
  return { name, type: { kind: 'text' }, isOptional: true, managed: 'key', isHidden: true };
}

/** The fields of an entity between those that every record has. */
export function withManagedFields(declared: readonly Field[]): readonly Field[] {
  return [idField, ...declared, createdAtField, updatedAtField];
}

/** True for the name of a field that every record has. */
export function isManagedName(name: string): boolean {
  return managedNames.some((managed) => managed === name);
}
