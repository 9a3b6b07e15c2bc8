import type { FieldType } from '../model/field.ts';

/** What a name in field notation may stand for besides the built-in types. */
export interface TypeNames {
  readonly entities: ReadonlySet<string>;
  /** The names under `types`. */
  readonly types: ReadonlySet<string>;
  /** The type of this name; undefined when there is none, or when it cannot be read, which is reported. */
  readonly typeOf: (name: string) => FieldType | undefined;
}
