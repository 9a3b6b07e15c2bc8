import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { FeedDocument } from '../../blueprint/document/feed.ts';
import type { ValueType } from '../../expression/expression.ts';
import { typeOfField } from '../../expression/value-type.ts';
import type { Feed } from '../../model/feed.ts';
import type { Operation } from '../../model/operation.ts';
import type { DomainEvent } from '../../model/system.ts';
import { namedEvent } from '../flows/change-event.ts';
import { routeKey } from '../http-binding.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { eventEntities } from './event-entities.ts';
import { lowerListened } from './lower-listened.ts';

/** Checks the feeds and lowers them. */
export function lowerFeeds(context: LoweringContext, operations: readonly Operation[]): Feed[] {
  const documents = Object.entries(context.source.document.feeds ?? {});
  if (documents.length > 0) eventEntities(context);
  const taken = new Map(operations.map(({ name, http }) => [routeKey(http), name]));
  return documents.flatMap(([name, document]) => {
    const path = ['feeds', name];
    const feed = lowerFeed(name, document, path, context);
    if (feed === undefined) return [];
    const owner = taken.get(routeKey(feed.http));
    if (owner !== undefined) {
      context.problems.add({
        code: 'path_taken',
        path: [...path, 'http'],
        message: `\`${document.http}\` is answered by \`${owner}\` already.`,
      });
    }
    taken.set(routeKey(feed.http), name);
    return [feed];
  });
}

function lowerFeed(
  name: string,
  document: FeedDocument,
  path: DocumentPath,
  context: LoweringContext,
): Feed | undefined {
  const events = document.of.flatMap(
    (text, index) => namedEvent(text, [...path, 'of', index], context) ?? [],
  );
  const subject = { name: 'event', fields: commonFields(events) } as const;
  const listened = lowerListened(name, document, path, subject, context);
  return listened && { ...listened, events: events.map((event) => event.name) };
}

/** What is known of an event whichever of these it is. */
function commonFields(events: readonly DomainEvent[]): Record<string, ValueType> {
  const [first, ...others] = events;
  const shared = (first?.fields ?? []).filter((field) =>
    others.every(({ fields }) => fields.some((other) => other.name === field.name)),
  );
  return Object.fromEntries(shared.map((field) => [field.name, typeOfField(field)]));
}
