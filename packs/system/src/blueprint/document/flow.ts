import { z } from 'zod';
import { durationText } from './duration.ts';
import { fieldsSchema, type FieldsDocument } from './fields.ts';
import { camelName } from './names.ts';
import { signatureSchema, type SignatureDocument } from './signature.ts';
import { stepSchema, type StepDocument } from './step.ts';
import { expression, type ValueDocument, value } from './values.ts';

const headers = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'expected the name of a header'), expression)
  .describe('Header → CEL expression of a text.');

export interface CallDocument {
  readonly call: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: ValueDocument | undefined;
  readonly answer?: FieldsDocument | undefined;
  readonly as?: string | undefined;
  readonly timeout?: string | undefined;
  readonly signature?: SignatureDocument | undefined;
  readonly undo?: readonly FlowStepDocument[] | undefined;
}

export interface NamedStepDocument {
  readonly step: string;
  readonly do: readonly FlowStepDocument[];
  readonly undo?: readonly FlowStepDocument[] | undefined;
}

export interface WaitDocument {
  readonly wait: string;
}

export type FlowStepDocument = StepDocument | CallDocument | NamedStepDocument | WaitDocument;

const flowSteps: z.ZodType<readonly FlowStepDocument[]> = z.lazy(() => flowStepsSchema);
const undo = flowSteps.optional().describe('Takes it back when a later step fails for good.');

const flowStepSchema = z
  .union([
    ...stepSchema.options,
    z.strictObject({
      call: z
        .string()
        .min(1)
        .describe(
          'A request to another system: method, then an address with expressions in braces, `POST {config.paymentUrl}/charges/{event.order}`.',
        ),
      headers: headers.optional(),
      body: value.optional().describe('Sent as JSON.'),
      answer: fieldsSchema.optional().describe('The fields that are read from the JSON of the answer.'),
      as: camelName.optional().describe('The variable of the answer.'),
      timeout: durationText.optional().describe('How long an answer may take; 10 seconds when left out.'),
      signature: signatureSchema.optional(),
      undo,
    }),
    z.strictObject({
      step: camelName.describe('A named part of the flow, which may be taken back.'),
      do: flowSteps,
      undo,
    }),
    z.strictObject({ wait: durationText.or(expression).describe('`15m`, or an expression of a duration.') }),
  ])
  .meta({ id: 'FlowStep' });

const flowStepsSchema = z.array(flowStepSchema).min(1);

export const flowSchema = z
  .strictObject({
    on: z
      .string()
      .min(1)
      .optional()
      .describe(
        'An event of the blueprint, or a change of a record: `Order created`, `Order updated`, `Order deleted`, `Order paid` (a state it enters).',
      ),
    when: expression.optional().describe('A condition on `event`; otherwise nothing happens.'),
    after: durationText.or(expression).optional().describe('How long after the event: `24h`.'),
    at: expression.optional().describe('The instant at which it runs: `event.dueAt - hours(1)`.'),
    every: z.string().min(1).optional().describe('`15m`, `hour`, `day at 03:00`, `monday at 09:00` (UTC).'),
    cron: z.string().min(1).optional().describe('A cron rule of five fields (UTC): `0 3 * * *`.'),
    do: flowStepsSchema.describe('The steps, in order.'),
    retry: z
      .strictObject({
        attempts: z.int().min(1).max(100).optional().describe('Tries in all; 5 when left out.'),
        backoff: durationText
          .optional()
          .describe('The wait after the first failure, which doubles; 1s when left out.'),
      })
      .optional(),
    failed: flowStepsSchema
      .optional()
      .describe('What is done when it has failed for good; `failure.code` and `failure.message` say why.'),
  })
  .meta({ id: 'Flow' });

export type FlowDocument = z.infer<typeof flowSchema>;
