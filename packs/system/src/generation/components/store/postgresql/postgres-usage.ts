import type { Entity } from '../../../../model/entity.ts';
import type { Field } from '../../../../model/field.ts';
import { storedKeysOf } from '../unique-keys.ts';

/** What the tables of a system ask of the code that keeps them in PostgreSQL. */
export interface PostgresUsage {
  /** Some columns hold JSON. */
  readonly hasJson: boolean;
  readonly hasUniqueKeys: boolean;
  readonly ignoresCase: boolean;
}

export function postgresUsage(entities: readonly Entity[]): PostgresUsage {
  const keys = entities.flatMap(storedKeysOf);
  return {
    hasJson: entities.some(({ fields }) => fields.some(isJson)),
    hasUniqueKeys: keys.length > 0,
    ignoresCase: keys.some(({ ignoreCase }) => ignoreCase),
  };
}

/** Lists and objects are kept as JSON. */
export function isJson({ type }: Field): boolean {
  return type.kind === 'list' || type.kind === 'object' || type.kind === 'json';
}
