import { SourceFile } from '../../../code/source-file.ts';
import { migrationErrorFile } from '../storage-files.ts';

/** `src/storage/migration/schema-change-error.ts`. */
export function renderMigrationError(): SourceFile {
  return new SourceFile(migrationErrorFile).add(`
/** The stored data cannot take the form that this version of the system needs. Nothing was changed. */
export class SchemaChangeError extends Error {
  override readonly name = 'SchemaChangeError';
  readonly code = 'schema_change_refused';

  /** @param obstacles What is in the way: where, how often, and what to do about it. */
  constructor(obstacles: readonly string[]) {
    super(\`The data does not fit this version of the system: \${obstacles.join(' ')}\`);
  }
}

export function unfit(place: string, count: number): string {
  const rows = count === 1 ? '1 record has' : \`\${count} records have\`;
  return \`\${place}: \${rows} no value that it can hold. Give it a default, make it optional, keep its old type, or change the records first.\`;
}

export function repeated(place: string, count: number): string {
  const values = count === 1 ? '1 value is' : \`\${count} values are\`;
  return \`\${place}: \${values} held by more than one record, but must be unique. Change the records first.\`;
}

export function dangling(place: string, count: number): string {
  const rows = count === 1 ? '1 record refers' : \`\${count} records refer\`;
  return \`\${place}: \${rows} to nothing. Change the records first.\`;
}`);
}
