import { lines } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { changesByEntity } from '../../../plan/flow-plan.ts';
import { clockFile } from '../../root/clock-file.ts';
import { configFile } from '../../root/config-file.ts';
import { enumOrders } from '../enum-orders.ts';
import { eventsFile } from '../events-file.ts';
import { databaseFile, journalFile, memoryTableFile } from '../storage-files.ts';
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
import { keyLiteral } from '../key-literal.ts';
import { storedKeysOf } from '../unique-keys.ts';

/** `src/storage/database.ts` of a system that keeps everything in memory. */
export function renderMemoryDatabase(system: SystemPlan, usage: StorageUsage): SourceFile {
  const { hasEvents, hasConfig } = usage;
  const after = afterTransaction(usage, 'this.#journal');
  const file = new SourceFile(databaseFile);
  file.imports.type(tablesFile, 'Tables');
  file.imports.value(journalFile, 'Journal');
  file.imports.value(memoryTableFile, 'MemoryTable');
  file.imports.type(clockFile, 'Clock');
  if (hasConfig) file.imports.type(configFile, 'Settings');
  if (hasEvents) file.imports.type(eventsFile, 'DomainEvent');
  file.add(`
/** Keeps everything in memory. A transaction is one synchronous call, so that no two ever overlap. */
export class Database {
${memoryHead(usage)}

  /** Runs the function and returns its result; when it throws, nothing it wrote remains. */
  transaction<Result>(run: (tables: Tables) => Result): Result {
    this.#journal.begin();
    try {
${after === '' ? '      return run(this.#tables);' : `      const result = run(this.#tables);\n${after}\n      return result;`}
    } catch (error) {
      this.#journal.rollBack();
      throw error;
    }
  }
}`);
  const kept: KeptTable[] = [];
  const isUnique = [...system.entities.values()].some(({ entity }) => storedKeysOf(entity).length > 0);
  const watched = changesByEntity(system);
  const tables = [...system.entities.values()].map((plan) => {
    const { entity, table, type, file: entityFile } = plan;
    const keys = storedKeysOf(entity).map(keyLiteral).join(', ');
    const orders = enumOrders(plan, usage, file);
    const list = keys === '' && (orders === '' || !isUnique) ? '' : `, [${keys}]`;
    const ordered = orders === '' ? '' : `, ${orders}`;
    const tell = watched.has(plan) ? watch(plan, file) : undefined;
    const code = {
      name: 'MemoryTable',
      row: file.imports.type(entityFile, type),
      parameters: `journal${list}${ordered}`,
    };
    return `    ${table}: ${livingTable(plan, tableCode(code, tell, entity), 'journal', { file, usage, kept })},`;
  });
  importEventWork(usage, file);
  const members = lines(transactionMembers(usage, 'journal', system.asynchrony), ...tables);
  const signature = `function createTables(journal: Journal${hasConfig ? ', settings: Settings' : ''}): Tables`;
  file.add(createTablesFunction(signature, members, kept));
  return file;
}

function memoryHead(usage: StorageUsage): string {
  const listeners = listenersOf(usage);
  const parameters = [
    'clock: Clock',
    ...(usage.hasConfig ? ['settings: Settings'] : []),
    ...listeners.map(({ name, type }) => `${name}: ${type}`),
  ];
  return `${lines(
    '  readonly #journal: Journal;',
    '  readonly #tables: Tables;',
    ...listeners.map(({ name, type }) => `  readonly #${name}: ${type};`),
  )}

${listenerComment(listeners)}  constructor(${parameters.join(', ')}) {
    this.#journal = new Journal(clock);
    this.#tables = createTables(this.#journal${usage.hasConfig ? ', settings' : ''});
${lines(...listeners.map(({ name }) => `    this.#${name} = ${name};`))}
  }`;
}
