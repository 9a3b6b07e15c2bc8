import { lines, paragraphs } from '../../code/blocks.ts';
import { docComment } from '../../code/comment.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { StoreComponent, SystemPlan } from '../../plan/system-plan.ts';
import { problemFile } from '../domain/refusal.ts';
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
  constructor(component, isSqlite),
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

function fields(isSqlite: boolean, { hasEvents }: StorageUsage): string {
  const publisher = hasEvents ? '(event) => this.#publish(event)' : '';
  if (!isSqlite) {
    return lines(
      hasEvents && '  #log: Log | undefined;',
      `  readonly #database = new Database(${publisher});`,
    );
  }
  return lines(
    '  readonly #file: string;',
    hasEvents && '  #log: Log | undefined;',
    `${docComment('Open from setup to cleanup, which is as long as transactions arrive.', '  ')}  #database!: Database;`,
  );
}

function constructor({ name }: StoreComponent, isSqlite: boolean): string {
  if (!isSqlite) return `  constructor() {\n    super(${literal(name)});\n  }`;
  return `  /** @param file Path of the SQLite file; \`:memory:\` keeps nothing. */
  constructor(file: string) {
    super(${literal(name)});
    this.#file = file;
  }`;
}

function setup(isSqlite: boolean, { hasEvents }: StorageUsage): string {
  if (!isSqlite && !hasEvents) return '';
  return `  override setup(${hasEvents ? '{ log }: ComponentContext' : ''}): void {
${lines(
  hasEvents && '    this.#log = log;',
  isSqlite &&
    `    this.#database = new Database(this.#file${hasEvents ? ', (event) => this.#publish(event)' : ''});`,
)}
  }`;
}

const publish = `  #publish({ event, ...facts }: DomainEvent): void {
    this.#log?.info('Event', { event, ...facts });
  }`;
