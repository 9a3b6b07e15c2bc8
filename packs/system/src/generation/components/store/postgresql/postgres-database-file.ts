import { literal } from '../../../code/literal.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { clockFile } from '../../root/clock-file.ts';
import { configFile } from '../../root/config-file.ts';
import { eventsFile } from '../events-file.ts';
import {
  databaseFile,
  migrateFile,
  poolFile,
  postgresTableFile,
  schemaFile,
  serializableFile,
  sessionFile,
} from '../storage-files.ts';
import { addTables } from '../sql-tables.ts';
import { afterTransaction, importEventWork, listenersOf } from '../table-creation.ts';
import { tablesFile } from '../tables-file.ts';
import { isJson, type PostgresUsage } from './postgres-usage.ts';

/** `src/storage/database.ts` of a system that keeps its data in PostgreSQL. */
export function renderPostgresDatabase(
  system: SystemPlan,
  usage: StorageUsage,
  postgres: PostgresUsage,
): SourceFile {
  const file = new SourceFile(databaseFile);
  file.imports.type('pg', 'Pool');
  file.imports.type(tablesFile, 'Tables');
  file.imports.value(poolFile, 'openPool');
  file.imports.value(migrateFile, 'migrate');
  file.imports.value(schemaFile, 'SCHEMA');
  file.imports.value(serializableFile, 'serializable');
  file.imports.type(sessionFile, 'DatabaseSession');
  file.imports.type(clockFile, 'Clock');
  if (usage.hasConfig) file.imports.type(configFile, 'Settings');
  file.imports.value(postgresTableFile, 'PostgresTable');
  file.add(renderClass(usage, file));
  importEventWork(usage, file);
  const { hasJson, hasUniqueKeys } = postgres;
  addTables(file, system, usage, {
    className: 'PostgresTable',
    handle: { name: 'session', type: 'DatabaseSession' },
    hasUniqueKeys,
    columns: ({ entity }) => {
      const json = entity.fields.filter(isJson).map(({ name }) => name);
      return hasJson && `      json: ${literal(json)},`;
    },
  });
  return file;
}

function renderClass(usage: StorageUsage, file: SourceFile): string {
  const { hasEvents, hasSignals } = usage;
  const isTold = hasEvents || hasSignals;
  const held = heldMembers(usage);
  if (hasEvents) file.imports.type(eventsFile, 'DomainEvent');
  const parameters = held.map(({ name, type }) => `${name}: ${type}`).join(', ');
  const names = held.map(({ name }) => name);
  const tables = `createTables(session${usage.hasConfig ? ', this.#settings' : ''})`;
  return `
/**
 * Keeps everything in a PostgreSQL database. Transactions are serializable: what one of them required still holds when it
 * writes, however many run at the same time, in this process and in others.
 */
export class Database {
${held.map(({ name, type }) => `  readonly #${name}: ${type};`).join('\n')}

  private constructor(${parameters}) {
${held.map(({ name }) => `    this.#${name} = ${name};`).join('\n')}
  }

  /** Waits for the server and prepares the tables.${hasEvents ? ' `publish` is told each event once its transaction has been stored.' : ''} */
  static async open(url: string, ${parameters.replace('pool: Pool, ', '')}): Promise<Database> {
    const pool = await openPool(url);
    try {
      await migrate(url, SCHEMA, new Date(clock.now()).toISOString());
    } catch (error) {
      await pool.end();
      throw error;
    }
    return new Database(${names.join(', ')});
  }

  /** Runs the function, again when it collided with another transaction; when it throws, nothing it wrote remains. */
  ${isTold ? 'async ' : ''}transaction<Result>(run: (tables: Tables) => Result): Promise<Awaited<Result>> {
${
  isTold
    ? `    const { result, told } = await serializable(this.#pool, this.#clock, async (session) => ({
      result: await run(${tables}),
      told: session,
    }));
${afterTransaction(usage, 'told')}
    return result;`
    : `    return serializable(this.#pool, this.#clock, (session) => run(${tables}));`
}
  }

  /** Throws when the database does not answer. */
  async ping(): Promise<void> {
    await this.#pool.query('SELECT 1');
  }

  async close(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end();
  }
}`;
}

function heldMembers(usage: StorageUsage): readonly { name: string; type: string }[] {
  return [
    { name: 'pool', type: 'Pool' },
    { name: 'clock', type: 'Clock' },
    ...(usage.hasConfig ? [{ name: 'settings', type: 'Settings' }] : []),
    ...listenersOf(usage),
  ];
}
