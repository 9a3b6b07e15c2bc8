import { paragraphs } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import { problemFile } from '../../domain/refusal.ts';
import { uniqueIndexFile } from '../storage-files.ts';
import { tablesFile } from '../tables-file.ts';

export interface UniqueIndexUsage {
  readonly ignoresCase: boolean;
  readonly isSearched: boolean;
}

/** `src/storage/unique-index.ts`. */
export function renderUniqueIndex({ ignoresCase, isSearched }: UniqueIndexUsage): SourceFile {
  const file = new SourceFile(uniqueIndexFile);
  file.imports.type(tablesFile, 'Stored');
  file.imports.value(problemFile, 'notUnique');
  file.add(`
/** Fields whose values, taken together, no two rows share. A missing value is shared with nobody. */
export interface UniqueKey<Row> {
  readonly fields: readonly (keyof Row & string)[];${ignoresCase ? '\n  readonly ignoreCase?: boolean;' : ''}
}`);
  file.add(`
/** Finds the owner of each value of a unique key. */
export class UniqueIndex<Row extends Stored> {
  readonly #key: UniqueKey<Row>;
  readonly #owners = new Map<string, string>();

${paragraphs(
  `  constructor(key: UniqueKey<Row>) {
    this.#key = key;
  }`,
  isSearched &&
    `  /** Whether the values are those of exactly this key. */
  covers(values: Partial<Row>): boolean {
    const { fields } = this.#key;
    return Object.keys(values).length === fields.length && fields.every((field) => field in values);
  }`,
  isSearched &&
    `  /** The id of the row with these values. */
  ownerOf(values: Partial<Row>): string | undefined {
    return this.#owners.get(this.#valueOf(values) ?? '');
  }`,
  `  /** Throws a \`not_unique\` problem when another row has the same values. */
  expectFree(row: Row): void {
    const owner = this.#owners.get(this.#valueOf(row) ?? '');
    if (owner !== undefined && owner !== row.id) throw notUnique(this.#key.fields);
  }`,
  `  replace(before: Row | undefined, after: Row | undefined): void {
    const old = before && this.#valueOf(before);
    if (old !== undefined) this.#owners.delete(old);
    const value = after && this.#valueOf(after);
    if (after && value !== undefined) this.#owners.set(value, after.id);
  }`,
  `  #valueOf(row: ${isSearched ? 'Partial<Row>' : 'Row'}): string | undefined {
    const values = this.#key.fields.map((field) => row[field]);
    if (values.includes(null as never)) return undefined;
${
  ignoresCase
    ? `    const text = JSON.stringify(values);
    return this.#key.ignoreCase ? text.toLowerCase() : text;`
    : '    return JSON.stringify(values);'
}
  }`,
)}
}`);
  return file;
}
