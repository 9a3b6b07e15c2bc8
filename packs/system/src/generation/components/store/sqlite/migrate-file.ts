import { SourceFile } from '../../../code/source-file.ts';
import {
  compareFile,
  convertFile,
  definitionFile,
  migrateFile,
  migrationErrorFile,
  schemaTypesFile,
} from '../storage-files.ts';

/** `src/storage/migration/migrate.ts` for SQLite. */
export function renderSqliteMigrate(): SourceFile {
  const file = new SourceFile(migrateFile);
  file.imports.type('node:sqlite', 'DatabaseSync');
  file.imports.value(compareFile, 'compareSchemas');
  file.imports.type(compareFile, 'TableChange');
  file.imports.value(convertFile, 'RowConversion');
  for (const name of ['createIndex', 'createTable', 'fromColumn', 'toColumn'])
    file.imports.value(definitionFile, name);
  for (const name of ['SchemaChangeError', 'dangling', 'repeated', 'unfit'])
    file.imports.value(migrationErrorFile, name);
  for (const type of ['Schema', 'TableSchema']) file.imports.type(schemaTypesFile, type);
  for (const part of code) file.add(part);
  return file;
}

const code: readonly string[] = [
  `
const WAIT_MS = 60_000;

/** One row for each form that the data has had; the last one is its form now. */
const HISTORY = \`
  CREATE TABLE IF NOT EXISTS schema_history (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    definition TEXT NOT NULL
  ) STRICT;
\`;`,
  `
/**
 * Brings the data into the form that is wanted, all of it or, when that cannot be, nothing of it. A file that holds
 * records is copied before. Processes that start at the same time wait for the first one.
 * @throws SchemaChangeError when there are records that have no place in the new form.
 */
export function migrate(database: DatabaseSync, path: string, wanted: Schema, now: string): void {
  const held = heldSchema(database);
  if (compareSchemas(held, wanted).changes.length === 0) return;
  if (path !== ':memory:' && held.tables.length > 0) {
    database.prepare('VACUUM INTO ?').run(\`\${path}.before-\${now.replaceAll(':', '-')}\`);
  }
  database.exec(\`PRAGMA busy_timeout = \${WAIT_MS}; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;\`);
  try {
    database.exec(HISTORY);
    change(database, wanted, now);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  } finally {
    database.exec('PRAGMA foreign_keys = ON');
  }
}`,
  `
function heldSchema(database: DatabaseSync): Schema {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_history'").get();
  if (table === undefined) return { tables: [] };
  const row = database.prepare('SELECT definition FROM schema_history ORDER BY number DESC LIMIT 1').get();
  return row === undefined ? { tables: [] } : JSON.parse(String(row['definition']));
}`,
  `
function change(database: DatabaseSync, wanted: Schema, now: string): void {
  // Another process may have been here since.
  const { schema, changes } = compareSchemas(heldSchema(database), wanted);
  if (changes.length === 0) return;
  const obstacles = changes.flatMap((each) => changeTable(database, each, now));
  if (obstacles.length === 0) obstacles.push(...brokenReferences(database, changes));
  if (obstacles.length > 0) throw new SchemaChangeError(obstacles);
  for (const { after } of changes) {
    for (const index of after.indexes) database.exec(createIndex(after.name, index));
  }
  database
    .prepare('INSERT INTO schema_history (at, definition) VALUES (?, ?)')
    .run(now, JSON.stringify(schema));
}`,
  `
/** Writes a table anew, which SQLite needs for most changes. Says what is in the way. */
function changeTable(database: DatabaseSync, { before, after, columns }: TableChange, now: string): string[] {
  if (before === undefined) {
    database.exec(createTable(after));
    return [];
  }
  const conversion = new RowConversion(columns, now);
  const name = \`new \${after.name}\`;
  database.exec(createTable({ ...after, name }));
  const places = after.columns.map(() => '?').join(', ');
  const names = after.columns.map((column) => \`"\${column.name}"\`).join(', ');
  const insert = database.prepare(\`INSERT INTO "\${name}" (\${names}) VALUES (\${places})\`);
  for (const stored of database.prepare(\`SELECT * FROM "\${before.name}" ORDER BY rowid\`).iterate()) {
    const row = Object.fromEntries(
      before.columns.map((column) => [column.name, fromColumn(stored[column.name], column.type)]),
    );
    const values = conversion.convert(row);
    if (conversion.failures.size > 0) continue;
    insert.run(...after.columns.map((column) => toColumn(values[column.name], column.type)));
  }
  database.exec(\`DROP TABLE "\${before.name}"; ALTER TABLE "\${name}" RENAME TO "\${after.name}";\`);
  const obstacles = [...conversion.failures].map(([column, count]) => unfit(\`\${after.entity}.\${column}\`, count));
  return obstacles.length > 0 ? obstacles : repeatedValues(database, after);
}`,
  `
function repeatedValues(database: DatabaseSync, { name, entity, indexes }: TableSchema): string[] {
  return indexes.flatMap(({ columns, isUnique, ignoresCase }) => {
    if (!isUnique) return [];
    const keys = columns.map((column) => (ignoresCase ? \`fold("\${column}")\` : \`"\${column}"\`)).join(', ');
    const given = columns.map((column) => \`"\${column}" IS NOT NULL\`).join(' AND ');
    const groups = \`SELECT 1 FROM "\${name}" WHERE \${given} GROUP BY \${keys} HAVING count(*) > 1\`;
    const count = Number(database.prepare(\`SELECT count(*) AS total FROM (\${groups})\`).get()?.['total']);
    return count === 0 ? [] : [repeated(\`\${entity}.\${columns.join(', ')}\`, count)];
  });
}`,
  `
function brokenReferences(database: DatabaseSync, changes: readonly TableChange[]): string[] {
  return changes.flatMap(({ after }) => {
    const broken = database.prepare(\`PRAGMA foreign_key_check("\${after.name}")\`).all();
    return broken.length === 0 ? [] : [dangling(after.entity, broken.length)];
  });
}`,
];
