import type { Entity } from './entity.ts';
import type { Field } from './field.ts';

/** The token of a record, which the operation that creates it answers once. */
export function tokenField({ fields }: Entity): Field | undefined {
  return fields.find(({ type }) => type.kind === 'text' && type.secret === 'token');
}

/** The fields that are kept as hashes of what is given. */
export function passwordFields({ fields }: Entity): readonly Field[] {
  return fields.filter(({ type }) => type.kind === 'text' && type.secret === 'password');
}
