import { SourceFile } from '../../code/source-file.ts';
import { checkFile, queryFile, queryValuesFile } from './api-files.ts';

/** What the routes use of the two files on queries. */
export class QueryUsage {
  hasParameters = false;
  hasOperationsWithout = false;
  /** Names of the exports of the file on values. */
  readonly values = new Set<string>();
}

/** `src/http/query.ts`, or undefined when nothing is asked for by its address alone. */
export function renderQueryFile({ hasParameters, hasOperationsWithout }: QueryUsage): SourceFile | undefined {
  if (!hasParameters && !hasOperationsWithout) return undefined;
  const file = new SourceFile(queryFile);
  file.imports.type('hono', 'Context');
  file.imports.value(checkFile, 'check');
  if (hasOperationsWithout) file.imports.value('zod', 'z');
  else file.imports.type('zod', 'z');
  if (hasOperationsWithout) file.add('const NO_PARAMETERS = z.strictObject({});');
  file.add(`
${hasParameters ? 'export ' : ''}function readQuery<Schema extends z.ZodType>(c: Context, schema: Schema): z.output<Schema> {
  return check(schema, parametersOf(c.req.url));
}`);
  if (hasOperationsWithout) {
    file.add(`
/** For operations without parameters: a misspelt one must not pass unnoticed anywhere. */
export function expectNoQuery(c: Context): void {
  if (c.req.url.includes('?')) readQuery(c, NO_PARAMETERS);
}`);
  }
  return file.add(`
/** A parameter that is given more than once becomes a list, which no schema accepts. */
function parametersOf(url: string): unknown {
  const start = url.indexOf('?');
  if (start === -1) return {};
  const search = new URLSearchParams(url.slice(start + 1));
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const [first, ...others] = search.getAll(name);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}`);
}

const values: Readonly<Record<string, string>> = {
  integerText: `
/** A whole number written in digits. */
export const integerText = z
  .string()
  .regex(/^-?\\d+$/, 'Expected a whole number')
  .transform(Number);`,
  numberText: `
/** A number written in digits, with or without a decimal point. */
export const numberText = z
  .string()
  .regex(/^-?\\d+(\\.\\d+)?$/, 'Expected a number')
  .transform(Number);`,
  booleanText: `
export const booleanText = z.enum(['true', 'false']).transform((text) => text === 'true');`,
  listText: `
/** Values with commas between them. */
export function listText<Item extends z.ZodType>(item: Item) {
  return z.preprocess((text) => (typeof text === 'string' ? text.split(',') : text), z.array(item));
}`,
  sortBy: `
/** Names of fields with commas between them, each with a leading \`-\` for descending order. */
export function sortBy<const Field extends string>(fields: readonly Field[]) {
  const name = z.enum(fields.flatMap((field) => [field, \`-\${field}\`] as const));
  return z.preprocess(
    (text) => (typeof text === 'string' ? text.split(',') : text),
    z.array(name).max(fields.length),
  );
}`,
};

/** `src/http/query-values.ts`: values of query parameters, which arrive as text. */
export function renderQueryValuesFile({ values: used }: QueryUsage): SourceFile | undefined {
  const names = Object.keys(values).filter((name) => used.has(name));
  if (names.length === 0) return undefined;
  const file = new SourceFile(queryValuesFile);
  file.imports.value('zod', 'z');
  for (const name of names) file.add(values[name] ?? '');
  return file;
}
