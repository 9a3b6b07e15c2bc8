import { z } from 'zod';
import { accessWords } from './access.ts';
import { durationText } from './duration.ts';
import { protocolWords } from './feed.ts';
import { fieldsSchema } from './fields.ts';
import { camelName, pascalName } from './names.ts';
import { stepsSchema } from './step.ts';
import { assignments, expression } from './values.ts';

/** The parts of a system: those that serve records, and those that work on messages. */

const of = pascalName.describe('The type of the messages that come in, from `types`.');
const to = pascalName.describe('The type of the messages that go out, from `types`.');
const copied = z
  .literal('message')
  .optional()
  .describe('Copies the fields of the message that both types have, before `set`.');
const set = assignments.optional().describe('Field of the message that goes out → expression.');
const by = expression.optional().describe('The key that messages are told apart by: `message.device`.');
const address = z
  .string()
  .regex(/^(https?:\/\/\S+|config\.[a-z][A-Za-z0-9]*)$/, 'expected an address, or `config.` and a setting')
  .describe('`https://scores.example.org/v1`, or a setting: `config.scoresUrl`.');
const attempts = z.int().min(1).max(100);
const concurrency = z.int().min(1).max(1000);

const source = z.strictObject({
  kind: z.literal('Source'),
  of: pascalName.describe('The type of its messages, from `types`.'),
  http: z
    .string()
    .min(1)
    .optional()
    .describe('Method and path that take one message or a list of them: `POST /readings`.'),
  every: durationText.optional().describe('Makes a message of its own so often, instead of `http`.'),
  topic: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Takes what is published on a topic, instead of `http`: `readings.kitchen`, `readings.*`, `readings.>`.',
    ),
  summary: z.string().min(1).optional().describe('One sentence in the imperative.'),
  access: accessWords.optional().describe('Who may send: `key`, `signedIn`, roles, or `anyone`.'),
  set: assignments
    .optional()
    .describe('Fields that the system fills in: `{ receivedAt: now, device: path.device }`.'),
  backlog: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('How many accepted messages may wait; 10000 when left out. Beyond that: 503.'),
});

const transformer = z.strictObject({ kind: z.literal('Transformer'), of, to, from: copied, set });

const filter = z.strictObject({
  kind: z.literal('Filter'),
  of,
  keep: expression.describe('Messages for which it holds go on by `out`, the others by `dropped`.'),
});

const router = z.strictObject({
  kind: z.literal('Router'),
  of,
  routes: z
    .record(camelName, expression)
    .describe('Port → condition. The first that holds is taken; `otherwise` when none does.'),
});

const window = z.union([
  z.strictObject({ tumbling: durationText.describe('The length of each window.') }),
  z.strictObject({
    sliding: durationText.describe('The length of each window.'),
    every: durationText.describe('How often a new one begins.'),
  }),
  z.strictObject({ session: durationText.describe('The pause that ends a window.') }),
  z.strictObject({ count: z.int().min(1).max(1_000_000).describe('How many messages fill a window.') }),
]);

const aggregator = z.strictObject({
  kind: z.literal('Aggregator'),
  of,
  to,
  window: window.describe(
    '`{ tumbling: 1m }`, `{ sliding: 10m, every: 1m }`, `{ session: 30s }` or `{ count: 100 }`.',
  ),
  by,
  time: expression
    .optional()
    .describe('The instant that a message is about: `message.takenAt`. When it was accepted, when left out.'),
  lateness: durationText
    .optional()
    .describe('How far a message may be behind the latest one; 0 when left out.'),
  idle: durationText.optional().describe('Windows end as well when nothing has come for so long.'),
  set: assignments.describe('Field → expression over `messages`, `key`, `start` and `end`.'),
});

const streamProcessor = z.strictObject({
  kind: z.literal('StreamProcessor'),
  of,
  to,
  by,
  state: fieldsSchema.describe('What is kept for each key; every field optional or with a default.'),
  next: assignments.describe('Field of the state → expression over `state`, `message` and `key`.'),
  when: expression
    .optional()
    .describe(
      'A message goes out when it holds; for every message when left out. Knows `state`, `previous`.',
    ),
  from: copied,
  set,
});

const model = z.strictObject({
  kind: z.literal('Model'),
  of,
  to,
  url: address.describe('Where each message is posted to.'),
  body: assignments.optional().describe('The JSON that is posted; the message itself when left out.'),
  answer: fieldsSchema.describe('The fields of the answer that are used.'),
  from: copied,
  set,
  fallback: assignments
    .optional()
    .describe(
      'What goes out instead when there is no answer. When left out, the message leaves by `failed`.',
    ),
  timeout: durationText.default('5s').describe('How long one call may take; 5s when left out.'),
  attempts: attempts.default(3).describe('How often it is tried; 3 when left out.'),
  backoff: durationText
    .default('200ms')
    .describe('The wait before the second attempt, which doubles; 200ms when left out.'),
  breaker: z
    .strictObject({ failures: z.int().min(1), pause: durationText })
    .default({ failures: 5, pause: '30s' })
    .describe('So many failures in a row, and nothing is called for so long; 5 and 30s when left out.'),
  concurrency: concurrency.default(4).describe('How many calls are under way at once; 4 when left out.'),
});

const webhook = z.union([
  address,
  z.strictObject({
    url: address,
    secret: z
      .string()
      .regex(/^config\.[a-z][A-Za-z0-9]*$/, 'expected `config.` and a setting')
      .optional()
      .describe('Signs each message: `config.webhookSecret`.'),
    timeout: durationText.default('10s').describe('How long one call may take; 10s when left out.'),
    attempts: attempts.default(8).describe('How often it is tried; 8 when left out.'),
    backoff: durationText
      .default('1s')
      .describe('The wait before the second attempt, which doubles; 1s when left out.'),
    concurrency: concurrency
      .default(1)
      .default(1)
      .describe('How many calls are under way at once; 1 when left out, which keeps the order.'),
  }),
]);

const sink = z.strictObject({
  kind: z.literal('Sink'),
  of,
  log: z.enum(['debug', 'info', 'warn', 'error']).optional().describe('Writes each message to the log.'),
  file: z.string().min(1).optional().describe('Appends each message to a file, as a line of JSON.'),
  webhook: webhook.optional().describe('Posts each message to an address.'),
  topic: z.string().min(1).optional().describe('Publishes each message on a topic: `alarms.kitchen`.'),
  do: stepsSchema.optional().describe('Steps over `message`, as one transaction for each message.'),
});

const liveFeed = z.strictObject({
  kind: z.literal('LiveFeed'),
  of,
  http: z.string().min(1).describe('`GET` and a path: `GET /alarms/live`.'),
  query: fieldsSchema.optional().describe('Parameters that clients give: `{ device: text? }`.'),
  where: expression
    .optional()
    .describe('Which messages a client gets: a condition on `message`, `path`, `query` and `actor`.'),
  protocol: protocolWords,
  event: camelName.optional().describe('The name of the events; `message` for browsers when left out.'),
  keep: z
    .int()
    .min(1)
    .max(100_000)
    .default(1000)
    .describe('How many messages are kept for clients that come back; 1000 when left out.'),
  access: accessWords.optional(),
});

export const componentSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('ApiEndpoint'), operations: z.array(camelName).optional() }),
    z.strictObject({
      kind: z.literal('Controller'),
      entity: pascalName,
      operations: z.array(camelName).optional(),
    }),
    z.strictObject({ kind: z.literal('Store'), entities: z.array(pascalName).optional() }),
    source,
    transformer,
    filter,
    router,
    aggregator,
    streamProcessor,
    model,
    sink,
    liveFeed,
  ])
  .meta({ id: 'Component' });

const arrow = z
  .string()
  .min(1)
  .describe(
    '`readings -> plausible -> averages`, `routes.hot -> alerts`, `api.task -> taskController.requests`.',
  );

export const bindingSchema = z
  .union([
    arrow,
    z.strictObject({
      connect: arrow,
      buffer: z.int().min(0).max(1_000_000).optional().describe('Messages that may wait; 64 when left out.'),
    }),
  ])
  .meta({ id: 'Binding' });

export type ComponentDocument = z.output<typeof componentSchema>;
export type BindingDocument = z.output<typeof bindingSchema>;
