/** Types of columns as the data of a system's schema says them. */
export type Type =
  | string
  | { readonly enum: readonly string[] }
  | { readonly reference: string }
  | { readonly list: Type }
  | { readonly object: readonly Column[] };

export interface Column {
  readonly name: string;
  readonly was?: string;
  readonly type: Type;
  readonly isOptional?: true;
  readonly fill?: (row: Row, now: string) => unknown;
}

export type Row = Readonly<Record<string, unknown>>;

/** One table of things, or all that there is to say about several. */
export type Version = readonly Column[] | VersionDetails;

export interface VersionDetails {
  readonly columns: readonly Column[];
  readonly indexes?: readonly { columns: readonly string[]; isUnique?: true; ignoresCase?: true }[];
  readonly entity?: string;
  readonly was?: string;
}

export function columnsOf(version: Version): readonly Column[] {
  return 'columns' in version ? version.columns : version;
}

/** A schema with one table, and the columns that every table has. */
export function schemaOf(version: Version) {
  const {
    entity = 'Thing',
    was,
    indexes = [],
  }: VersionDetails = 'columns' in version ? version : { columns: [] };
  return {
    tables: [
      {
        name: `${entity.toLowerCase()}s`,
        entity,
        ...(was === undefined ? {} : { was }),
        columns: [{ name: 'id', type: 'text' }, ...columnsOf(version)],
        indexes,
      },
    ],
  };
}

export type Schema = ReturnType<typeof schemaOf>;

export function rowOf(values: Row, number: number): Row {
  return { id: `row ${number}`, ...values };
}
