import { z } from 'zod';
import { accessWords } from './access.ts';
import { fieldsSchema } from './fields.ts';
import { expression } from './values.ts';

const protocol = z.enum(['sse', 'websocket']);

/** How clients listen to a feed or a `LiveFeed`. */
export const protocolWords = z
  .union([protocol, z.array(protocol).min(1)])
  .optional()
  .describe('How clients listen: `sse` (when left out), `websocket`, or both: `[sse, websocket]`.');

export const feedSchema = z
  .strictObject({
    http: z
      .string()
      .min(1)
      .describe('`GET` and a path: `GET /orders/{order}/events`.')
      .meta({ pattern: '^GET /', examples: ['GET /orders/{order}/events'] }),
    of: z
      .array(z.string().min(1))
      .min(1)
      .describe('Events of the blueprint, and changes of records such as `Order created` or `Order paid`.'),
    query: fieldsSchema.optional().describe('Parameters that clients give: `{ room: text? }`.'),
    where: expression
      .optional()
      .describe('Which of them a client gets: a condition on `event`, `path`, `query` and `actor`.'),
    protocol: protocolWords,
    access: accessWords.optional(),
  })
  .meta({ id: 'Feed' });

export type FeedDocument = z.infer<typeof feedSchema>;
