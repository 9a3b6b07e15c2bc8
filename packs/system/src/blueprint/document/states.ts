import { z } from 'zod';
import { accessWords, rate } from './access.ts';
import { answerSchema } from './answer.ts';
import { idempotent } from './idempotent.ts';
import { headerFields, pathFields } from './request-fields.ts';
import { fieldsSchema } from './fields.ts';
import { camelName, inputType } from './names.ts';
import { stepsSchema } from './step.ts';
import { assignments } from './values.ts';

const actionSchema = z
  .strictObject({
    transition: z.string().min(1).optional().describe('`submitted -> approved`; or `from` and `to`.'),
    from: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe('The states it leads from: one, a list of them, or `any`.'),
    to: z.string().min(1).optional().describe('The state it leads to.'),
    summary: z.string().min(1).optional().describe('One sentence in the imperative.'),
    http: z
      .string()
      .min(1)
      .optional()
      .describe('Method and path: `POST /orders/{order}/approve` when left out.')
      .meta({ pattern: '^(GET|POST|PUT|PATCH|DELETE) /', examples: ['POST /orders/{order}/approve'] }),
    input: z.union([inputType, fieldsSchema]).optional().describe('The fields of the JSON body.'),
    path: pathFields.optional(),
    query: fieldsSchema.optional().describe('Query parameters.'),
    headers: headerFields.optional(),
    do: stepsSchema
      .optional()
      .describe('Steps before the transition; the record is the variable named like the entity.'),
    set: assignments.optional().describe('Fields that change together with the state.'),
    answer: answerSchema.optional(),
    access: accessWords.optional(),
    rate: rate.optional(),
    idempotent: idempotent.optional(),
  })
  .meta({ id: 'Action' });

/** The states of an entity. */
export const statesSchema = z
  .strictObject({
    field: camelName.default('status').describe('Name of the field that holds the state.'),
    was: camelName
      .optional()
      .describe('What that field was called in earlier versions: stored states are kept.'),
    values: z.array(z.string().min(1)).min(2).describe('All states; a new record is in the first.'),
    actions: z
      .record(camelName, z.union([z.string(), actionSchema]))
      .describe(
        '`complete: open -> completed`, `archive: open, completed -> archived`, `reset: any -> open`; or a mapping with the options of an operation: `approve: { transition: open -> approved, access: manager }`.',
      ),
  })
  .describe('The states of a record and the actions that lead from one to another.');

export type StatesDocument = z.infer<typeof statesSchema>;
export type ActionDocument = StatesDocument['actions'][string];
export type LongActionDocument = z.infer<typeof actionSchema>;
