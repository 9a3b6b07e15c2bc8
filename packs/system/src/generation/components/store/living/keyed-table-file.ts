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
  const { await: wait, async, promise } = asynchrony;
  const { hasConditions } = features;
  const file = renderWrapper(
    {
      path: keyedTableFile,
      name: 'KeyedTable',
      comment:
        'Keeps each key as text in a column of its own, so that no two rows that hold one have the same.',
      parameters: [
        { name: 'keys', type: 'readonly Key<Row>[]' },
        ...(features.expires
          ? [{ name: 'isGone', type: '(row: Row) => boolean', standard: '() => false' }]
          : []),
      ],
      bodies: {
        findBy: `const names = Object.keys(values);
    const key = this.#keys.find(${hasConditions ? '({ fields, isPartial }) => !isPartial && ' : '({ fields }) => '}fields.length === names.length && fields.every((field) => field in values));
    if (key === undefined) return this.#rows.findBy(values);
    return this.#rows.findBy({ [key.column]: textOf(key, values) } as Partial<Row>);`,
        insert: `const claims = ${wait}this.#claim(values as unknown as Row);
    return this.#rows.insert({ ...values, ...claims });`,
        update: `if (Object.keys(changes).length === 0) return row;
    const claims = ${wait}this.#claim({ ...row, ...changes });
    return this.#rows.update(row, { ...changes, ...claims });`,
      },
      members: [
        `  /** The values of the columns that keep the keys. Refuses one that another row has. */
  ${async}#claim(row: Row): ${promise('Partial<Row>')} {
    const claims: Record<string, string | null> = {};
    for (const key of this.#keys) {
      const text = ${features.isPartial ? 'key.isHeldBy?.(row) === false ? null : ' : ''}textOf(key, row);
      if (text !== null) ${wait}this.#expectFree(key, text, row);
      claims[key.column] = text;
    }
    return claims as Partial<Row>;
  }`,
        `  ${async}#expectFree(key: Key<Row>, text: string, row: Row): ${promise('void')} {
    const other = ${wait}this.#rows.findBy({ [key.column]: text } as Partial<Row>);
    if (other === undefined || other.id === row.id) return;
    ${features.expires ? `if (this.#isGone(other)) ${wait}this.#rows.delete(other);\n    else ` : ''}throw ${features.hasRefusals ? 'key.refusal?.() ?? ' : ''}notUnique(key.fields);
  }`,
      ],
    },
    usage,
    asynchrony,
  );
  file.imports.value(problemFile, 'notUnique');
  if (features.hasRefusals) file.imports.type(problemFile, 'Problem');
  file.add(`
/** Fields whose values, taken together, no two rows share. A missing value is shared with nobody. */
export interface Key<Row> {
  readonly column: keyof Row & string;
  readonly fields: readonly (keyof Row & string)[];${features.ignoresCase ? '\n  readonly ignoreCase?: boolean;' : ''}${features.isPartial ? '\n  /** Rows that do not meet it share their values with whomever they like. */\n  readonly isHeldBy?: (record: Row) => boolean;' : ''}${hasConditions ? '\n  /** Its values do not pick one row for certain. */\n  readonly isPartial?: boolean;' : ''}${features.hasRefusals ? '\n  readonly refusal?: () => Problem;' : ''}
}`);
  const member = features.ignoresCase
    ? "values.map((value) => (ignoreCase && typeof value === 'string' ? value.toLowerCase() : value))"
    : 'values';
  const isIndexedByValue = wait !== '';
  if (isIndexedByValue) file.imports.value('node:crypto', 'createHash');
  const text = `JSON.stringify(${member})`;
  const result = isIndexedByValue
    ? `  const text = ${text};
  // An index of the database takes no long texts.
  return text.length < 500 ? text : createHash('sha256').update(text).digest('base64');`
    : `  return ${text};`;
  return file.add(`
function textOf<Row>({ fields${features.ignoresCase ? ', ignoreCase' : ''} }: Key<Row>, row: Partial<Row>): string | null {
  const values = fields.map((field) => row[field] ?? null);
  if (values.includes(null)) return null;
${result}
}`);
}
