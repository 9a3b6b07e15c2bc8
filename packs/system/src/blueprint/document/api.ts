import { z } from 'zod';
import { accepts } from './accepts.ts';
import { accessWords, rate } from './access.ts';
import { answerSchema } from './answer.ts';
import { partial } from './partial.ts';
import { idempotent } from './idempotent.ts';

const standardOperation = z.enum(['create', 'list', 'read', 'update', 'replace', 'delete', 'restore']);

/** What may be said of a standard operation. */
const standardOptions = z
  .strictObject({
    summary: z.string().min(1).optional().describe('One sentence in the imperative.'),
    answer: answerSchema.optional(),
    access: accessWords.optional(),
    rate: rate.optional(),
    idempotent: idempotent.optional(),
  })
  .meta({ id: 'StandardOperationOptions' });

/** The standard operations: a list of them, or a mapping with what else is said of each. */
export const apiSchema = z
  .union([
    z.array(standardOperation),
    z.strictObject({
      create: standardOptions.optional(),
      list: standardOptions.extend({ partial: partial.optional() }).optional(),
      read: standardOptions.extend({ partial: partial.optional() }).optional(),
      update: standardOptions.extend({ accepts: accepts.optional() }).optional(),
      replace: standardOptions.optional(),
      delete: standardOptions.optional(),
      restore: standardOptions.optional(),
    }),
  ])
  .describe(
    'The standard operations: create, list, read, update and delete when left out, those of a list, or those of a mapping, each with its options: `{ create: { access: admin }, list: {} }`. `replace` is PUT with the whole record; `restore` brings back what was deleted, with `softDelete`.',
  );

export type ApiDocument = z.infer<typeof apiSchema>;
export type StandardOptionsDocument = z.infer<typeof standardOptions>;
