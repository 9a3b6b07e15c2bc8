import { z } from 'zod';
import { durationText } from './duration.ts';
import { filtersSchema } from './filters.ts';
import { camelName } from './names.ts';
import { signatureSchema } from './signature.ts';
import { sortSchema } from './sort.ts';
import { assignments, expression, refusal, value } from './values.ts';
import type { ValueDocument } from './values.ts';

const entityVariable = (what: string) =>
  z.string().min(1).describe(`${what}: \`Shift\`, \`Shift as shift\`.`);
const fromInput = z
  .literal('input')
  .optional()
  .describe('Copies the fields of the input that the record has, before `set`.');

/** `task`; `Task`, `Task as closed`. */
const variableOrEntity = /^([a-z][A-Za-z0-9]*|[A-Z][A-Za-z0-9]*(\s+as\s+[a-z][A-Za-z0-9]*)?)$/;

const where = expression.optional().describe('A condition on each record, which is `record` in it.');
const sort = sortSchema.optional().describe('`dueDate`, `-createdAt`, `[-priority, dueDate]`.');

const simpleSteps = [
  z.strictObject({
    load: entityVariable('Reads one record'),
    by: z
      .union([expression, assignments])
      .optional()
      .describe(
        'The id, or unique fields. The path parameter named like the variable or the entity when left out.',
      ),
    where,
    sort,
    deleted: z
      .literal(true)
      .optional()
      .describe('Finds the record even when it is deleted, where its entity says `softDelete`.'),
    else: refusal.optional(),
  }),
  z.strictObject({
    find: entityVariable('Reads one record, or null when there is none'),
    by: z.union([expression, assignments]).optional().describe('The id, or unique fields.'),
    where,
    sort,
  }),
  z.strictObject({
    list: entityVariable('Reads records'),
    where,
    filters: filtersSchema.optional(),
    paging: z
      .enum(['offset', 'cursor'])
      .optional()
      .describe('Pages by `offset`, or by a `cursor` that stays true while records come and go.'),
    search: z
      .array(camelName)
      .min(1)
      .optional()
      .describe('Fields that the query parameter `q` searches, word by word.'),
    sort,
    limit: z
      .union([z.int().min(1).max(1000), expression])
      .optional()
      .describe(
        'Records on a page when the client asks for no number; of a list that is worked with, how many at most.',
      ),
  }),
  z.strictObject({
    count: entityVariable('Counts records; the variable is a number'),
    where,
  }),
  z.strictObject({
    group: entityVariable('Groups records; the variable is a list of objects, one for each group'),
    where,
    by: z
      .record(camelName, expression)
      .describe('What the records of a group have in common: name → value of each `record`.')
      .meta({ examples: [{ day: 'date(record.createdAt)', customer: 'record.customer' }] }),
    set: z
      .record(camelName, value)
      .optional()
      .describe('What is told of a group beside: name → value; its `records` are a list.')
      .meta({ examples: [{ orders: 'size(records)', total: 'sum(records.map(r, r.amount))' }] }),
    sort: sortSchema
      .optional()
      .describe(
        'Names of `by` and `set`: `-total`, `[day, -total]`. In the order of creation when left out.',
      ),
    limit: z
      .union([z.int().min(1).max(1000), expression])
      .optional()
      .describe('How many groups at most.'),
  }),
  z.strictObject({
    require: expression.describe('A condition; the operation ends with `else` when it does not hold.'),
    else: refusal,
  }),
  z.strictObject({
    refuse: refusal.describe('Ends the operation: the last step of a branch.'),
  }),
  z.strictObject({ compute: camelName.describe('Name of a new variable.'), value }),
  z.strictObject({
    create: entityVariable('Creates a record'),
    from: fromInput,
    set: assignments.optional(),
  }),
  z.strictObject({
    update: z
      .string()
      .regex(variableOrEntity, 'expected a variable such as task, or an entity such as Task')
      .describe('The variable of the record to change; an entity for all its records that meet `where`.'),
    where,
    from: fromInput,
    set: assignments.optional(),
  }),
  z.strictObject({
    upsert: entityVariable('Updates the record with this key, or creates it'),
    key: assignments,
    set: assignments.optional(),
  }),
  z.strictObject({
    increment: z.string().min(1).describe('A numeric field of a record: `account.balance`.'),
    by: value.optional().describe('1 when left out.'),
    else: refusal.optional().describe('The answer when a bound of the field would break.'),
  }),
  z.strictObject({
    delete: z
      .string()
      .regex(variableOrEntity, 'expected a variable such as task, or an entity such as Task')
      .describe('The variable of the record to delete; an entity for all its records that meet `where`.'),
    where,
  }),
  z.strictObject({
    restore: camelName.describe('The variable of a deleted record that is brought back: `page`.'),
    else: refusal
      .optional()
      .describe('The answer when the record is not deleted; 409 `not_deleted` when left out.'),
  }),
  z.strictObject({
    signIn: z
      .string()
      .regex(/^[a-z][A-Za-z0-9]*(\s+as\s+[a-z][A-Za-z0-9]*)?$/, 'expected the variable of an account')
      .describe(
        'Begins a session of an account: `user as session` gives `session.token` and `session.expiresAt`.',
      ),
  }),
  z.strictObject({ signOut: z.literal(true).describe('Ends the session of the request.') }),
  z.strictObject({ emit: camelName.describe('Name of an event.'), set: assignments.optional() }),
  z.strictObject({
    send: z
      .strictObject({
        to: expression.describe('The address of the receiver: `subscription.url`.'),
        body: value.describe('What is sent, as JSON.'),
        event: z.string().min(1).optional().describe('Goes along in the header `Webhook-Event`.'),
        secret: expression
          .optional()
          .describe('Signs the body: header `Webhook-Signature: t=…,v1=…`. More choice: `signature`.'),
        signature: signatureSchema.optional(),
        headers: z
          .record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'expected the name of a header'), expression)
          .optional()
          .describe('Header → CEL expression of a text.'),
        attempts: z.int().min(1).max(100).optional().describe('Tries in all; 8 when left out.'),
        backoff: durationText
          .optional()
          .describe('The wait after the first failure, which doubles; 1s when left out.'),
      })
      .describe(
        'A webhook: delivered at least once after the transaction, signed, and tried again when that fails.',
      ),
  }),
] as const;

type SimpleStepDocument = z.infer<(typeof simpleSteps)[number]>;

export interface IfDocument {
  readonly if: string;
  readonly then: readonly StepDocument[];
  readonly else?: readonly StepDocument[] | undefined;
}

export interface EachDocument {
  readonly each: string;
  readonly do: readonly StepDocument[];
  readonly collect?: ValueDocument | undefined;
  readonly as?: string | undefined;
}

export type StepDocument = SimpleStepDocument | IfDocument | EachDocument;

const innerSteps: z.ZodType<readonly StepDocument[]> = z.lazy(() => stepsSchema);

export const stepSchema = z
  .union([
    ...simpleSteps,
    z.strictObject({
      if: expression.describe('A condition that chooses between two lists of steps.'),
      // oxlint-disable-next-line unicorn/no-thenable -- a word of the language
      then: innerSteps.describe('The steps when it holds.'),
      else: innerSteps.optional().describe('The steps when it does not.'),
    }),
    z.strictObject({
      each: z
        .string()
        .min(1)
        .describe('Runs steps for each item of a list: `task in tasks`.')
        .meta({ examples: ['task in tasks'] }),
      do: innerSteps.describe('The steps for one item.'),
      collect: value.optional().describe('A value of each round; together they are a list.'),
      as: camelName.optional().describe('The variable of the collected list.'),
    }),
  ])
  .meta({ id: 'Step' });

/** The steps of an operation, or of a branch in it. */
export const stepsSchema = z.array(stepSchema).min(1);
