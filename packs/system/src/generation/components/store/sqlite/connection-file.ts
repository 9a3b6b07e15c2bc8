import { paragraphs } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import { signalMembers } from '../signal-code.ts';
import { clockFile } from '../../root/clock-file.ts';
import { eventsFile } from '../events-file.ts';
import { connectionFile, migrateFile, schemaFile } from '../storage-files.ts';

/** `src/storage/connection.ts`. */
export function renderConnection({ hasEvents, hasSignals }: StorageUsage): SourceFile {
  const file = new SourceFile(connectionFile);
  file.imports.value('node:fs', 'mkdirSync');
  file.imports.value('node:path', 'dirname');
  file.imports.value('node:sqlite', 'DatabaseSync');
  file.imports.type('node:sqlite', 'StatementSync');
  file.imports.value(migrateFile, 'migrate');
  file.imports.value(schemaFile, 'SCHEMA');
  file.imports.type(clockFile, 'Clock');
  if (hasEvents) file.imports.type(eventsFile, 'DomainEvent');
  file.add('const MAX_STATEMENTS = 500;');
  file.add(`
/** The open data file, its prepared statements, and the transaction under way. */
export class Connection {
${paragraphs(
  `  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #statements = new Map<string, StatementSync>();
  #now = '';${hasEvents ? '\n  #events: DomainEvent[] = [];' : ''}${hasSignals ? '\n  #isSignalled = false;' : ''}`,
  `  /** Opens the file, or creates it where it is missing; \`:memory:\` keeps nothing. */
  constructor(path: string, clock: Clock) {
    this.#clock = clock;
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path, { timeout: 5_000 });
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    this.#database.function('fold', { deterministic: true }, fold);
    migrate(this.#database, path, SCHEMA, new Date(clock.now()).toISOString());
  }`,
  `  /** The instant of the transaction. It never runs backwards, so that rows are stored in order of creation. */
  get now(): string {
    return this.#now;
  }`,
  hasEvents && events,
  hasSignals && signalMembers,
  prepare,
  `  /** Runs the function and returns its result; when it throws, nothing it wrote remains. */
  transaction<Result>(run: () => Result): Result {
    const now = new Date(this.#clock.now()).toISOString();
    if (now > this.#now) this.#now = now;${hasEvents ? '\n    this.#events = [];' : ''}${hasSignals ? '\n    this.#isSignalled = false;' : ''}
    this.prepare('BEGIN IMMEDIATE').run();
    try {
      const result = run();
      this.prepare('COMMIT').run();
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.prepare('ROLLBACK').run();
      throw error;
    }
  }`,
  `  close(): void {
    this.#statements.clear();
    this.#database.close();
  }`,
)}
}`);
  return file.add(fold);
}

const events = `  get events(): readonly DomainEvent[] {
    return this.#events;
  }

  announce(event: DomainEvent): void {
    this.#events.push(event);
  }`;

const prepare = `  /** Keeps the statements it has prepared, because the same few come again and again. */
  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }`;

const fold = `
/** Brings capital and small letters together, in every alphabet. */
function fold(value: unknown): string | null {
  return typeof value === 'string' ? value.toLowerCase() : null;
}`;
