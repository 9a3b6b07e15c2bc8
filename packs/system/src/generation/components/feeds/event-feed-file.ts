import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { feedPlan } from '../../plan/feed-plan.ts';
import type { EventFeedComponent, SystemPlan } from '../../plan/system-plan.ts';
import { tablesFile } from '../store/tables-file.ts';
import { eventFeedFile } from './feed-files.ts';

/** `src/components/event-feed.ts`. */
export function renderEventFeedFile({ name }: EventFeedComponent, system: SystemPlan): SourceFile {
  const file = new SourceFile(eventFeedFile);
  file.imports.value('@millwright/harness', 'EventFeed as Feed');
  file.imports.type(tablesFile, 'Tables');
  return file.add(`
/** Sends stored events to the clients that listen to a feed. */
export class EventFeed extends Feed<Tables> {
  constructor() {
    super(${literal(name)}, (tables) => tables.${feedPlan(system)?.kept.table ?? ''});
  }
}`);
}
