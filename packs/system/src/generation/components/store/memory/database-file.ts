import { lines } from '../../../code/blocks.ts';
import { literal } from '../../../code/literal.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { clockFile } from '../../root/clock-file.ts';
import { configFile } from '../../root/config-file.ts';
import { eventsFile } from '../events-file.ts';
import { databaseFile, journalFile, memoryTableFile } from '../storage-files.ts';
import { transactionMembers } from '../table-creation.ts';
import { tablesFile } from '../tables-file.ts';
import { type UniqueKey, uniqueKeysOf } from '../unique-keys.ts';

/** `src/storage/database.ts` of a system that keeps everything in memory. */
export function renderMemoryDatabase(system: SystemPlan, usage: StorageUsage): SourceFile {
  const { hasEvents, hasConfig } = usage;
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
      ${hasEvents ? 'const result = run(this.#tables);' : 'return run(this.#tables);'}
${hasEvents ? published : ''}    } catch (error) {
      this.#journal.rollBack();
      throw error;
    }
  }
}`);
  const tables = [...system.entities.values()].map(({ entity, table, type, file: entityFile }) => {
    const keys = uniqueKeysOf(entity).map(keyLiteral).join(', ');
    const list = keys === '' ? '' : `, [${keys}]`;
    return `    ${table}: new MemoryTable<${file.imports.type(entityFile, type)}>(journal${list}),`;
  });
  file.add(`
function createTables(journal: Journal${hasConfig ? ', settings: Settings' : ''}): Tables {
  return {
${lines(transactionMembers(usage, 'journal'), ...tables)}
  };
}`);
  return file;
}

function memoryHead({ hasEvents, hasConfig }: StorageUsage): string {
  const parameters = [
    'clock: Clock',
    ...(hasConfig ? ['settings: Settings'] : []),
    ...(hasEvents ? ['publish: (event: DomainEvent) => void'] : []),
  ];
  return `  readonly #journal: Journal;
  readonly #tables: Tables;
${lines(
  hasEvents && '  readonly #publish: (event: DomainEvent) => void;\n',
  hasEvents && '  /** @param publish Is told each event once its transaction has succeeded. */',
)}
  constructor(${parameters.join(', ')}) {
    this.#journal = new Journal(clock);
    this.#tables = createTables(this.#journal${hasConfig ? ', settings' : ''});
${lines(hasEvents && '    this.#publish = publish;')}
  }`;
}

const published = `      for (const event of this.#journal.events) this.#publish(event);
      return result;
`;

export function keyLiteral({ fields, ignoreCase }: UniqueKey): string {
  return `{ fields: ${literal(fields)}${ignoreCase ? ', ignoreCase: true' : ''} }`;
}
