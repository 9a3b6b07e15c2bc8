import { z } from 'zod';
import { camelName } from './names.ts';

export const fieldNotation = z
  .string()
  .min(1)
  .describe(
    'type, constraints, default: `text 1..200`, `integer 0..10 = 3`, `low | medium | high = low`, `email unique`, `Member?`, `text[]`',
  )
  .meta({
    id: 'FieldNotation',
    examples: ['text 1..200', 'integer 0..10 = 3', 'low | medium | high = low', 'Member?'],
  });

const longField = z
  .strictObject({
    type: fieldNotation,
    description: z.string().optional().describe('What the field means, for people.'),
    was: camelName
      .optional()
      .describe('What the field was called in earlier versions: stored values are kept under the new name.'),
    default: z
      .union([z.string().min(1), z.number(), z.boolean()])
      .optional()
      .describe(
        'CEL over `record` (the fields above), `now` and `today`: what a new record holds where nothing is given: `record.price * record.quantity`.',
      ),
    computed: z
      .string()
      .min(1)
      .optional()
      .describe(
        'CEL over `record`: the field is not kept, never part of input, and computed whenever it is answered or used: `record.price * record.quantity`.',
      ),
    get fields(): z.ZodOptional<z.ZodType<FieldsDocument, FieldsDocument>> {
      return fieldsSchema
        .optional()
        .describe(
          'The fields of `type: object`, `object?` or `object[] 1..50`: an object inside the record.',
        );
    },
  })
  .meta({ id: 'LongField' });

/** A field with more to say than one line. */
export interface LongFieldDocument {
  readonly type: string;
  readonly description?: string | undefined;
  readonly was?: string | undefined;
  readonly default?: string | number | boolean | undefined;
  readonly computed?: string | undefined;
  readonly fields?: FieldsDocument | undefined;
}

/** Field name → field notation, or a mapping. */
export type FieldsDocument = Record<string, string | LongFieldDocument>;

export const fieldsSchema: z.ZodType<FieldsDocument, FieldsDocument> = z
  .record(camelName, z.union([fieldNotation, longField]))
  .describe('Field name → field notation.')
  .meta({ id: 'Fields' });

/** A type of the blueprint's own: a notation such as the values of an enum, or the fields of an object. */
export const namedTypeSchema = z
  .union([fieldNotation, fieldsSchema])
  .describe(
    '`low | medium | high`, `text /[A-Z]{3}/`, or the fields of an object: `{ street: text, city: text }`.',
  )
  .meta({ id: 'NamedType' });

export type NamedTypeDocument = z.infer<typeof namedTypeSchema>;
