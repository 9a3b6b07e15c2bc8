import { paragraphs } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import { signalMembers } from '../signal-code.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import { clockFile } from '../../root/clock-file.ts';
import { eventsFile } from '../events-file.ts';
import { journalFile } from '../storage-files.ts';

/** `src/storage/journal.ts`. */
export function renderJournal({ hasEvents, hasSignals }: StorageUsage): SourceFile {
  const file = new SourceFile(journalFile);
  if (hasEvents) file.imports.type(eventsFile, 'DomainEvent');
  file.imports.type(clockFile, 'Clock');
  file.add(`
/** What the transaction under way has changed, and how to take it back. */
export class Journal {
${paragraphs(
  `  readonly #clock: Clock;
  #now = '';
  #undo: (() => void)[] = [];${hasEvents ? '\n  #events: DomainEvent[] = [];' : ''}${hasSignals ? '\n  #isSignalled = false;' : ''}`,
  `  constructor(clock: Clock) {
    this.#clock = clock;
  }`,
  `  /** The instant of the transaction. It never runs backwards, so that rows are stored in order of creation. */
  get now(): string {
    return this.#now;
  }`,
  hasEvents &&
    `  get events(): readonly DomainEvent[] {
    return this.#events;
  }`,
  `  begin(): void {
    const now = new Date(this.#clock.now()).toISOString();
    if (now > this.#now) this.#now = now;
    this.#undo = [];${hasEvents ? '\n    this.#events = [];' : ''}${hasSignals ? '\n    this.#isSignalled = false;' : ''}
  }`,
  hasSignals && signalMembers,
  `  record(undo: () => void): void {
    this.#undo.push(undo);
  }`,
  hasEvents &&
    `  announce(event: DomainEvent): void {
    this.#events.push(event);
  }`,
  `  rollBack(): void {
    for (const undo of this.#undo.toReversed()) undo();
  }`,
)}
}`);
  return file;
}
