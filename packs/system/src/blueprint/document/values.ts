import { z } from 'zod';
import { camelName, memberName } from './names.ts';

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
    z.lazy(() => z.record(memberName, value)),
  ])
  .describe(
    'A CEL expression, a literal that is not text, or a mapping or list of such values. A bare word may stand for a value of an enum.',
  )
  .meta({ id: 'Value' });

/** An object by its members; `...` names a record or an object that it begins from. */
export const members = z
  .record(memberName, value)
  .describe('Name → expression; `...` names the record or object that it begins from.')
  .meta({ id: 'Members' });

export const assignments = z
  .record(camelName, value)
  .describe('Field → expression.')
  .meta({ id: 'Assignments' });

/** How an operation ends early. */
export const refusal = z
  .union([
    z
      .string()
      .regex(/^[45]\d\d [a-z][a-z0-9_]*(: .+)?$/s, 'expected a status and a code such as "409 already_full"'),
    z.strictObject({
      status: z.int().min(400).max(599),
      code: z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a snake_case code such as already_full'),
      message: z.string().min(1).optional().describe('For people; `${…}` in it is a CEL expression.'),
      field: z.string().min(1).optional().describe('The field of the input that is to blame.'),
    }),
  ])
  .describe(
    '`409 already_full`, or with a message, in which `${…}` is a CEL expression: `"409 already_full: Only ${shift.places} places"`.',
  )
  .meta({ id: 'Refusal', examples: ['404 not_found', '409 already_full: There is no place left'] });

export type RefusalDocument = z.infer<typeof refusal>;

export type AssignmentsDocument = z.infer<typeof assignments>;
