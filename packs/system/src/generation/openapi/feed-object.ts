import { asListened } from '../../explanation/explain-feed.ts';
import type { LiveFeedComponent } from '../../model/dataflow.ts';
import type { Feed, Listened } from '../../model/feed.ts';
import { liveFeeds } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';
import { capitalise, spaced } from '../../naming/letter-case.ts';
import { typeName } from '../plan/named-type.ts';
import { defined, type JsonSchema, objectSchema, outputSchema } from './field-schema.ts';
import { pathParameters, queryParameters } from './parameter-objects.ts';
import { problemResponses } from './problem-response.ts';
import { entranceRefusals, securityOf } from './security.ts';

/** The operation object of OpenAPI 3.1 for a feed. */
export function feedObject(feed: Listened): JsonSchema {
  const { name, http, query, access, protocols } = feed;
  const schema = { $ref: `#/components/schemas/${eventSchemaName(feed)}` };
  const refusals: (readonly [number, string])[] = [
    [400, 'invalid_input'],
    ...entranceRefusals({ access }),
    ...(protocols.includes('websocket') ? [[403, 'origin_not_allowed'] as const] : []),
    ...(protocols.includes('sse') ? [] : [[426, 'upgrade_required'] as const]),
  ];
  return defined({
    operationId: name,
    summary: `${capitalise(spaced(name))}, ${asListened(protocols)}`,
    tags: ['feeds'],
    security: securityOf({ access }),
    parameters: [...pathParameters(http), ...queryParameters(query), ...replayParameters],
    responses: {
      ...(protocols.includes('websocket') ? { 101: socketResponse(schema) } : {}),
      ...(protocols.includes('sse') ? { 200: streamResponse(schema) } : {}),
      ...problemResponses(refusals),
    },
  });
}

const lastSeen = {
  required: false,
  schema: { type: 'string', pattern: '^\\d{1,15}$' },
  description:
    'The id of the last event that was seen: what came after it comes first; `0` asks for all that is kept.',
};

const replayParameters: readonly JsonSchema[] = [
  { name: 'Last-Event-ID', in: 'header', ...lastSeen },
  { name: 'lastEventId', in: 'query', ...lastSeen },
];

function socketResponse(schema: JsonSchema): JsonSchema {
  return {
    description: 'For a client that asks for a WebSocket: each event is a message, a text of JSON.',
    content: { 'application/json': { schema } },
  };
}

function streamResponse(schema: JsonSchema): JsonSchema {
  return {
    description: 'Server-sent events without end, here as a list: `data` is a text of JSON.',
    content: { 'text/event-stream': { schema: { type: 'array', items: schema } } },
  };
}

/** What feeds send, one schema for each. */
export function eventSchemas(model: SystemModel): readonly (readonly [string, JsonSchema])[] {
  return [
    ...(model.feeds ?? []).map((feed) => [eventSchemaName(feed), eventsOf(feed, model)] as const),
    ...liveFeeds(model).map((feed) => [eventSchemaName(feed), messageOf(feed)] as const),
  ];
}

function eventsOf({ events }: Feed, model: SystemModel): JsonSchema {
  const schemas = events.flatMap((name) => {
    const event = model.events.find((one) => one.name === name);
    if (event === undefined) return [];
    const data = objectSchema(
      event.fields,
      outputSchema,
      event.fields.map((field) => field.name),
    );
    return [eventSchema(name, data)];
  });
  const [only, ...others] = schemas;
  return only !== undefined && others.length === 0 ? only : { oneOf: schemas };
}

function messageOf({ of, event }: LiveFeedComponent): JsonSchema {
  return eventSchema(event, { $ref: `#/components/schemas/${typeName(of)}` });
}

function eventSchema(event: string | undefined, data: JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: {
      id: { type: 'integer', description: 'To come back with as `Last-Event-ID`.' },
      ...(event === undefined ? {} : { event: { const: event } }),
      data,
    },
    required: ['id', ...(event === undefined ? [] : ['event']), 'data'],
  };
}

/** `RoomEvents`. */
function eventSchemaName({ name }: Listened): string {
  return `${capitalise(name)}Events`;
}
