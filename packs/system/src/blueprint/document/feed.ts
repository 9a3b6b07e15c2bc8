import { z } from 'zod';
import { accessWords } from './access.ts';
import { expression } from './values.ts';

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
    where: expression.optional().describe('Which of them a client gets: a condition on `event` and `path`.'),
    access: accessWords.optional(),
  })
  .meta({ id: 'Feed' });

export type FeedDocument = z.infer<typeof feedSchema>;
