import { SourceFile } from '../../code/source-file.ts';
import { literal } from '../../code/literal.ts';
import { feedPlan } from '../../plan/feed-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { eventsFile } from '../store/events-file.ts';
import { tablesFile } from '../store/tables-file.ts';
import { keptEventsFile } from './feed-files.ts';

/** `src/domain/kept-events.ts`, or undefined when no feed sends any. */
export function renderKeptEventsFile(system: SystemPlan, usage: StorageUsage): SourceFile | undefined {
  const plan = feedPlan(system);
  if (plan === undefined) return undefined;
  usage.hasFeeds = true;
  usage.hasEvents = true;
  for (const method of ['list', 'insert', 'update', 'delete'] as const) usage.method(method);
  for (const comparison of ['above', 'to'] as const) usage.comparison(comparison);
  const { async, promise, result } = system.asynchrony;
  const wait = system.asynchrony.await;
  const { kept, count } = plan;
  const file = new SourceFile(keptEventsFile);
  file.imports.type(eventsFile, 'DomainEvent');
  file.imports.type(tablesFile, 'Tables');
  const names = [...new Set((system.model.feeds ?? []).flatMap(({ events }) => events))];
  return file
    .add(`
/** Events that feeds send. */
const SENT: ReadonlySet<string> = new Set(${literal(names)});

/** So many events are kept for clients that come back. */
const MAX_KEPT = 10_000;`)
    .add(`
/** Keeps an event for the feeds, under the next number: one more than the event before, without gaps. */
export ${async}function keepEvent(tables: Tables, event: DomainEvent): ${promise('void')} {
  if (!SENT.has(event.event)) return;
  const present = ${result(`tables.${count.table}.list({ where: {}, sort: ['createdAt'], limit: 1, offset: 0 })`)}.items[0];
  const latest = (present?.latest ?? 0) + 1;
  if (present) ${wait}tables.${count.table}.update(present, { latest });
  else ${wait}tables.${count.table}.insert({ latest });
  ${wait}tables.${kept.table}.insert({ number: latest, facts: { ...event } });
  tables.signal();
  if (latest > MAX_KEPT) ${wait}forget(tables, latest - MAX_KEPT);
}`)
    .add(`
/** Makes room by letting the oldest events go. */
${async}function forget(tables: Tables, number: number): ${promise('void')} {
  const where = { number: { to: number } };
  const oldest = ${result(`tables.${kept.table}.list({ where, sort: ['number'], limit: 10, offset: 0 })`)}.items;
  for (const event of oldest) ${wait}tables.${kept.table}.delete(event);
}`);
}
