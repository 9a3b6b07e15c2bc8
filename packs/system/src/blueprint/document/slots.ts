import { z } from 'zod';
import { fieldNotation, fieldsSchema } from './fields.ts';
import { camelName } from './names.ts';

const json: z.ZodType = z.json();

export const slotSchema = z
  .strictObject({
    description: z.string().optional().describe('What the function works out.'),
    input: fieldsSchema.describe('Its parameters, in the order in which expressions give them.'),
    output: fieldNotation.describe('What it gives, in field notation.'),
    examples: z
      .array(
        z.strictObject({
          given: z.record(camelName, json).describe('Parameter → value.'),
          gives: json.describe('What the function must give for that.'),
        }),
      )
      .optional()
      .describe('Each becomes a test of the function.'),
    code: z
      .string()
      .min(1)
      .optional()
      .describe(
        'The body of the function in TypeScript. Without it the function is left for somebody to write.',
      ),
  })
  .meta({ id: 'Slot' });

export type SlotDocument = z.infer<typeof slotSchema>;
