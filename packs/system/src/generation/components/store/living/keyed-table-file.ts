import { lines } from '../../../code/blocks.ts';
import type { SourceFile } from '../../../code/source-file.ts';
import type { Asynchrony } from '../../../plan/asynchrony.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import { problemFile } from '../../domain/refusal.ts';
import { renderWrapper } from './wrapper-class.ts';

export const keyedTableFile = 'src/storage/keyed-table.ts';

/** Whether the keys of some entity ignore case, hold for some rows only, refuse in words of their own, or end with their rows. */
export interface KeyFeatures {
  readonly ignoresCase: boolean;
  readonly isPartial: boolean;
  /** The blueprint says for which rows some key holds. */
  readonly hasConditions: boolean;
  readonly hasRefusals: boolean;
  readonly expires: boolean;
}

/** `src/storage/keyed-table.ts`. */
export function renderKeyedTable(
  usage: StorageUsage,
  features: KeyFeatures,
  asynchrony: Asynchrony,
): SourceFile {
  const { await: wait } = asynchrony;
  const isGone = { name: 'isGone', type: '(row: Row) => boolean', standard: '() => false' };
  const file = renderWrapper(
    {
      path: keyedTableFile,
      name: 'KeyedTable',
      comment:
        'Keeps each key as text in a column of its own, so that no two rows that hold one have the same.',
      parameters: [{ name: 'keys', type: 'readonly Key<Row>[]' }, ...(features.expires ? [isGone] : [])],
      bodies: {
        findBy: renderFindBy(features),
        insert: `const claims = ${wait}this.#claim(values as unknown as Row);
    return this.#rows.insert({ ...values, ...claims });`,
        update: `if (Object.keys(changes).length === 0) return row;
    const claims = ${wait}this.#claim({ ...row, ...changes });
    return this.#rows.update(row, { ...changes, ...claims });`,
      },
      members: [renderClaim(features, asynchrony), renderExpectFree(features, asynchrony)],
    },
    usage,
    asynchrony,
  );
  file.imports.value(problemFile, 'notUnique');
  file.add(renderKey(features, file));
  return file.add(renderTextOf(features, wait !== '', file));
}

function renderFindBy({ hasConditions }: KeyFeatures): string {
  const parameters = hasConditions ? '({ fields, isPartial }) => !isPartial && ' : '({ fields }) => ';
  return `const names = Object.keys(values);
    const key = this.#keys.find(${parameters}fields.length === names.length && fields.every((field) => field in values));
    if (key === undefined) return this.#rows.findBy(values);
    return this.#rows.findBy({ [key.column]: textOf(key, values) } as Partial<Row>);`;
}

function renderClaim({ isPartial }: KeyFeatures, { await: wait, async, promise }: Asynchrony): string {
  return `  /** The values of the columns that keep the keys. Refuses one that another row has. */
  ${async}#claim(row: Row): ${promise('Partial<Row>')} {
    const claims: Record<string, string | null> = {};
    for (const key of this.#keys) {
      const text = ${isPartial ? 'key.isHeldBy?.(row) === false ? null : ' : ''}textOf(key, row);
      if (text !== null) ${wait}this.#expectFree(key, text, row);
      claims[key.column] = text;
    }
    return claims as Partial<Row>;
  }`;
}

function renderExpectFree(
  { expires, hasRefusals }: KeyFeatures,
  { await: wait, async, promise }: Asynchrony,
): string {
  return `  ${async}#expectFree(key: Key<Row>, text: string, row: Row): ${promise('void')} {
    const other = ${wait}this.#rows.findBy({ [key.column]: text } as Partial<Row>);
    if (other === undefined || other.id === row.id) return;
    ${expires ? `if (this.#isGone(other)) ${wait}this.#rows.update(other, { [key.column]: null } as Changes<Row>);\n    else ` : ''}throw ${hasRefusals ? 'key.refusal?.() ?? ' : ''}notUnique(key.fields);
  }`;
}

function renderKey(features: KeyFeatures, file: SourceFile): string {
  if (features.hasRefusals) file.imports.type(problemFile, 'Problem');
  return `
/** Fields whose values, taken together, no two rows share. A missing value is shared with nobody. */
export interface Key<Row> {
${lines(
  '  readonly column: keyof Row & string;',
  '  readonly fields: readonly (keyof Row & string)[];',
  features.ignoresCase && '  readonly ignoreCase?: boolean;',
  features.isPartial &&
    '  /** Rows that do not meet it share their values with whomever they like. */\n  readonly isHeldBy?: (record: Row) => boolean;',
  features.hasConditions &&
    '  /** Its values do not pick one row for certain. */\n  readonly isPartial?: boolean;',
  features.hasRefusals && '  readonly refusal?: () => Problem;',
)}
}`;
}

function renderTextOf({ ignoresCase }: KeyFeatures, isIndexedByValue: boolean, file: SourceFile): string {
  const folded = ignoresCase
    ? "values.map((value) => (ignoreCase && typeof value === 'string' ? value.toLowerCase() : value))"
    : 'values';
  if (isIndexedByValue) file.imports.value('node:crypto', 'createHash');
  const text = `JSON.stringify(${folded})`;
  const result = isIndexedByValue
    ? `  const text = ${text};
  // An index of the database takes no long texts.
  return text.length < 500 ? text : createHash('sha256').update(text).digest('base64');`
    : `  return ${text};`;
  return `
function textOf<Row>({ fields${ignoresCase ? ', ignoreCase' : ''} }: Key<Row>, row: Partial<Row>): string | null {
  const values = fields.map((field) => row[field] ?? null);
  if (values.includes(null)) return null;
${result}
}`;
}
