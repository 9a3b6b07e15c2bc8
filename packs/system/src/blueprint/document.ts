import { z } from 'zod';
import { scenarioSchema } from './document/scenario.ts';

/**
 * The blueprint as a person writes it: the shape of the YAML document. What the strings mean (field notation, CEL,
 * `open -> done`) is read later, with the place of every error.
 */

const name = (pattern: RegExp, what: string) => z.string().regex(pattern, `expected ${what}`);
const pascalName = name(/^[A-Z][A-Za-z0-9]*$/, 'a PascalCase name such as TaskList');
const camelName = name(/^[a-z][A-Za-z0-9]*$/, 'a camelCase name such as dueDate');
const kebabName = name(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a kebab-case name such as task-list');

const fieldNotation = z
  .string()
  .min(1)
  .describe(
    'type, constraints, default: `text 1..200`, `integer 0..10 = 3`, `low | medium | high = low`, `email unique`, `Member?`, `text[]`',
  )
  .meta({
    id: 'FieldNotation',
    examples: ['text 1..200', 'integer 0..10 = 3', 'low | medium | high = low', 'Member?'],
  });

const longField = z.strictObject({
  type: fieldNotation,
  description: z.string().optional().describe('What the field means, for people.'),
});

const fieldsSchema = z
  .record(camelName, z.union([fieldNotation, longField]))
  .describe('Field name → field notation.')
  .meta({ id: 'Fields' });

const entitySchema = z
  .strictObject({
    description: z.string().optional().describe('What a record of it is, in one sentence.'),
    plural: pascalName.optional().describe('PascalCase plural, when the regular one is wrong.'),
    fields: fieldsSchema,
    unique: z
      .array(z.array(camelName).min(2))
      .optional()
      .describe('Sets of fields whose combined values are unique: `[[room, day]]`.'),
    states: z
      .strictObject({
        field: camelName.default('status').describe('Name of the field that holds the state.'),
        values: z.array(z.string().min(1)).min(2).describe('All states; a new record is in the first.'),
        actions: z
          .record(camelName, z.string())
          .describe(
            '`complete: open -> completed`, `archive: open, completed -> archived`, `reset: any -> open`.',
          ),
      })
      .optional()
      .describe('The states of a record and the actions that lead from one to another.'),
    api: z
      .array(z.enum(['create', 'list', 'read', 'update', 'delete']))
      .optional()
      .describe('The standard operations; all five when left out.'),
    filters: z
      .array(camelName)
      .optional()
      .describe('Fields a list can be filtered by; all scalar ones when left out.'),
    sort: z
      .string()
      .optional()
      .describe(
        'Order of a list when the client asks for none: `dueDate`, `-createdAt`. `createdAt` when left out.',
      ),
  })
  .meta({ id: 'Entity' });

const expression = z.string().min(1).describe('A CEL expression.').meta({ id: 'Expression' });
const value = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .describe('A CEL expression, or a literal that is not text. A bare word may stand for a value of an enum.')
  .meta({ id: 'Value' });
const assignments = z.record(camelName, value).describe('Field → expression.').meta({ id: 'Assignments' });
const refusal = z
  .string()
  .regex(/^4\d\d [a-z][a-z0-9_]*(: .+)?$/, 'expected a status and a code such as "409 already_full"')
  .describe('`409 already_full`, or with a message: `"409 already_full: There is no place left"`.')
  .meta({ id: 'Refusal', examples: ['404 not_found', '409 already_full: There is no place left'] });

const entityVariable = (what: string) =>
  z.string().min(1).describe(`${what}: \`Shift\`, \`Shift as shift\`.`);
const fromInput = z
  .literal('input')
  .optional()
  .describe('Copies the fields of the input that the record has, before `set`.');

const stepSchema = z
  .union([
    z.strictObject({
      load: entityVariable('Reads one record'),
      by: z
        .union([expression, assignments])
        .optional()
        .describe(
          'The id, or unique fields. The path parameter named like the variable or the entity when left out.',
        ),
      else: refusal.optional(),
    }),
    z.strictObject({
      list: entityVariable('Reads a page of records'),
      where: expression.optional().describe('A condition on each record, which is `record` in it.'),
      filters: z.array(camelName).optional().describe('Fields the query may filter by.'),
      sort: z.string().optional().describe('`dueDate`, `-createdAt`.'),
      limit: z
        .int()
        .min(1)
        .max(1000)
        .optional()
        .describe('Records on a page when the client asks for no number.'),
    }),
    z.strictObject({
      count: entityVariable('Counts records; the variable is a number'),
      where: expression.optional().describe('A condition on each record, which is `record` in it.'),
    }),
    z.strictObject({
      require: expression.describe('A condition; the operation ends with `else` when it does not hold.'),
      else: refusal,
    }),
    z.strictObject({ compute: camelName.describe('Name of a new variable.'), value }),
    z.strictObject({
      create: entityVariable('Creates a record'),
      from: fromInput,
      set: assignments.optional(),
    }),
    z.strictObject({
      update: camelName.describe('The variable of the record to change.'),
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
    z.strictObject({ delete: camelName.describe('The variable of the record to delete.') }),
    z.strictObject({ emit: camelName.describe('Name of an event.'), set: assignments.optional() }),
  ])
  .meta({ id: 'Step' });

export const operationSchema = z
  .strictObject({
    summary: z.string().min(1).optional().describe('One sentence in the imperative.'),
    http: z
      .string()
      .min(1)
      .describe('Method and path: `POST /shifts/{shift}/places`.')
      .meta({ pattern: '^(GET|POST|PUT|PATCH|DELETE) /', examples: ['POST /shifts/{shift}/places'] }),
    input: z
      .union([pascalName, fieldsSchema])
      .optional()
      .describe('The fields of the JSON body, or the name of an entity: all its fields that may be given.'),
    query: fieldsSchema.optional().describe('Query parameters besides those of a `list` step.'),
    do: z.array(stepSchema).min(1).describe('The steps, in order, as one transaction.'),
    answer: z
      .union([
        z.int().min(200).max(299),
        z.strictObject({
          status: z.int().min(200).max(299).optional(),
          body: z
            .union([camelName, assignments])
            .optional()
            .describe('A variable, or the fields of an object, each a CEL expression.'),
        }),
      ])
      .optional()
      .describe('Status, or status and body. By convention when left out.'),
    answers: z.array(z.string()).optional().describe('Ids of the statements that ask for it.'),
  })
  .meta({ id: 'Operation' });

const componentSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('ApiEndpoint'), operations: z.array(camelName).optional() }),
    z.strictObject({
      kind: z.literal('Controller'),
      entity: pascalName,
      operations: z.array(camelName).optional(),
    }),
    z.strictObject({ kind: z.literal('Store'), entities: z.array(pascalName).optional() }),
  ])
  .meta({ id: 'Component' });

const bindingArrow = z.string().min(1).describe('`api.task -> taskController.requests`.');
const bindingSchema = z
  .union([
    bindingArrow,
    z.strictObject({
      connect: bindingArrow,
      buffer: z.int().min(1).max(1_000_000).optional().describe('Messages that may wait.'),
    }),
  ])
  .meta({ id: 'Binding' });

export const blueprintSchema = z.strictObject({
  millwright: z.literal(1).describe('Version of the blueprint language.'),
  name: kebabName.describe('Name of the system, kebab-case.'),
  title: z.string().min(1).optional().describe('Name of the system for people.'),
  description: z.string().optional().describe('What the system is for.'),
  entities: z.record(pascalName, entitySchema).describe('The kinds of records it keeps.'),
  events: z.record(camelName, fieldsSchema).optional().describe('Facts that operations announce.'),
  operations: z
    .record(camelName, operationSchema)
    .optional()
    .describe('Operations besides the standard ones; one of the same name or path replaces a standard one.'),
  storage: z
    .union([
      z.enum(['memory', 'sqlite']),
      z.strictObject({ kind: z.literal('sqlite'), file: z.string().min(1) }),
    ])
    .default('memory')
    .describe('Where records are kept.'),
  interfaces: z
    .strictObject({
      http: z
        .strictObject({
          port: z.int().min(1).max(65_535).default(8080),
          prefix: z
            .string()
            .regex(/^(\/[a-z0-9][a-z0-9._-]*)+$/, 'expected a path such as /api')
            .optional()
            .describe('Stands before every path.'),
        })
        .optional(),
    })
    .optional()
    .describe('How the world reaches the system.'),
  components: z
    .record(camelName, componentSchema)
    .optional()
    .describe('The parts of the system; derived from the entities when left out.'),
  bindings: z
    .array(bindingSchema)
    .optional()
    .describe('Which port sends to which; derived from the components when left out.'),
  scenarios: z.array(scenarioSchema).optional().describe('Requests in order, each with what must come back.'),
});

/** What a person or an analyser writes: defaults not yet filled in. */
export type BlueprintDocument = z.input<typeof blueprintSchema>;
export type ReadBlueprint = z.output<typeof blueprintSchema>;

export type FieldsDocument = z.infer<typeof fieldsSchema>;
export type EntityDocument = z.output<typeof entitySchema>;
export type OperationDocument = z.infer<typeof operationSchema>;
export type StepDocument = z.infer<typeof stepSchema>;
export type ScenarioDocument = z.infer<typeof scenarioSchema>;
export type ValueDocument = z.infer<typeof value>;
export type AssignmentsDocument = z.infer<typeof assignments>;
