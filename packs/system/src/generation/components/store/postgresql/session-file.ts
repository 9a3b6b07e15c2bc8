import { lines } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import { clockFile } from '../../root/clock-file.ts';
import { eventsFile } from '../events-file.ts';
import { signalMembers } from '../signal-code.ts';
import { sessionFile } from '../storage-files.ts';

/** `src/storage/session.ts`. */
export function renderSession({ hasEvents, hasSignals }: StorageUsage): SourceFile {
  const file = new SourceFile(sessionFile);
  file.imports.type('pg', 'PoolClient');
  file.imports.type('pg', 'QueryResultRow');
  file.imports.type(clockFile, 'Clock');
  if (hasEvents) file.imports.type(eventsFile, 'DomainEvent');
  file.add('const MAX_STATEMENTS = 500;');
  file.add(`
/** Names of statements, by which each connection remembers those it has prepared. */
const statementNames = new Map<string, string>();

let latest = '';`);
  file.add(`
/** The transaction under way on one connection. */
export class DatabaseSession {
${lines(
  '  /** The instant of the transaction. Within a process it never runs backwards. */',
  '  readonly now: string;',
  hasEvents && '  readonly events: DomainEvent[] = [];',
  hasSignals && '  #isSignalled = false;',
  '  readonly #client: PoolClient;',
)}

  constructor(client: PoolClient, clock: Clock) {
    this.#client = client;
    this.now = nextInstant(clock);
  }
${
  hasSignals
    ? `
${signalMembers}
`
    : ''
}${
  hasEvents
    ? `
  announce(event: DomainEvent): void {
    this.events.push(event);
  }
`
    : ''
}
  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const name = statementName(text);
    const query = { text, values: [...values], ...(name === undefined ? {} : { name }) };
    return (await this.#client.query<Row>(query)).rows;
  }
}
`);
  return file.add(shared);
}

const shared = `
function nextInstant(clock: Clock): string {
  const now = new Date(clock.now()).toISOString();
  if (now > latest) latest = now;
  return latest;
}

/** Undefined for what comes after so many others that it may never come again. */
function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || statementNames.size >= MAX_STATEMENTS) return known;
  const name = \`statement\${statementNames.size}\`;
  statementNames.set(text, name);
  return name;
}`;
