import { numberCode } from '../../../../expression/precedence.ts';
import type { Entity } from '../../../../model/entity.ts';
import type { Field, FieldType } from '../../../../model/field.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { EntityPlan } from '../../../plan/entity-plan.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { schemaFile } from '../storage-files.ts';
import { uniqueKeysOf } from '../unique-keys.ts';

/** `src/storage/schema.ts`: the tables as SQL. */
export function renderSchema(system: SystemPlan): SourceFile {
  const file = new SourceFile(schemaFile);
  const tables = [...system.entities.values()].map((plan) => renderTable(plan, system)).join('\n\n');
  file.imports.type('node:sqlite', 'DatabaseSync');
  file.add(`
/** Changes whenever the tables do. */
const VERSION = ${numberCode(versionOf(tables))};

const TABLES = \`
${tables}
\`;`);
  return file.add(`
/** Prepares a new data file. Throws when the file has other tables than these. */
export function createSchema(database: DatabaseSync): void {
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (version === VERSION) return;
  if (version !== 0) {
    throw new Error(\`The data file has schema version \${version}, but this system needs \${VERSION}.\`);
  }
  database.exec(\`BEGIN IMMEDIATE; \${TABLES} PRAGMA user_version = \${VERSION}; COMMIT;\`);
}`);
}

function renderTable({ entity, sqlTable }: EntityPlan, system: SystemPlan): string {
  const columns = entity.fields.map((field) => `    ${renderColumn(field, system)}`).join(',\n');
  const indexes = [...uniqueIndexes(entity, sqlTable), ...plainIndexes(entity, sqlTable)];
  return [
    `  CREATE TABLE "${sqlTable}" (\n${columns}\n  ) STRICT;`,
    ...indexes.map((line) => `  ${line}`),
  ].join('\n');
}

function renderColumn({ name, type, isOptional, managed }: Field, system: SystemPlan): string {
  if (managed === 'id') return `"${name}" TEXT PRIMARY KEY`;
  const column = `"${name}" ${sqlType(type)}${isOptional ? '' : ' NOT NULL'}`;
  if (type.kind !== 'reference') return column;
  const { sqlTable } = system.entity(type.entity);
  return `${column} REFERENCES "${sqlTable}" ("id") DEFERRABLE INITIALLY DEFERRED`;
}

function sqlType({ kind }: FieldType): string {
  switch (kind) {
    case 'integer':
    case 'boolean':
      return 'INTEGER';
    case 'number':
    case 'money':
      return 'REAL';
    default:
      return 'TEXT';
  }
}

function uniqueIndexes(entity: Entity, table: string): string[] {
  return uniqueKeysOf(entity).map(({ fields, ignoreCase }) => {
    const columns = fields.map((field) => (ignoreCase ? `fold("${field}")` : `"${field}"`));
    return `CREATE UNIQUE INDEX "${table}_${fields.join('_')}" ON "${table}" (${columns.join(', ')});`;
  });
}

/** For the order of lists, and to find what refers to a record. */
export function plainIndexes(entity: Entity, table: string): string[] {
  const unique = new Set(uniqueKeysOf(entity).map(({ fields: [first] }) => first));
  const references = entity.fields.filter(({ name, type }) => type.kind === 'reference' && !unique.has(name));
  return [...references.map(({ name }) => name), 'createdAt'].map(
    (name) => `CREATE INDEX "${table}_${name}" ON "${table}" ("${name}");`,
  );
}

/** A positive 31-bit number that two different schemas hardly share (FNV-1a), as SQLite's user_version holds it. */
export function versionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 1 || 1;
}
