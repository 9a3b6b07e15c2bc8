import type { Field } from '../../../../model/field.ts';
import { lines } from '../../../code/blocks.ts';
import { literal, propertyKey } from '../../../code/literal.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { clockFile } from '../../root/clock-file.ts';
import { configFile } from '../../root/config-file.ts';
import { eventsFile } from '../events-file.ts';
import { connectionFile, databaseFile, sqliteTableFile } from '../storage-files.ts';
import { addTables } from '../sql-tables.ts';
import { afterTransaction, importEventWork, listenerComment, listenersOf } from '../table-creation.ts';
import { tablesFile } from '../tables-file.ts';

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
  addTables(file, system, usage, {
    className: 'SqliteTable',
    handle: { name: 'connection', type: 'Connection' },
    hasUniqueKeys: sqlite.hasUniqueKeys,
    columns: ({ entity }) => sqlite.hasKinds && renderKinds(entity.fields),
  });
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

function renderKinds(fields: readonly Field[]): string {
  const kinds = fields.flatMap((field) => {
    const kind = columnKind(field);
    return kind === undefined ? [] : [`${propertyKey(field.name)}: ${literal(kind)}`];
  });
  return `      kinds: {${kinds.length === 0 ? '' : ` ${kinds.join(', ')} `}},`;
}

/** How the values of a column are kept where that is not as they are. */
export function columnKind({ type }: Field): 'boolean' | 'json' | undefined {
  if (type.kind === 'boolean') return 'boolean';
  return type.kind === 'list' || type.kind === 'object' || type.kind === 'json' ? 'json' : undefined;
}
