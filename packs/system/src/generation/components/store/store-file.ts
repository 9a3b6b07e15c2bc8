import { lines, paragraphs } from '../../code/blocks.ts';
import { docComment } from '../../code/comment.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { StoreComponent, SystemPlan } from '../../plan/system-plan.ts';
import { expectedErrors } from '../access/expected-errors.ts';
import { seedFile } from '../access/access-files.ts';
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
  const { kind } = system.model.storage;
  addImports(file, kind, usage);
  const isSeeded = (system.model.seed ?? []).length > 0;
  if (isSeeded) {
    file.imports.type('@millwright/harness', 'ComponentContext');
    file.imports.type(seedFile, 'Seeding');
  }
  file.add(`
/** Work on the tables that succeeds or fails as a whole. */
export type Transaction = (tables: Tables) => unknown;`);
  file.add(`
/** ${kind === 'postgresql' ? 'Keeps the data in a PostgreSQL database.' : 'Keeps the data. Transactions run one at a time, in the order they arrive.'} */
export class Store extends HarnessComponent {
${paragraphs(
  fields(kind, usage, isSeeded),
  `  readonly transactions = this.replies<Transaction, unknown>(
    'transactions',
    (transaction) => this.#database.transaction(transaction),
    { type: 'Transaction', expected: [${expectedErrors(system, file)}] },
  );`,
  usage.hasSignals && changes,
  constructor(component, kind, usage, isSeeded),
  setup(kind, usage, isSeeded),
  kind === 'postgresql' && watch,
  cleanups[kind],
  usage.hasEvents && publish,
)}
}`);
  return file;
}

type StorageKind = SystemPlan['model']['storage']['kind'];

/** Where a store that is opened finds its data. */
const places = {
  sqlite: { name: 'file', description: 'Path of the SQLite file; `:memory:` keeps nothing.' },
  postgresql: { name: 'url', description: 'Where the database is.' },
} as const;

function fields(
  kind: StorageKind,
  { hasEvents, hasConfig, hasSignals }: StorageUsage,
  isSeeded: boolean,
): string {
  const log = lines(
    isSeeded && '  readonly #seed: Seeding;',
    hasSignals && '  readonly #changes = new ChangeCounter();',
    hasEvents && '  #log: Log | undefined;',
  );
  if (kind === 'memory') return lines(log, '  readonly #database: Database;');
  return lines(
    `  readonly #${places[kind].name}: string;`,
    '  readonly #clock: Clock;',
    hasConfig && '  readonly #settings: Settings;',
    log,
    `${docComment('Open from setup to cleanup, which is as long as transactions arrive.', '  ')}  #database!: Database;`,
  );
}

function constructor(
  { name }: StoreComponent,
  kind: StorageKind,
  usage: StorageUsage,
  isSeeded: boolean,
): string {
  const { hasConfig } = usage;
  const parameters = `clock: Clock${hasConfig ? ', settings: Settings' : ''}${isSeeded ? ', seed: Seeding' : ''}`;
  const seeding = isSeeded ? '\n    this.#seed = seed;' : '';
  if (kind === 'memory') {
    const given = ['clock', ...(hasConfig ? ['settings'] : []), ...listeners(usage)];
    return `  constructor(${parameters}) {
    super(${literal(name)});
    this.#database = new Database(${given.join(', ')});${seeding}
  }`;
  }
  const place = places[kind];
  const options = kind === 'postgresql' ? ', { restart: { maxRestarts: Number.POSITIVE_INFINITY } }' : '';
  return `  /** @param ${place.name} ${place.description} */
  constructor(${place.name}: string, ${parameters}) {
    super(${literal(name)}${options});
    this.#${place.name} = ${place.name};
    this.#clock = clock;${hasConfig ? '\n    this.#settings = settings;' : ''}${seeding}
  }`;
}

/** What the database tells the store. */
function listeners({ hasEvents, hasSignals }: StorageUsage): readonly string[] {
  return [
    ...(hasEvents ? ['(event) => this.#publish(event)'] : []),
    ...(hasSignals ? ['() => this.#changes.increment()'] : []),
  ];
}

function setup(kind: StorageKind, usage: StorageUsage, isSeeded: boolean): string {
  const statements = lines(
    usage.hasEvents && '    this.#log = log;',
    kind !== 'memory' && opening(kind, usage),
    isSeeded && '    await this.#seed((transaction) => this.#database.transaction(transaction), log);',
  );
  if (statements === '') return '';
  const [async, result] = statements.includes('await ') ? ['async ', 'Promise<void>'] : ['', 'void'];
  const context = statements.includes('log') ? '{ log }: ComponentContext' : '';
  return `  override ${async}setup(${context}): ${result} {\n${statements}\n  }`;
}

function opening(kind: keyof typeof places, usage: StorageUsage): string {
  const given = [
    `this.#${places[kind].name}`,
    'this.#clock',
    ...(usage.hasConfig ? ['this.#settings'] : []),
    ...listeners(usage),
  ].join(', ');
  const open = { sqlite: `new Database(${given})`, postgresql: `await Database.open(${given})` };
  return `    this.#database = ${open[kind]};`;
}

const cleanups = {
  memory: false,
  sqlite: `  override cleanup(): void {
    this.#database?.close();
  }`,
  postgresql: `  override async cleanup(): Promise<void> {
    await this.#database?.close();
  }`,
} as const;

const watch = `  /** Looks after the database: while it does not answer, the store begins anew and the system is not ready. */
  override async process({ signal }: ComponentContext): Promise<void> {
    while (!signal.aborted) {
      await this.#database.ping();
      await sleep(WATCH_MS, undefined, { signal }).catch(() => undefined);
    }
  }`;

const changes = `  /** Tells those who ask when a transaction has left something to do. */
  readonly changes = this.replies<WatchChanges, number>(
    'changes',
    ({ seen }, { signal }) => this.#changes.after(seen, signal),
    { type: 'WatchChanges' },
  );`;

const publish = `  #publish({ event, data }: DomainEvent): void {
    this.#log?.info('Event', { event, data });
  }`;

function addImports(file: SourceFile, kind: StorageKind, usage: StorageUsage): void {
  file.imports.value('@millwright/harness', 'HarnessComponent');
  file.imports.value(problemFile, 'Problem');
  file.imports.type(tablesFile, 'Tables');
  file.imports.value(databaseFile, 'Database');
  file.imports.type(clockFile, 'Clock');
  if (usage.hasConfig) file.imports.type(configFile, 'Settings');
  if (usage.hasEvents || kind === 'postgresql') file.imports.type('@millwright/harness', 'ComponentContext');
  if (kind === 'postgresql') {
    file.imports.value('node:timers/promises', 'setTimeout as sleep');
    file.add('const WATCH_MS = 1_000;');
  }
  if (usage.hasSignals) {
    file.imports.value('@millwright/harness', 'ChangeCounter');
    file.imports.type('@millwright/harness', 'WatchChanges');
  }
  if (usage.hasEvents) {
    file.imports.type('@millwright/harness', 'Log');
    file.imports.type(eventsFile, 'DomainEvent');
  }
}
