import { lines } from '../../code/blocks.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import { keptEventsFile } from '../feeds/feed-files.ts';
import { flowStartsFile, recordChangesFile } from '../flows/flow-files.ts';
import { changeFunction } from '../flows/record-changes-file.ts';
import { watchedTableFile } from './watched-table-file.ts';
import type { Asynchrony } from '../../plan/asynchrony.ts';
import type { KeptTable } from './living/living-table.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';

/** The members of `Tables` that are no tables. `owner` is the variable that knows the clock and collects the events. */
export function transactionMembers(usage: StorageUsage, owner: string, asynchrony: Asynchrony): string {
  return lines(
    usage.hasNow && `    get now() {\n      return ${owner}.now;\n    },`,
    usage.hasToday && `    get today() {\n      return ${owner}.now.slice(0, 10);\n    },`,
    usage.hasConfig && '    config: settings,',
    usage.hasSignals && `    signal: () => ${owner}.signal(),`,
    usage.hasEvents && emitMember(usage, owner, asynchrony),
  );
}

function emitMember(
  { hasFlowStarts, hasFeeds }: StorageUsage,
  owner: string,
  { async, await: wait }: Asynchrony,
): string {
  if (!hasFlowStarts && !hasFeeds) return `    emit: (event) => ${owner}.announce(event),`;
  return `    ${async}emit(event) {
${lines(
  `      ${owner}.announce(event);`,
  hasFeeds && `      ${wait}keepEvent(tables, event);`,
  hasFlowStarts && `      ${wait}startFlows(tables, event);`,
)}
    },`;
}

/** The function that makes all tables, which may need to know each other. */
export function createTablesFunction(signature: string, members: string, kept: readonly KeptTable[]): string {
  const before = kept.map(({ variable, code }) => `  const ${variable} = ${code};\n`).join('');
  const inner = kept.map(({ variable, table }) => `${table}: ${variable}`).join(', ');
  const all = kept.length === 0 ? members : `${members}\n    kept: { ${inner} },`;
  if (!/\btables\b/.test(before + all)) return `${signature} {\n${before}  return {\n${all}\n  };\n}`;
  return `${signature} {\n${before}  const tables: Tables = {\n${all}\n  };\n  return tables;\n}`;
}

/** What follows a transaction that has succeeded. */
export function afterTransaction({ hasEvents, hasSignals }: StorageUsage, owner: string): string {
  return lines(
    hasEvents && `for (const event of ${owner}.events) this.#publish(event);`,
    hasSignals && `if (${owner}.isSignalled) this.#wake();`,
  );
}

export interface Listener {
  readonly name: string;
  readonly type: string;
  readonly about: string;
}

/** Functions that a database calls once a transaction has succeeded: the last of its parameters. */
export function listenersOf({ hasEvents, hasSignals }: StorageUsage): readonly Listener[] {
  return [
    ...(hasEvents
      ? [
          {
            name: 'publish',
            type: '(event: DomainEvent) => void',
            about: 'Is told each event once its transaction has been stored.',
          },
        ]
      : []),
    ...(hasSignals
      ? [
          {
            name: 'wake',
            type: '() => void',
            about: 'Is called when a transaction has left something to do.',
          },
        ]
      : []),
  ];
}

/** What the listeners of a database are for. */
export function listenerComment(listeners: readonly Listener[]): string {
  const notes = listeners.map(({ name, about }) => `@param ${name} ${about}`);
  if (notes.length === 0) return '';
  return notes.length === 1
    ? `  /** ${notes[0]} */\n`
    : `  /**\n${notes.map((note) => `   * ${note}`).join('\n')}\n   */\n`;
}

/** The function that announces the changes of an entity's records, imported with the table that calls it. */
export function watch(plan: EntityPlan, file: SourceFile): string {
  file.imports.value(watchedTableFile, 'WatchedTable');
  return file.imports.value(recordChangesFile, changeFunction(plan));
}

/** Imports what announcing an event does besides. */
export function importEventWork({ hasFlowStarts, hasFeeds }: StorageUsage, file: SourceFile): void {
  if (hasFlowStarts) file.imports.value(flowStartsFile, 'startFlows');
  if (hasFeeds) file.imports.value(keptEventsFile, 'keepEvent');
}
