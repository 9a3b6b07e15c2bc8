import { z } from 'zod';

/** How the world reaches the system. */

const origin = z
  .string()
  .regex(
    /^(\*|https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?)$/,
    'expected an origin without a path, such as https://app.example.org, or *',
  );

const httpSchema = z.strictObject({
  port: z.int().min(1).max(65_535).default(8080),
  prefix: z
    .string()
    .regex(/^(\/[a-z0-9][a-z0-9._-]*)+$/, 'expected a path such as /api')
    .optional()
    .describe('Stands before every path.'),
  envelope: z
    .boolean()
    .optional()
    .describe(
      'Lists are answered as `{ items, total, limit, offset }` instead of an array, unless an entity says otherwise.',
    ),
  paging: z
    .enum(['offset', 'cursor'])
    .optional()
    .describe(
      'Of all lists, unless an entity says otherwise: pages by `offset`, or by a `cursor` that stays true while records come and go.',
    ),
  cors: z
    .union([origin, z.array(origin).min(1)])
    .optional()
    .describe(
      'Origins whose pages may call the system from a browser: `[https://app.example.org]`, or `*` for all. None when left out.',
    ),
  trustedProxies: z
    .int()
    .min(0)
    .max(10)
    .optional()
    .describe(
      'How many proxies stand before the system and add the address they were called from to `X-Forwarded-For`: limits of `rate` count by the address before them. 0 when left out.',
    ),
});

export const interfacesSchema = z.strictObject({ http: httpSchema.optional() });
