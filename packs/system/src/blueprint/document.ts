import { z } from 'zod';

/**
 * The blueprint as a person writes it: the shape of the YAML document. What the strings mean (field notation, CEL,
 * `open -> done`) is read later, with the place of every error.
 */

const name = (pattern: RegExp, what: string) => z.string().regex(pattern, `expected ${what}`);
const pascalName = name(/^[A-Z][A-Za-z0-9]*$/, 'a PascalCase name such as TaskList');
const camelName = name(/^[a-z][A-Za-z0-9]*$/, 'a camelCase name such as dueDate');
const kebabName = name(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a kebab-case name such as task-list');

/** Field notation: `text 1..200`, `integer 0..10 = 3`, `low | medium | high = low`, `text? unique`, `Member`, `text[]`. */
const fieldNotation = z.string().min(1);

const longField = z.strictObject({
  type: fieldNotation,
  description: z.string().optional(),
});

export const fieldsSchema = z.record(camelName, z.union([fieldNotation, longField]));

export const entitySchema = z.strictObject({
  description: z.string().optional(),
  /** PascalCase plural, when the regular one is wrong. */
  plural: pascalName.optional(),
  fields: fieldsSchema,
  /** Combined uniqueness: `[[room, day]]`. */
  unique: z.array(z.array(camelName).min(2)).optional(),
  states: z
    .strictObject({
      field: camelName.default('status'),
      /** The first is the initial one. */
      values: z.array(z.string().min(1)).min(2),
      /** `complete: open -> completed`, `archive: open, completed -> archived`, `reset: * -> open`. */
      actions: z.record(camelName, z.string()),
    })
    .optional(),
  /** The standard operations the HTTP interface offers; all five when left out. */
  api: z.array(z.enum(['create', 'list', 'read', 'update', 'delete'])).optional(),
  /** Fields a list can be filtered by; all scalar ones when left out. */
  filters: z.array(camelName).optional(),
  /** Order of a list when the client asks for none: `dueDate`, `-createdAt`. `createdAt` when left out. */
  sort: z.string().optional(),
});

/** An expression in CEL, or a literal that is not text. */
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const assignments = z.record(camelName, value);
/** `409 already_full` or `409 already_full: There is no place left`. */
const refusal = z
  .string()
  .regex(/^4\d\d [a-z][a-z0-9_]*(: .+)?$/, 'expected a status and a code such as "409 already_full"');

export const stepSchema = z.union([
  z.strictObject({
    /** `Shift`, `Shift as shift`. By the path parameter of that name unless `by` says otherwise. */
    load: z.string(),
    by: z.union([z.string(), assignments]).optional(),
    else: refusal.optional(),
  }),
  z.strictObject({
    list: z.string(),
    where: z.string().optional(),
    filters: z.array(camelName).optional(),
    sort: z.string().optional(),
    limit: z.int().min(1).max(1000).optional(),
  }),
  z.strictObject({ count: z.string(), where: z.string().optional() }),
  z.strictObject({ require: z.string(), else: refusal }),
  z.strictObject({ compute: camelName, value }),
  z.strictObject({
    create: z.string(),
    from: z.literal('input').optional(),
    set: assignments.optional(),
  }),
  z.strictObject({ update: camelName, from: z.literal('input').optional(), set: assignments.optional() }),
  z.strictObject({ upsert: z.string(), key: assignments, set: assignments.optional() }),
  z.strictObject({ increment: z.string(), by: value.optional(), else: refusal.optional() }),
  z.strictObject({ delete: camelName }),
  z.strictObject({ emit: camelName, set: assignments.optional() }),
]);

export const operationSchema = z.strictObject({
  summary: z.string().optional(),
  /** `POST /shifts/{shift}/places`. */
  http: z.string(),
  input: fieldsSchema.optional(),
  query: fieldsSchema.optional(),
  do: z.array(stepSchema).min(1),
  answer: z
    .union([
      z.int().min(200).max(299),
      z.strictObject({
        status: z.int().min(200).max(299).optional(),
        /** A variable, or the fields of an object, each a CEL expression. */
        body: z.union([camelName, assignments]).optional(),
      }),
    ])
    .optional(),
  answers: z.array(z.string()).optional(),
});

const json: z.ZodType<unknown> = z.json();

export const scenarioSchema = z.strictObject({
  title: z.string(),
  proves: z.array(z.string()).optional(),
  steps: z
    .array(
      z.union([
        z.strictObject({
          /** `POST /tasks`, with `${name}` for saved values. */
          request: z.string(),
          body: json.optional(),
          headers: z.record(z.string(), z.string()).optional(),
          expect: z.union([
            z.int(),
            z.strictObject({
              status: z.int(),
              body: json.optional(),
              count: z.int().optional(),
              includes: json.optional(),
              excludes: json.optional(),
              headers: z.record(z.string(), z.string()).optional(),
            }),
          ]),
          save: z.record(camelName, z.string()).optional(),
        }),
        z.strictObject({ restart: z.literal(true) }),
        z.strictObject({ configuration: z.record(z.string(), json) }),
      ]),
    )
    .min(1),
});

export const componentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ApiEndpoint'), operations: z.array(camelName).optional() }),
  z.strictObject({
    kind: z.literal('Controller'),
    entity: pascalName,
    operations: z.array(camelName).optional(),
  }),
  z.strictObject({ kind: z.literal('Store'), entities: z.array(pascalName).optional() }),
]);

/** `api.task -> taskController.requests`. */
const bindingArrow = z.string();
export const bindingSchema = z.union([
  bindingArrow,
  z.strictObject({ connect: bindingArrow, buffer: z.int().min(1).max(1_000_000).optional() }),
]);

export const blueprintSchema = z.strictObject({
  /** Version of the blueprint language. */
  millwright: z.literal(1),
  name: kebabName,
  title: z.string().min(1).optional(),
  description: z.string().optional(),
  entities: z.record(pascalName, entitySchema),
  events: z.record(camelName, fieldsSchema).optional(),
  operations: z.record(camelName, operationSchema).optional(),
  storage: z
    .union([
      z.enum(['memory', 'sqlite']),
      z.strictObject({ kind: z.literal('sqlite'), file: z.string().min(1) }),
    ])
    .default('memory'),
  interfaces: z
    .strictObject({
      http: z
        .strictObject({
          port: z.int().min(1).max(65_535).default(8080),
          prefix: z
            .string()
            .regex(/^(\/[a-z0-9][a-z0-9._-]*)+$/, 'expected a path such as /api')
            .optional(),
        })
        .optional(),
    })
    .optional(),
  components: z.record(camelName, componentSchema).optional(),
  bindings: z.array(bindingSchema).optional(),
  scenarios: z.array(scenarioSchema).optional(),
});

/** What a person or an analyser writes: defaults not yet filled in. */
export type BlueprintDocument = z.input<typeof blueprintSchema>;
export type ReadBlueprint = z.output<typeof blueprintSchema>;
