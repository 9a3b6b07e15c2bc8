import type { Field } from '../../../../model/field.ts';
import { lines } from '../../../code/blocks.ts';
import { literal, propertyKey } from '../../../code/literal.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { EntityPlan } from '../../../plan/entity-plan.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { clockFile } from '../../root/clock-file.ts';
import { configFile } from '../../root/config-file.ts';
import { eventsFile } from '../events-file.ts';
import { connectionFile, databaseFile, sqliteTableFile } from '../storage-files.ts';
import { transactionMembers } from '../table-creation.ts';
import { tablesFile } from '../tables-file.ts';
import { type UniqueKey, uniqueKeysOf } from '../unique-keys.ts';

export interface SqliteUsage {
  /** Some values are not kept as they are. */
  readonly hasKinds: boolean;
  readonly hasUniqueKeys: boolean;
  readonly ignoresCase: boolean;
}

/** `src/storage/database.ts` of a system that keeps its data in an SQLite file. */
export function renderSqliteDatabase(
  system: SystemPlan,
  usage: StorageUsage,
  sqlite: SqliteUsage,
): SourceFile {
  const file = new SourceFile(databaseFile);
  file.imports.type(tablesFile, 'Tables');
  file.imports.value(connectionFile, 'Connection');
  file.imports.value(sqliteTableFile, 'SqliteTable');
  file.imports.type(clockFile, 'Clock');
  if (usage.hasConfig) file.imports.type(configFile, 'Settings');
  file.add(renderClass(usage, file));
  const tables = [...system.entities.values()].map((plan) => renderTable(plan, sqlite, file));
  file.add(`
function createTables(connection: Connection${usage.hasConfig ? ', settings: Settings' : ''}): Tables {
  return {
${lines(transactionMembers(usage, 'connection'), ...tables)}
  };
}`);
  return file;
}

function renderClass({ hasEvents, hasConfig }: StorageUsage, file: SourceFile): string {
  const settings = hasConfig ? ', settings: Settings' : '';
  const argument = hasConfig ? ', settings' : '';
  if (!hasEvents) {
    return `
/** Keeps everything in one SQLite file. A transaction is one synchronous call, so that no two ever overlap. */
export class Database {
  readonly #connection: Connection;
  readonly #tables: Tables;

  constructor(path: string, clock: Clock${settings}) {
    this.#connection = new Connection(path, clock);
    this.#tables = createTables(this.#connection${argument});
  }

  /** Runs the function and returns its result; when it throws, nothing it wrote remains. */
  transaction<Result>(run: (tables: Tables) => Result): Result {
    return this.#connection.transaction(() => run(this.#tables));
  }

  close(): void {
    this.#connection.close();
  }
}`;
  }
  file.imports.type(eventsFile, 'DomainEvent');
  return `
/** Keeps everything in one SQLite file. A transaction is one synchronous call, so that no two ever overlap. */
export class Database {
  readonly #connection: Connection;
  readonly #tables: Tables;
  readonly #publish: (event: DomainEvent) => void;

  /** @param publish Is told each event once its transaction has been stored. */
  constructor(path: string, clock: Clock${settings}, publish: (event: DomainEvent) => void) {
    this.#connection = new Connection(path, clock);
    this.#tables = createTables(this.#connection${argument});
    this.#publish = publish;
  }

  /** Runs the function and returns its result; when it throws, nothing it wrote remains. */
  transaction<Result>(run: (tables: Tables) => Result): Result {
    const result = this.#connection.transaction(() => run(this.#tables));
    for (const event of this.#connection.events) this.#publish(event);
    return result;
  }

  close(): void {
    this.#connection.close();
  }
}`;
}

function renderTable(
  { entity, type, table, sqlTable, file: entityFile }: EntityPlan,
  usage: SqliteUsage,
  file: SourceFile,
): string {
  const kinds = entity.fields.flatMap((field) => {
    const kind = columnKind(field);
    return kind === undefined ? [] : [`${propertyKey(field.name)}: ${literal(kind)}`];
  });
  const keys = uniqueKeysOf(entity).map((key) => keyLiteral(key));
  return `    ${table}: new SqliteTable<${file.imports.type(entityFile, type)}>(connection, {
${lines(
  `      name: ${literal(sqlTable)},`,
  `      columns: ${literal(entity.fields.map(({ name }) => name))},`,
  usage.hasKinds && `      kinds: {${kinds.length === 0 ? '' : ` ${kinds.join(', ')} `}},`,
  usage.hasUniqueKeys && `      unique: [${keys.join(', ')}],`,
)}
    }),`;
}

/** How the values of a column are kept where that is not as they are. */
export function columnKind({ type }: Field): 'boolean' | 'json' | undefined {
  if (type.kind === 'boolean') return 'boolean';
  return type.kind === 'list' || type.kind === 'object' || type.kind === 'json' ? 'json' : undefined;
}

function keyLiteral({ fields, ignoreCase }: UniqueKey): string {
  return `{ fields: ${literal(fields)}${ignoreCase ? ', ignoreCase: true' : ''} }`;
}
