import { SchemaMismatchError } from '../errors.ts';

/**
 * What the engine asks of a schema: the Standard Schema interface, which Zod, Valibot and ArkType implement.
 * Source: https://standardschema.dev
 */
export interface Schema<In = unknown, Out = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Out> | Promise<SchemaResult<Out>>;
    readonly types?: { readonly input: In; readonly output: Out } | undefined;
  };
}

type SchemaResult<Out> =
  | { readonly value: Out; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export type SchemaInput<S> = S extends Schema<infer In, unknown> ? In : never;
export type SchemaOutput<S> = S extends Schema<unknown, infer Out> ? Out : never;

/** A schema that carries a static type and checks nothing: for values that are trusted, or no data at all. */
export function type<T>(): Schema<T, T> {
  return trusting as Schema<T, T>;
}

const trusting: Schema<unknown> = {
  '~standard': { version: 1, vendor: 'millwright', validate: (value) => ({ value }) },
};

/** Returns the value as the schema gives it, or throws SchemaMismatchError naming `subject`. */
export async function validate<Out>(
  schema: Schema<unknown, Out>,
  value: unknown,
  subject: string,
): Promise<Out> {
  let result = schema['~standard'].validate(value);
  if (result instanceof Promise) result = await result;
  if (result.issues === undefined) return result.value;
  throw new SchemaMismatchError(
    subject,
    result.issues.map((issue) => ({ message: issue.message, path: pathOf(issue) })),
  );
}

function pathOf(issue: StandardIssue): string {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}
