import { z } from 'zod';
import { durationText } from './duration.ts';

/** Requests in order, or at once, each with what must come back. */

const json: z.ZodType = z.json();
const status = z.int().min(100).max(599);
const requestLine = z.string().min(1).describe('`POST /tasks`, with `${name}` for saved values.');
const headers = z.record(z.string(), z.string());

const expectation = z.union([
  status,
  z.strictObject({
    status,
    body: json.optional().describe('Every key named here must be in the answer with this value.'),
    count: z.int().min(0).optional().describe('How many items a list has.'),
    includes: json.optional().describe('An item that must be in the list.'),
    excludes: json.optional().describe('An item that must not be in the list.'),
    headers: headers.optional(),
  }),
]);

const counts = z
  .union([
    status,
    z.record(z.string().regex(/^[1-5]\d\d$/, 'expected a status such as 201'), z.int().min(1).max(1000)),
  ])
  .describe('Status → how many answers have it: `{ 201: 5, 409: 15 }`. A status alone: all have it.')
  .meta({ id: 'AnswerCounts' });

const burst = z.strictObject({
  request: requestLine.describe(
    '`POST /seats`, with `${name}` for saved values and `${n}` for the number of the request, from 1.',
  ),
  times: z.int().min(1).max(200).optional().describe('How often it is sent; once when left out.'),
  body: json.optional(),
  headers: headers.optional(),
  expect: counts.optional().describe('What these requests are answered with, whichever comes first.'),
});

const step = z.union([
  z.strictObject({
    request: requestLine,
    body: json.optional(),
    headers: headers.optional(),
    expect: expectation,
    eventually: z
      .union([z.literal(true), durationText])
      .optional()
      .describe('Asks again until the answer is as expected: for 5 seconds, or `eventually: 30s`.'),
    save: z
      .record(
        z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'expected a camelCase name such as dueDate'),
        z.string(),
      )
      .optional()
      .describe('Name → path into the answer: `id`, `items.0.id`.'),
  }),
  z.strictObject({
    parallel: z
      .union([burst, z.array(burst).min(2)])
      .describe('Requests that are sent all at once: one of them many times, or several.'),
    expect: counts.optional().describe('What all of them together are answered with.'),
  }),
  z.strictObject({
    feed: requestLine.describe('`GET /orders/${order}/events`: listens to a feed from its first event on.'),
    headers: headers.optional(),
    expect: z
      .array(
        z.strictObject({
          event: z.string().min(1).optional().describe('Its name.'),
          data: json.optional().describe('Every key named here must be in it with this value.'),
        }),
      )
      .min(1)
      .describe('The events that come, one after the other, others between them or not.'),
  }),
  z.strictObject({
    advance: durationText.describe(
      'Moves the clock, which stands still in this scenario, and does what became due: `25h`, `PT25H`, `0s`.',
    ),
  }),
  z.strictObject({
    restart: z.literal(true).describe('Kills the system and starts it again on the same data.'),
  }),
  z.strictObject({
    configuration: z.record(z.string(), json).describe('The configuration without any environment.'),
  }),
]);

export const scenarioSchema = z
  .strictObject({
    title: z.string().min(1),
    proves: z
      .array(z.string())
      .optional()
      .describe('What it proves: parts of the blueprint such as `flows.remind`, or ids of statements.'),
    steps: z.array(step).min(1),
  })
  .meta({ id: 'Scenario' });
