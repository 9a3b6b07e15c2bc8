import { z } from 'zod';
import { accepts } from './document/accepts.ts';
import { apiSchema } from './document/api.ts';
import { statesSchema } from './document/states.ts';
import { interfacesSchema } from './document/interfaces.ts';
import { bindingSchema, componentSchema } from './document/component.ts';
import { fieldsSchema, namedTypeSchema } from './document/fields.ts';
import { headerFields, pathFields } from './document/request-fields.ts';
import { feedSchema } from './document/feed.ts';
import { filtersSchema } from './document/filters.ts';
import { sortSchema } from './document/sort.ts';
import { flowSchema } from './document/flow.ts';
import { expiresSchema, softDeleteSchema, uniqueSchema, versionsSchema } from './document/life.ts';
import { scenarioSchema } from './document/scenario.ts';
import { accessSchema, accessWords, rate, seedSchema } from './document/access.ts';
import { camelName, inputType, kebabName, pascalName } from './document/names.ts';
import { partial } from './document/partial.ts';
import { signatureSchema } from './document/signature.ts';
import { idempotent } from './document/idempotent.ts';
import { slotSchema } from './document/slots.ts';
import { stepsSchema } from './document/step.ts';
import { answerSchema } from './document/answer.ts';
import { expression } from './document/values.ts';

/**
 * The blueprint as a person writes it: the shape of the YAML document. What the strings mean (field notation, CEL,
 * `open -> done`) is read later, with the place of every error.
 */

const entitySchema = z
  .strictObject({
    description: z.string().optional().describe('What a record of it is, in one sentence.'),
    plural: pascalName.optional().describe('PascalCase plural, when the regular one is wrong.'),
    was: pascalName
      .optional()
      .describe(
        'What the entity was called in earlier versions: stored records are kept under the new name.',
      ),
    fields: fieldsSchema,
    unique: uniqueSchema.optional(),
    states: statesSchema.optional(),
    softDelete: softDeleteSchema.optional(),
    expires: expiresSchema.optional(),
    versions: versionsSchema.optional(),
    api: apiSchema.optional(),
    rules: stepsSchema
      .optional()
      .describe(
        'Steps that run after every write of a record, which is the variable named like the entity: load, find, list, count, compute, require, refuse, if, each.',
      ),
    owner: camelName
      .optional()
      .describe('The reference to the account whose record it is; set when a record is created.'),
    tenant: camelName
      .optional()
      .describe('The reference to what a record belongs to; nobody sees records of another than his own.'),
    visible: expression
      .optional()
      .describe('A condition on `record` and `actor`: whoever it does not hold for cannot see the record.'),
    envelope: z
      .boolean()
      .optional()
      .describe('The list is answered as `{ items, total, limit, offset }` instead of an array.'),
    paging: z
      .enum(['offset', 'cursor'])
      .optional()
      .describe('Pages by `offset`, or by a `cursor` that stays true while records come and go.'),
    filters: filtersSchema.optional(),
    search: z
      .array(camelName)
      .min(1)
      .optional()
      .describe('Fields that the query parameter `q` of a list searches, word by word.'),
    sort: sortSchema
      .optional()
      .describe(
        'Order of a list when the client asks for none: `dueDate`, `[-priority, dueDate]`. `createdAt` when left out.',
      ),
  })
  .meta({ id: 'Entity' });

export const operationSchema = z
  .strictObject({
    summary: z.string().min(1).optional().describe('One sentence in the imperative.'),
    http: z
      .string()
      .min(1)
      .describe('Method and path: `POST /shifts/{shift}/places`.')
      .meta({ pattern: '^(GET|POST|PUT|PATCH|DELETE) /', examples: ['POST /shifts/{shift}/places'] }),
    input: z
      .union([inputType, fieldsSchema])
      .optional()
      .describe(
        'The fields of the JSON body; the name of an entity: all its fields that may be given; or a list: `Task[] 1..100`.',
      ),
    upload: z
      .string()
      .min(1)
      .optional()
      .describe('The body is a file: `file image/png|image/jpeg ..5MB`; `input` is what is known of it.'),
    path: pathFields.optional(),
    query: fieldsSchema.optional().describe('Query parameters besides those of a `list` step.'),
    headers: headerFields.optional(),
    do: stepsSchema
      .default([])
      .describe('The steps, in order, as one transaction; none where the answer says it all.'),
    answer: answerSchema.optional(),
    access: accessWords.optional(),
    rate: rate.optional(),
    signature: signatureSchema
      .optional()
      .describe(
        'The raw body must be signed like this; everything else is refused with 401 `invalid_signature`.',
      ),
    idempotent: idempotent.optional(),
    accepts: accepts.optional(),
    partial: partial.optional(),
    answers: z.array(z.string()).optional().describe('Ids of the statements that ask for it.'),
  })
  .meta({ id: 'Operation' });

export const blueprintSchema = z.strictObject({
  millwright: z.literal(1).describe('Version of the blueprint language.'),
  name: kebabName.describe('Name of the system, kebab-case.'),
  title: z.string().min(1).optional().describe('Name of the system for people.'),
  description: z.string().optional().describe('What the system is for.'),
  types: z
    .record(pascalName, namedTypeSchema)
    .optional()
    .describe('Objects and enums with a name, which fields use as their type.'),
  config: fieldsSchema
    .optional()
    .describe(
      'What the environment gives: `maxPlaces: integer = 5` is the variable MAX_PLACES, and `config.maxPlaces` in expressions. `secret` is a text that is never logged.',
    ),
  entities: z.record(pascalName, entitySchema).default({}).describe('The kinds of records it keeps.'),
  events: z.record(camelName, fieldsSchema).optional().describe('Facts that operations announce.'),
  operations: z
    .record(camelName, operationSchema)
    .optional()
    .describe('Operations besides the standard ones; one of the same name or path replaces a standard one.'),
  access: accessSchema.optional().describe('Who may send requests, and how they say who they are.'),
  seed: seedSchema
    .optional()
    .describe('Records that are created once, when the store has none of their kind.'),
  feeds: z
    .record(camelName, feedSchema)
    .optional()
    .describe('Streams of events over HTTP, as server-sent events.'),
  flows: z
    .record(camelName, flowSchema)
    .optional()
    .describe('What the system does by itself: on events, and at certain times.'),
  storage: z
    .union([
      z.enum(['memory', 'sqlite', 'postgresql']),
      z.strictObject({ kind: z.literal('sqlite'), file: z.string().min(1) }),
    ])
    .default('memory')
    .describe('Where records are kept.'),
  interfaces: interfacesSchema.optional().describe('How the world reaches the system.'),
  slots: z
    .record(camelName, slotSchema)
    .optional()
    .describe('Functions for what expressions cannot say, written by a person or a model.'),
  components: z
    .record(camelName, componentSchema)
    .optional()
    .describe(
      'The parts of the system. Those that serve records are derived from the entities when none is written.',
    ),
  bindings: z
    .array(bindingSchema)
    .optional()
    .describe(
      'Which port sends to which. Those between the parts that serve records are derived when none is written.',
    ),
  scenarios: z.array(scenarioSchema).optional().describe('Requests in order, each with what must come back.'),
});

/** What a person or an analyser writes: defaults not yet filled in. */
export type BlueprintDocument = z.input<typeof blueprintSchema> & {
  entities: Record<string, z.input<typeof entitySchema>>;
};
export type ReadBlueprint = z.output<typeof blueprintSchema>;

export type { FieldsDocument, LongFieldDocument, NamedTypeDocument } from './document/fields.ts';
export type EntityDocument = z.output<typeof entitySchema>;
export type OperationDocument = z.infer<typeof operationSchema>;
export type ScenarioDocument = z.infer<typeof scenarioSchema>;
export type { ApiDocument, StandardOptionsDocument } from './document/api.ts';
export type { ActionDocument, LongActionDocument, StatesDocument } from './document/states.ts';
export type { FilterComparison, FilterDocument } from './document/filters.ts';
export type { SlotDocument } from './document/slots.ts';
export type { StepDocument } from './document/step.ts';
export type { BindingDocument, ComponentDocument } from './document/component.ts';
export type { AssignmentsDocument, StructuredDocument, ValueDocument } from './document/values.ts';
