/** Paths of the files that keep the data. */
export const databaseFile = 'src/storage/database.ts';
export const journalFile = 'src/storage/journal.ts';
export const memoryTableFile = 'src/storage/memory-table.ts';
export const matcherFile = 'src/storage/matcher.ts';
export const orderFile = 'src/storage/order.ts';
export const uniqueIndexFile = 'src/storage/unique-index.ts';
export const connectionFile = 'src/storage/connection.ts';
export const schemaFile = 'src/storage/schema.ts';
export const sqliteTableFile = 'src/storage/sqlite-table.ts';
export const columnFile = 'src/storage/column.ts';
export const conditionFile = 'src/storage/condition-sql.ts';
export const poolFile = 'src/storage/pool.ts';
export const sessionFile = 'src/storage/session.ts';
export const serializableFile = 'src/storage/serializable.ts';
export const storageFailureFile = 'src/storage/storage-failure.ts';
export const postgresTableFile = 'src/storage/postgres-table.ts';
export const foldedFile = 'src/storage/folded.ts';
