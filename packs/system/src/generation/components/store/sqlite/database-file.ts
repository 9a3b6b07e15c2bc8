import type { Field } from '../../../../model/field.ts';
import { lines } from '../../../code/blocks.ts';
import { literal, propertyKey } from '../../../code/literal.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { EntityPlan } from '../../../plan/entity-plan.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { changesByEntity } from '../../../plan/flow-plan.ts';
import { clockFile } from '../../root/clock-file.ts';
import { configFile } from '../../root/config-file.ts';
import { enumOrders } from '../enum-orders.ts';
import { eventsFile } from '../events-file.ts';
import { connectionFile, databaseFile, sqliteTableFile } from '../storage-files.ts';
import {
  afterTransaction,
  createTablesFunction,
  importEventWork,
  listenerComment,
  listenersOf,
  transactionMembers,
  watch,
} from '../table-creation.ts';
import { tableCode } from '../watched-table-file.ts';
import { type KeptTable, livingTable } from '../living/living-table.ts';
import { tablesFile } from '../tables-file.ts';
import { type UniqueKey, storedKeysOf } from '../unique-keys.ts';

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
  if (usage.hasEvents) file.imports.type(eventsFile, 'DomainEvent');
  importEventWork(usage, file);
  file.add(renderClass(usage));
  const kept: KeptTable[] = [];
  const watched = changesByEntity(system);
  const tables = [...system.entities.values()].map((plan) =>
    renderTable(plan, sqlite, file, watched.has(plan) ? watch(plan, file) : undefined, {
      file,
      usage,
      kept,
    }),
  );
  const members = lines(transactionMembers(usage, 'connection', system.asynchrony), ...tables);
  const settings = usage.hasConfig ? ', settings: Settings' : '';
  file.add(
    createTablesFunction(`function createTables(connection: Connection${settings}): Tables`, members, kept),
  );
  return file;
}

function renderClass(usage: StorageUsage): string {
  const { hasConfig } = usage;
  const listeners = listenersOf(usage);
  const after = afterTransaction(usage, 'this.#connection');
  const parameters = [
    'path: string',
    'clock: Clock',
    ...(hasConfig ? ['settings: Settings'] : []),
    ...listeners.map(({ name, type }) => `${name}: ${type}`),
  ];
  return `
/** Keeps everything in one SQLite file. A transaction is one synchronous call, so that no two ever overlap. */
export class Database {
${lines(
  '  readonly #connection: Connection;',
  '  readonly #tables: Tables;',
  ...listeners.map(({ name, type }) => `  readonly #${name}: ${type};`),
)}

${listenerComment(listeners)}  constructor(${parameters.join(', ')}) {
    this.#connection = new Connection(path, clock);
    this.#tables = createTables(this.#connection${hasConfig ? ', settings' : ''});
${lines(...listeners.map(({ name }) => `    this.#${name} = ${name};`))}
  }

  /** Runs the function and returns its result; when it throws, nothing it wrote remains. */
  transaction<Result>(run: (tables: Tables) => Result): Result {
${after === '' ? '    return this.#connection.transaction(() => run(this.#tables));' : `    const result = this.#connection.transaction(() => run(this.#tables));\n${after}\n    return result;`}
  }

  close(): void {
    this.#connection.close();
  }
}`;
}

function renderTable(
  plan: EntityPlan,
  usage: SqliteUsage,
  file: SourceFile,
  tell: string | undefined,
  living: Parameters<typeof livingTable>[3],
): string {
  const { entity, type, table, sqlTable, file: entityFile } = plan;
  const kinds = entity.fields.flatMap((field) => {
    const kind = columnKind(field);
    return kind === undefined ? [] : [`${propertyKey(field.name)}: ${literal(kind)}`];
  });
  const keys = storedKeysOf(entity).map((key) => keyLiteral(key));
  const orders = enumOrders(plan, living.usage, file);
  const layout = `{
${lines(
  `      name: ${literal(sqlTable)},`,
  `      columns: ${literal(entity.fields.map(({ name }) => name))},`,
  usage.hasKinds && `      kinds: {${kinds.length === 0 ? '' : ` ${kinds.join(', ')} `}},`,
  usage.hasUniqueKeys && `      unique: [${keys.join(', ')}],`,
  orders !== '' && `      orders: ${orders},`,
)}
    }`;
  const code = {
    name: 'SqliteTable',
    row: file.imports.type(entityFile, type),
    parameters: `connection, ${layout}`,
  };
  return `    ${table}: ${livingTable(plan, tableCode(code, tell, entity), 'connection', living)},`;
}

/** How the values of a column are kept where that is not as they are. */
export function columnKind({ type }: Field): 'boolean' | 'json' | undefined {
  if (type.kind === 'boolean') return 'boolean';
  return type.kind === 'list' || type.kind === 'object' || type.kind === 'json' ? 'json' : undefined;
}

function keyLiteral({ fields, ignoreCase }: UniqueKey): string {
  return `{ fields: ${literal(fields)}${ignoreCase ? ', ignoreCase: true' : ''} }`;
}
