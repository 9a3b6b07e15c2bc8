import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { FeedDocument } from '../../blueprint/document/feed.ts';
import type { Expression, ValueType } from '../../expression/expression.ts';
import { typeOfField } from '../../expression/value-type.ts';
import type { OperationAccess } from '../../model/access.ts';
import type { Feed, FeedProtocol } from '../../model/feed.ts';
import type { HttpBinding, Operation } from '../../model/operation.ts';
import type { DomainEvent } from '../../model/system.ts';
import { accessWishOf } from '../access/access-words.ts';
import { namedEvent } from '../flows/change-event.ts';
import { lowerHttpBinding, pathParameters, routeKey } from '../http-binding.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { OperationScope } from '../operation-scope.ts';
import { eventEntities } from './event-entities.ts';

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
  const http = lowerFeedBinding(document.http, [...path, 'http'], context);
  const events = document.of.flatMap(
    (text, index) => namedEvent(text, [...path, 'of', index], context) ?? [],
  );
  const access = lowerFeedAccess(document.access, [...path, 'access'], context);
  if (http === undefined) return undefined;
  const where = lowerFeedCondition(document, path, { http, events }, context);
  return {
    name,
    http,
    events: events.map((event) => event.name),
    ...(where && { where }),
    protocols: lowerProtocols(document.protocol),
    ...(access && { access }),
  };
}

/** The ways to listen, each once. */
export function lowerProtocols(words: FeedDocument['protocol'] = 'sse'): readonly FeedProtocol[] {
  return [...new Set([words].flat())];
}

/** `GET /orders/live`; anything but GET is reported. */
export function lowerFeedBinding(
  text: string,
  path: DocumentPath,
  { problems }: LoweringContext,
): HttpBinding | undefined {
  const http = lowerHttpBinding(text, path, problems);
  if (http !== undefined && http.method !== 'GET') {
    problems.add({ code: 'invalid_http', path, message: 'A feed is read with GET.' });
  }
  return http;
}

function lowerFeedCondition(
  { where: source }: FeedDocument,
  path: DocumentPath,
  { http, events }: { readonly http: HttpBinding; readonly events: readonly DomainEvent[] },
  context: LoweringContext,
): Expression | undefined {
  const parameters = pathParameters(http);
  const fields = Object.fromEntries(parameters.map((parameter) => [parameter, { kind: 'text' } as const]));
  const scope = new OperationScope(context, {
    event: { kind: 'object', fields: commonFields(events) },
    ...(parameters.length === 0 ? {} : { path: { kind: 'object', fields } }),
  });
  const target: ValueType = { kind: 'boolean' };
  const where =
    source === undefined ? undefined : scope.expression(source, [...path, 'where'], { target })?.expression;
  for (const parameter of parameters.filter((one) => !scope.isUsed('path', one))) {
    if (source !== undefined && where === undefined) break;
    context.problems.add({
      code: 'unknown_parameter',
      path: [...path, 'http'],
      message: `Nothing uses the path parameter \`{${parameter}}\`.`,
      suggestion: `Write \`where: event.${parameter} == path.${parameter}\`.`,
    });
  }
  return where;
}

/** What is known of an event whichever of these it is. Ids are texts here, as they are in a path. */
function commonFields(events: readonly DomainEvent[]): Record<string, ValueType> {
  const [first, ...others] = events;
  const shared = (first?.fields ?? []).filter((field) =>
    others.every(({ fields }) => fields.some((other) => other.name === field.name)),
  );
  return Object.fromEntries(shared.map((field) => [field.name, typeOfField(field)]));
}

/** Who may listen; undefined where a system asks nobody for credentials. */
export function lowerFeedAccess(
  access: FeedDocument['access'],
  path: DocumentPath,
  context: LoweringContext,
): OperationAccess | undefined {
  const wish = accessWishOf(access, path, context);
  if (wish.isForOwner) {
    context.problems.add({
      code: 'invalid_value',
      path,
      message: 'A feed has no owner: it sends events of many records.',
      suggestion: 'Name a role, `signedIn` or `anyone`.',
    });
  }
  if (context.access === undefined) return undefined;
  return {
    admits: wish.admits,
    isOpen: wish.isOpen,
    ...(wish.admitsAll || wish.roles.length === 0 ? {} : { roles: wish.roles }),
    identities: [],
  };
}
