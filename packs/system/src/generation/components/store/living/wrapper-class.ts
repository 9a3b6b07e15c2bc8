import { paragraphs } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { Asynchrony } from '../../../plan/asynchrony.ts';
import type { StorageUsage, TableMethod } from '../../../plan/storage-usage.ts';
import { tableMethods, tablesFile } from '../tables-file.ts';

/** A class that is a table around a table: it changes some methods and passes the others on. */
export interface WrapperClass {
  readonly path: string;
  readonly name: string;
  readonly comment: string;
  /** What rows have beside what all have: `{ readonly version: number }`. */
  readonly row?: string;
  /** The further parameters of the constructor, kept as private fields of the same names. */
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    /** Its value when it is left out. */
    readonly standard?: string;
  }[];
  /** The bodies of the methods that it changes. */
  readonly bodies: Partial<Record<TableMethod, string>>;
  /** Further members. */
  readonly members?: readonly string[];
}

const signatures: Readonly<Record<TableMethod, readonly [parameters: string, result: string]>> = {
  find: ['id: string', 'Row | undefined'],
  findBy: ['values: Partial<Row>', 'Row | undefined'],
  list: ['query: ListQuery<Row>', 'Page<Row>'],
  count: ['where: Conditions<Row>', 'number'],
  filter: ['where: Conditions<Row>', 'Row[]'],
  insert: ['values: NewRow<Row>', 'Row'],
  update: ['row: Row, changes: Changes<Row>', 'Row'],
  delete: ['row: Row', 'void'],
};

/** The file of such a class, with the methods that something uses. */
export function renderWrapper(
  wrapper: WrapperClass,
  usage: StorageUsage,
  asynchrony: Asynchrony,
): SourceFile {
  const file = new SourceFile(wrapper.path);
  for (const type of ['Stored', 'Table']) file.imports.type(tablesFile, type);
  const used = tableMethods.filter((method) => usage.methods.has(method));
  const row = wrapper.row === undefined ? 'Row extends Stored' : `Row extends Stored & ${wrapper.row}`;
  const { parameters } = wrapper;
  return file.add(`
/** ${wrapper.comment} */
export class ${wrapper.name}<${row}> implements Table<Row> {
${paragraphs(
  [
    '  readonly #rows: Table<Row>;',
    ...parameters.map(({ name, type }) => `  readonly #${name}: ${type};`),
    '',
    `  constructor(${['rows: Table<Row>', ...parameters.map(({ name, type, standard }) => `${name}: ${type}${standard === undefined ? '' : ` = ${standard}`}`)].join(', ')}) {`,
    '    this.#rows = rows;',
    ...parameters.map(({ name }) => `    this.#${name} = ${name};`),
    '  }',
  ].join('\n'),
  ...used.map((method) => renderMethod(method, wrapper, file, asynchrony)),
  ...(wrapper.members ?? []),
)}
}`);
}

function renderMethod(
  method: TableMethod,
  { bodies }: WrapperClass,
  file: SourceFile,
  { async, promise }: Asynchrony,
): string {
  const [parameters, result] = signatures[method];
  for (const [, type = ''] of `${parameters} ${result} ${bodies[method] ?? ''}`.matchAll(
    /(ListQuery|Page|Conditions|NewRow|Changes)</g,
  )) {
    file.imports.type(tablesFile, type);
  }
  const names = [...parameters.matchAll(/(\w+):/g)].map(([, name]) => name);
  const body = bodies[method];
  const own = body === undefined ? '' : async;
  const text = body ?? `return this.#rows.${method}(${names.join(', ')});`;
  return `  ${own}${method}(${parameters}): ${promise(result)} {\n    ${text}\n  }`;
}
