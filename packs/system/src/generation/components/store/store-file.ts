import { lines, paragraphs } from '../../code/blocks.ts';
import { docComment } from '../../code/comment.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { StoreComponent, SystemPlan } from '../../plan/system-plan.ts';
import { problemFile } from '../domain/refusal.ts';
import { clockFile } from '../root/clock-file.ts';
import { configFile } from '../root/config-file.ts';
import { eventsFile } from './events-file.ts';
import { databaseFile } from './storage-files.ts';
import { tablesFile } from './tables-file.ts';

export const storeFile = 'src/components/store.ts';

/** `src/components/store.ts`. */
export function renderStoreFile(
  component: StoreComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const file = new SourceFile(storeFile);
  const isSqlite = system.model.storage.kind === 'sqlite';
  file.imports.value('@millwright/harness', 'HarnessComponent');
  file.imports.value(problemFile, 'Problem');
  file.imports.type(tablesFile, 'Tables');
  file.imports.value(databaseFile, 'Database');
  file.imports.type(clockFile, 'Clock');
  if (usage.hasConfig) file.imports.type(configFile, 'Settings');

  if (usage.hasEvents) {
    file.imports.type('@millwright/harness', 'ComponentContext');
    file.imports.type('@millwright/harness', 'Log');
    file.imports.type(eventsFile, 'DomainEvent');
  }
  file.add(`
/** Work on the tables that succeeds or fails as a whole. */
export type Transaction = (tables: Tables) => unknown;`);
  file.add(`
/** Keeps the data. Transactions run one at a time, in the order they arrive. */
export class Store extends HarnessComponent {
${paragraphs(
  fields(isSqlite, usage),
  `  readonly transactions = this.replies<Transaction, unknown>(
    'transactions',
    (transaction) => this.#database.transaction(transaction),
    { type: 'Transaction', expected: [Problem] },
  );`,
  constructor(component, isSqlite, usage),
  setup(isSqlite, usage),
  isSqlite &&
    `  override cleanup(): void {
    this.#database?.close();
  }`,
  usage.hasEvents && publish,
)}
}`);
  return file;
}

function fields(isSqlite: boolean, { hasEvents, hasConfig }: StorageUsage): string {
  const held = lines(
    isSqlite && '  readonly #file: string;',
    isSqlite && '  readonly #clock: Clock;',
    isSqlite && hasConfig && '  readonly #settings: Settings;',
    hasEvents && '  #log: Log | undefined;',
  );
  if (!isSqlite) return lines(held, '  readonly #database: Database;');
  return lines(
    held,
    `${docComment('Open from setup to cleanup, which is as long as transactions arrive.', '  ')}  #database!: Database;`,
  );
}

function constructor(
  { name }: StoreComponent,
  isSqlite: boolean,
  { hasEvents, hasConfig }: StorageUsage,
): string {
  const parameters = `clock: Clock${hasConfig ? ', settings: Settings' : ''}`;
  if (!isSqlite) {
    const given = ['clock', ...(hasConfig ? ['settings'] : []), ...(hasEvents ? [publisher] : [])];
    return `  constructor(${parameters}) {
    super(${literal(name)});
    this.#database = new Database(${given.join(', ')});
  }`;
  }
  return `  /** @param file Path of the SQLite file; \`:memory:\` keeps nothing. */
  constructor(file: string, ${parameters}) {
    super(${literal(name)});
    this.#file = file;
    this.#clock = clock;${hasConfig ? '\n    this.#settings = settings;' : ''}
  }`;
}

const publisher = '(event) => this.#publish(event)';

function setup(isSqlite: boolean, { hasEvents, hasConfig }: StorageUsage): string {
  if (!isSqlite && !hasEvents) return '';
  const given = [
    'this.#file',
    'this.#clock',
    ...(hasConfig ? ['this.#settings'] : []),
    ...(hasEvents ? [publisher] : []),
  ];
  return `  override setup(${hasEvents ? '{ log }: ComponentContext' : ''}): void {
${lines(
  hasEvents && '    this.#log = log;',
  isSqlite && `    this.#database = new Database(${given.join(', ')});`,
)}
  }`;
}

const publish = `  #publish({ event, ...facts }: DomainEvent): void {
    this.#log?.info('Event', { event, ...facts });
  }`;
