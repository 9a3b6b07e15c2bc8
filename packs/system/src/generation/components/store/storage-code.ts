import type { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { checkedKinds } from '../domain/values-file.ts';
import { renderMemoryDatabase } from './memory/database-file.ts';
import { renderJournal } from './memory/journal-file.ts';
import { renderMatcher } from './memory/matcher-file.ts';
import { renderMemoryTable } from './memory/memory-table-file.ts';
import { renderOrder } from './memory/order-file.ts';
import { renderUniqueIndex } from './memory/unique-index-file.ts';
import { renderCompare } from './migration/compare-file.ts';
import { renderConvert } from './migration/convert-file.ts';
import { renderMigrationError } from './migration/migration-error-file.ts';
import { renderSchema } from './migration/schema-file.ts';
import { renderSchemaTypes } from './migration/schema-types-file.ts';
import { renderFolded } from './postgresql/folded-file.ts';
import { renderPool } from './postgresql/pool-file.ts';
import { renderPostgresConditions } from './postgresql/postgres-condition-file.ts';
import { renderPostgresDatabase } from './postgresql/postgres-database-file.ts';
import { renderPostgresDefinition } from './postgresql/postgres-definition-file.ts';
import { renderPostgresMigrate } from './postgresql/postgres-migrate-file.ts';
import { renderTableChange } from './postgresql/table-change-file.ts';
import { renderPostgresTable } from './postgresql/postgres-table-file.ts';
import { postgresUsage } from './postgresql/postgres-usage.ts';
import { renderSerializable } from './postgresql/serializable-file.ts';
import { renderSession } from './postgresql/session-file.ts';
import { renderStorageFailure } from './postgresql/storage-failure-file.ts';
import { renderColumnFile } from './sqlite/column-file.ts';
import { renderConditionFile } from './sqlite/condition-file.ts';
import { renderConnection } from './sqlite/connection-file.ts';
import { columnKind, renderSqliteDatabase, type SqliteUsage } from './sqlite/database-file.ts';
import { renderSqliteDefinition } from './sqlite/definition-file.ts';
import { renderSqliteMigrate } from './sqlite/migrate-file.ts';
import { renderSqliteTable } from './sqlite/sqlite-table-file.ts';
import { memoryTableFile, postgresTableFile, sqliteTableFile } from './storage-files.ts';
import { renderWatchedTable } from './watched-table-file.ts';
import { renderLivingTables } from './living/living-table-files.ts';
import { needsConditions } from './tables-file.ts';
import { storedKeysOf } from './unique-keys.ts';

/** The files behind the store component. */
export function renderStorageFiles(system: SystemPlan, usage: StorageUsage): SourceFile[] {
  const { base, files } = filesByStorage[system.model.storage.kind];
  const watched = renderWatchedTable(base, system, usage);
  return [
    ...files(system, usage),
    ...(watched === undefined ? [] : [watched]),
    ...renderLivingTables(system, usage),
  ];
}

const filesByStorage = {
  memory: { base: { name: 'MemoryTable', file: memoryTableFile }, files: renderMemoryFiles },
  sqlite: { base: { name: 'SqliteTable', file: sqliteTableFile }, files: renderSqliteFiles },
  postgresql: { base: { name: 'PostgresTable', file: postgresTableFile }, files: renderPostgresFiles },
};

function renderMemoryFiles(system: SystemPlan, usage: StorageUsage): SourceFile[] {
  const keys = [...system.entities.values()].flatMap(({ entity }) => storedKeysOf(entity));
  const files = [
    renderMemoryDatabase(system, usage),
    renderJournal(usage),
    renderMemoryTable(usage, keys.length > 0),
  ];
  if (needsConditions(usage)) files.push(renderMatcher(usage));
  const hasLists = usage.methods.has('list');
  if (hasLists || usage.methods.has('delete')) files.push(renderOrder(hasLists, usage.sortedEnums.size > 0));
  if (keys.length > 0) {
    const ignoresCase = keys.some(({ ignoreCase }) => ignoreCase);
    files.push(renderUniqueIndex({ ignoresCase, isSearched: usage.methods.has('findBy') }));
  }
  return files;
}

function renderSqliteFiles(system: SystemPlan, usage: StorageUsage): SourceFile[] {
  const entities = [...system.entities.values()].map(({ entity }) => entity);
  const keys = entities.flatMap(storedKeysOf);
  const sqlite: SqliteUsage = {
    hasKinds: entities.some(({ fields }) => fields.some((field) => columnKind(field) !== undefined)),
    hasUniqueKeys: keys.length > 0,
    ignoresCase: keys.some(({ ignoreCase }) => ignoreCase),
  };
  const files = [
    renderSqliteDatabase(system, usage, sqlite),
    renderConnection(usage),
    ...renderMigration(system),
    renderSqliteDefinition(),
    renderSqliteMigrate(),
    renderSqliteTable(usage, sqlite),
  ];
  if (sqlite.hasKinds) files.push(renderColumnFile());
  if (needsConditions(usage)) files.push(renderConditionFile(usage));
  return files;
}

/** Bringing the data of earlier versions into the form of this one. */
function renderMigration(system: SystemPlan): SourceFile[] {
  const hasDurations = checkedKinds(system.model).has('duration');
  return [
    renderSchema(system),
    renderSchemaTypes(hasDurations),
    renderCompare(),
    renderConvert(hasDurations),
    renderMigrationError(),
  ];
}

function renderPostgresFiles(system: SystemPlan, usage: StorageUsage): SourceFile[] {
  const postgres = postgresUsage([...system.entities.values()].map(({ entity }) => entity));
  const files = [
    renderPostgresDatabase(system, usage, postgres),
    renderPool(system.model.name),
    ...renderMigration(system),
    renderPostgresDefinition(),
    renderPostgresMigrate(),
    renderTableChange(),
    renderFolded(),
    renderPostgresTable(usage, postgres),
    renderSerializable(),
    renderSession(usage),
    renderStorageFailure(),
  ];
  if (needsConditions(usage)) files.push(renderPostgresConditions(usage));
  return files;
}
