/** What the OpenAPI document of a running system says of its operations. Nothing else is known about it here. */

export type Schema = Readonly<Record<string, unknown>>;

export interface DescribedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly isRequired: boolean;
  readonly schema: Schema;
}

export interface DescribedOperation {
  readonly method: string;
  /** `/tasks/{task}`. */
  readonly path: string;
  readonly parameters: readonly DescribedParameter[];
  /** Whether it wants a bearer token. */
  readonly isForBearers: boolean;
  /** Of a JSON body; absent when the operation takes none. */
  readonly body?: Schema;
  /** Status, or `default`, or `4XX` → the schema of each content type, in lower case. */
  readonly responses: ReadonlyMap<string, ReadonlyMap<string, Schema>>;
}

export interface ApiDescription {
  readonly operations: readonly DescribedOperation[];
  /** The schema itself, or the one that its `$ref` names. */
  readonly resolve: (schema: Schema) => Schema;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];
/** Answers that never end, or that are not read as a whole. */
const streams = ['text/event-stream'];

/** Reads OpenAPI 3.1. What cannot be read is left out. */
export function describeApi(document: unknown): ApiDescription {
  const resolve = (schema: Schema): Schema => {
    const reference = schema['$ref'];
    return typeof reference === 'string' ? resolve(objectAt(document, pointerOf(reference))) : schema;
  };
  const schemes = Object.entries(objectAt(document, ['components', 'securitySchemes']));
  const bearers = new Set(
    schemes.flatMap(([name, scheme]) => (isBearer(resolve(objectAt(scheme, []))) ? [name] : [])),
  );
  const isForBearers = (operation: Schema) =>
    listAt(operation, 'security').some((needs) => Object.keys(needs).some((name) => bearers.has(name)));
  const paths = Object.entries(objectAt(document, ['paths']));
  const operations = paths.flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = objectAt(item, [method]);
      return Object.keys(operation).length === 0
        ? []
        : [
            {
              ...readOperation(method.toUpperCase(), path, operation, resolve),
              isForBearers: isForBearers(operation),
            },
          ];
    }),
  );
  return { operations: operations.filter((operation) => !isStream(operation)), resolve };
}

function readOperation(
  method: string,
  path: string,
  operation: Schema,
  resolve: ApiDescription['resolve'],
): Omit<DescribedOperation, 'isForBearers'> {
  const body = contentOf(resolve(objectAt(operation, ['requestBody']))).get('application/json');
  const responses = Object.entries(objectAt(operation, ['responses'])).map(
    ([status, response]) => [status.toUpperCase(), contentOf(resolve(objectAt(response, [])))] as const,
  );
  return {
    method,
    path,
    parameters: listAt(operation, 'parameters').map((parameter) => readParameter(resolve(parameter))),
    ...(body === undefined ? {} : { body }),
    responses: new Map(
      responses.map(([status, content]) => [status === 'DEFAULT' ? 'default' : status, content]),
    ),
  };
}

function isBearer({ type, scheme }: Schema): boolean {
  return type === 'http' && String(scheme).toLowerCase() === 'bearer';
}

function readParameter(parameter: Schema): DescribedParameter {
  return {
    name: String(parameter['name']),
    in: parameter['in'] as DescribedParameter['in'],
    isRequired: parameter['required'] === true,
    schema: objectAt(parameter, ['schema']),
  };
}

function contentOf(holder: Schema): ReadonlyMap<string, Schema> {
  const entries = Object.entries(objectAt(holder, ['content']));
  return new Map(entries.map(([type, content]) => [type.toLowerCase(), objectAt(content, ['schema'])]));
}

function isStream({ responses }: DescribedOperation): boolean {
  return [...responses].some(
    ([status, content]) => status === '101' || streams.some((type) => content.has(type)),
  );
}

function pointerOf(reference: string): readonly string[] {
  return reference
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The object at a path, empty when there is none. */
function objectAt(value: unknown, path: readonly string[]): Schema {
  let found: unknown = value;
  for (const key of path) found = isObject(found) ? found[key] : undefined;
  return isObject(found) ? found : {};
}

function listAt(value: Schema, key: string): readonly Schema[] {
  const list = value[key];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
