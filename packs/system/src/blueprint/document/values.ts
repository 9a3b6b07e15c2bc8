import { z } from 'zod';
import { camelName } from './names.ts';

export const expression = z.string().min(1).describe('A CEL expression.').meta({ id: 'Expression' });
/** A CEL expression, a literal, or an object or list of such values. */
export type ValueDocument = string | number | boolean | null | StructuredDocument;
export type StructuredDocument = ValueDocument[] | { [name: string]: ValueDocument };

export const value: z.ZodType<ValueDocument, ValueDocument> = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.lazy(() => z.array(value)),
    z.lazy(() => z.record(camelName, value)),
  ])
  .describe(
    'A CEL expression, a literal that is not text, or a mapping or list of such values. A bare word may stand for a value of an enum.',
  )
  .meta({ id: 'Value' });

export const assignments = z
  .record(camelName, value)
  .describe('Field → expression.')
  .meta({ id: 'Assignments' });

/** How an operation ends early. */
export const refusal = z
  .string()
  .regex(/^4\d\d [a-z][a-z0-9_]*(: .+)?$/, 'expected a status and a code such as "409 already_full"')
  .describe('`409 already_full`, or with a message: `"409 already_full: There is no place left"`.')
  .meta({ id: 'Refusal', examples: ['404 not_found', '409 already_full: There is no place left'] });

export type AssignmentsDocument = z.infer<typeof assignments>;
