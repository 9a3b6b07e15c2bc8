import type { Entity } from '../../../../model/entity.ts';
import type { Field, FieldType } from '../../../../model/field.ts';
import { numberCode } from '../../../../expression/precedence.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { EntityPlan } from '../../../plan/entity-plan.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { schemaFile } from '../storage-files.ts';
import { uniqueKeysOf } from '../unique-keys.ts';
import { plainIndexes, versionOf } from '../sqlite/schema-file.ts';

/** `src/storage/schema.ts` for PostgreSQL: the tables as SQL. */
export function renderPostgresSchema(system: SystemPlan): SourceFile {
  const file = new SourceFile(schemaFile);
  const plans = [...system.entities.values()];
  const tables = [
    ...plans.map(renderTable),
    ...plans.flatMap((plan) => foreignKeys(plan, system)).map((line) => `  ${line}`),
  ].join('\n\n');
  file.imports.type('pg', 'Pool');
  file.add(`
/** Changes whenever the tables do. */
const VERSION = ${numberCode(versionOf(tables))};

const TABLES = \`
${tables}
\`;`);
  return file.add(`
/** Prepares a new database. Throws when the database has other tables than these. */
export async function prepareSchema(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    // One process at a time.
    await client.query("SELECT pg_advisory_xact_lock(hashtext(current_schema()))");
    await client.query('CREATE TABLE IF NOT EXISTS schema_version (version bigint NOT NULL)');
    const [row] = (await client.query('SELECT version FROM schema_version')).rows;
    if (row === undefined) {
      await client.query(TABLES);
      await client.query('INSERT INTO schema_version VALUES ($1)', [VERSION]);
    } else if (row.version !== VERSION) {
      throw new Error(\`The database has schema version \${row.version}, but this system needs \${VERSION}.\`);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}`);
}

function renderTable({ entity, sqlTable }: EntityPlan): string {
  const columns = [...entity.fields.map(renderColumn), 'row_order bigint GENERATED ALWAYS AS IDENTITY'];
  const indexes = [...uniqueIndexes(entity, sqlTable), ...plainIndexes(entity, sqlTable)];
  return [
    `  CREATE TABLE "${sqlTable}" (\n${columns.map((column) => `    ${column}`).join(',\n')}\n  );`,
    ...indexes.map((line) => `  ${line}`),
  ].join('\n');
}

function renderColumn({ name, type, isOptional, managed }: Field): string {
  if (managed === 'id') return `"${name}" text COLLATE "C" PRIMARY KEY`;
  return `"${name}" ${sqlType(type)}${isOptional ? '' : ' NOT NULL'}`;
}

function sqlType({ kind }: FieldType): string {
  switch (kind) {
    case 'integer':
      return 'bigint';
    case 'boolean':
      return 'boolean';
    case 'number':
    case 'money':
      return 'double precision';
    case 'list':
    case 'object':
    case 'json':
      return 'json';
    default:
      return 'text COLLATE "C"';
  }
}

/** Checked at the end of a transaction; they come last, because tables may refer to each other. */
function foreignKeys({ entity, sqlTable }: EntityPlan, system: SystemPlan): string[] {
  return entity.fields.flatMap(({ name, type }) => {
    if (type.kind !== 'reference') return [];
    const target = system.entity(type.entity).sqlTable;
    return `ALTER TABLE "${sqlTable}" ADD FOREIGN KEY ("${name}") REFERENCES "${target}" ("id") DEFERRABLE INITIALLY DEFERRED;`;
  });
}

function uniqueIndexes(entity: Entity, table: string): string[] {
  return uniqueKeysOf(entity).map(({ fields, ignoreCase }) => {
    const columns = fields.map((field) =>
      ignoreCase ? `lower("${field}" COLLATE "und-x-icu")` : `"${field}"`,
    );
    return `CREATE UNIQUE INDEX "${table}_${fields.join('_')}" ON "${table}" (${columns.join(', ')});`;
  });
}
