import { z } from 'zod';
import { expression, members, value } from './values.ts';

const status = z.int().min(200).max(399);
const headerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'expected the name of a header such as X-Request-Id');

/** What an operation answers when nothing refused the request. */
export const answerSchema = z
  .union([
    status,
    z.strictObject({
      status: status.optional(),
      body: z
        .union([expression, members])
        .optional()
        .describe('A variable, or an object to any depth, each value of it a CEL expression.'),
      envelope: z
        .boolean()
        .optional()
        .describe('The list is answered as `{ items, total, limit, offset }` instead of an array.'),
      value: value.optional().describe('A body that is one value: `value: size(tasks)`.'),
      text: expression
        .optional()
        .describe("An answer that is text, not JSON: `text: csv(books.only('title'))`."),
      type: z.string().optional().describe('What the `text` is: `text/csv`; `text/plain` when left out.'),
      file: expression.optional().describe('A file that is answered: `file: photo.image`.'),
      headers: z.record(headerName, value).optional().describe('Header → CEL expression.'),
      redirect: expression
        .optional()
        .describe('The address to go to, with status 302 unless another is given.'),
    }),
  ])
  .describe('Status, or status and body. By convention when left out.');

export type AnswerDocument = z.infer<typeof answerSchema>;
