import { SourceFile } from '../../../code/source-file.ts';
import {
  compareFile,
  definitionFile,
  migrateFile,
  migrationErrorFile,
  poolFile,
  schemaTypesFile,
  tableChangeFile,
} from '../storage-files.ts';

/** `src/storage/migration/migrate.ts` for PostgreSQL. */
export function renderPostgresMigrate(): SourceFile {
  const file = new SourceFile(migrateFile);
  file.imports.type('pg', 'ClientBase');
  file.imports.value(poolFile, 'openConnection');
  file.imports.value(compareFile, 'compareSchemas');
  file.imports.type(compareFile, 'TableChange');
  for (const name of ['addReference', 'createIndex', 'indexKeys', 'indexName', 'referenceName'])
    file.imports.value(definitionFile, name);
  for (const name of ['SchemaChangeError', 'dangling', 'repeated'])
    file.imports.value(migrationErrorFile, name);
  for (const type of ['Schema', 'TableSchema']) file.imports.type(schemaTypesFile, type);
  file.imports.value(tableChangeFile, 'changeTable');
  for (const part of code) file.add(part);
  return file;
}

const code: readonly string[] = [
  `
/** One row for each form that the data has had; the last one is its form now. */
const HISTORY = \`
  CREATE TABLE IF NOT EXISTS schema_history (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at text NOT NULL,
    definition text NOT NULL
  )
\`;`,
  `
/**
 * Brings the data into the form that is wanted, all of it or, when that cannot be, nothing of it. Processes that start at
 * the same time wait for the first one.
 * @throws SchemaChangeError when there are records that have no place in the new form.
 */
export async function migrate(url: string, wanted: Schema, now: string): Promise<void> {
  const client = await openConnection(url);
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(hashtext(current_schema()))');
    await client.query(HISTORY);
    const { schema, changes } = compareSchemas(await heldSchema(client), wanted);
    if (changes.length > 0) {
      await change(client, changes, now);
      const definition = JSON.stringify(schema);
      await client.query('INSERT INTO schema_history (at, definition) VALUES ($1, $2)', [now, definition]);
    }
    await client.query('COMMIT');
  } finally {
    // What was not committed is undone.
    await client.end();
  }
}`,
  `
async function heldSchema(client: ClientBase): Promise<Schema> {
  const { rows } = await client.query('SELECT definition FROM schema_history ORDER BY number DESC LIMIT 1');
  return rows[0] === undefined ? { tables: [] } : JSON.parse(rows[0].definition);
}`,
  `
/** What joins tables and what is unique is taken off first and put on again last. */
async function change(client: ClientBase, changes: readonly TableChange[], now: string): Promise<void> {
  for (const { before } of changes) {
    if (before !== undefined) await takeOff(client, before);
  }
  const obstacles: string[] = [];
  for (const each of changes) obstacles.push(...(await changeTable(client, each, now)));
  if (obstacles.length === 0) {
    for (const { after } of changes) obstacles.push(...(await obstaclesIn(client, after)));
  }
  if (obstacles.length > 0) throw new SchemaChangeError(obstacles);
  for (const { after } of changes) await putOn(client, after);
}`,
  `
async function takeOff(client: ClientBase, { name, columns, indexes }: TableSchema): Promise<void> {
  for (const column of columns) {
    if (addReference(name, column) === undefined) continue;
    await client.query(\`ALTER TABLE "\${name}" DROP CONSTRAINT "\${referenceName(name, column.name)}"\`);
  }
  for (const index of indexes) await client.query(\`DROP INDEX "\${indexName(name, index)}"\`);
}`,
  `
async function putOn(client: ClientBase, { name, columns, indexes }: TableSchema): Promise<void> {
  for (const index of indexes) await client.query(createIndex(name, index));
  for (const column of columns) {
    const reference = addReference(name, column);
    if (reference !== undefined) await client.query(reference);
  }
}`,
  `
async function obstaclesIn(client: ClientBase, { name, entity, columns, indexes }: TableSchema): Promise<string[]> {
  const obstacles: string[] = [];
  for (const index of indexes.filter(({ isUnique }) => isUnique)) {
    const given = index.columns.map((column) => \`"\${column}" IS NOT NULL\`).join(' AND ');
    const keys = indexKeys(index).join(', ');
    const groups = \`(SELECT 1 FROM "\${name}" WHERE \${given} GROUP BY \${keys} HAVING count(*) > 1) AS groups\`;
    const count = await countOf(client, groups);
    if (count > 0) obstacles.push(repeated(\`\${entity}.\${index.columns.join(', ')}\`, count));
  }
  for (const column of columns) {
    const { type } = column;
    if (typeof type === 'string' || !('reference' in type)) continue;
    const target = \`SELECT 1 FROM "\${type.reference}" AS target WHERE target."id" = own."\${column.name}"\`;
    const lost = \`own."\${column.name}" IS NOT NULL AND NOT EXISTS (\${target})\`;
    const count = await countOf(client, \`"\${name}" AS own WHERE \${lost}\`);
    if (count > 0) obstacles.push(dangling(\`\${entity}.\${column.name}\`, count));
  }
  return obstacles;
}`,
  `
async function countOf(client: ClientBase, from: string): Promise<number> {
  const { rows } = await client.query(\`SELECT count(*) AS total FROM \${from}\`);
  return Number(rows[0].total);
}`,
];
