import { SourceFile } from '../../../code/source-file.ts';
import {
  compareFile,
  convertFile,
  definitionFile,
  migrationErrorFile,
  schemaTypesFile,
  tableChangeFile,
} from '../storage-files.ts';

/** `src/storage/migration/table-change.ts`. */
export function renderTableChange(): SourceFile {
  const file = new SourceFile(tableChangeFile);
  file.imports.value('node:util', 'isDeepStrictEqual');
  file.imports.type('pg', 'ClientBase');
  for (const type of ['ColumnChange', 'TableChange']) file.imports.type(compareFile, type);
  file.imports.value(compareFile, 'bareType');
  file.imports.value(convertFile, 'RowConversion');
  for (const name of ['columnSql', 'createTable', 'isJson', 'typeSql'])
    file.imports.value(definitionFile, name);
  file.imports.value(migrationErrorFile, 'unfit');
  file.imports.type(schemaTypesFile, 'ValueType');
  for (const part of code) file.add(part);
  return file;
}

const code: readonly string[] = [
  'const ROWS_AT_ONCE = 500;',
  `
/** Gives a table its new columns. Says what is in the way. */
export async function changeTable(client: ClientBase, change: TableChange, now: string): Promise<string[]> {
  const { before, after } = change;
  if (before === undefined) {
    await client.query(createTable(after));
    return [];
  }
  if (before.name !== after.name) await client.query(\`ALTER TABLE "\${before.name}" RENAME TO "\${after.name}"\`);
  await moveColumns(client, change);
  const obstacles = await fillColumns(client, change, now);
  if (obstacles.length === 0) await settleColumns(client, change);
  return obstacles;
}`,
  `
/** By way of names that nothing else has, because old and new ones may cross. */
async function moveColumns(client: ClientBase, { after, columns }: TableChange): Promise<void> {
  const alter = (action: string) => client.query(\`ALTER TABLE "\${after.name}" \${action}\`);
  for (const [index, each] of columns.entries()) {
    if (each.source !== undefined && isMoved(each)) await alter(\`RENAME "\${each.source.name}" TO "old \${index}"\`);
  }
  for (const [index, each] of columns.entries()) {
    if (each.source === undefined || isConverted(each)) await alter(\`ADD COLUMN \${columnSql(each.column)}\`);
    else if (isMoved(each)) await alter(\`RENAME "old \${index}" TO "\${each.column.name}"\`);
  }
}`,
  `
async function settleColumns(client: ClientBase, { after, columns }: TableChange): Promise<void> {
  for (const [index, each] of columns.entries()) {
    const { column, source } = each;
    const isNew = source === undefined || isConverted(each);
    if (source !== undefined && isNew) await client.query(\`ALTER TABLE "\${after.name}" DROP COLUMN "old \${index}"\`);
    if ((isNew || source.isOptional) === column.isOptional) continue;
    const action = column.isOptional ? 'DROP' : 'SET';
    await client.query(\`ALTER TABLE "\${after.name}" ALTER COLUMN "\${column.name}" \${action} NOT NULL\`);
  }
}`,
  `
function isMoved(change: ColumnChange): boolean {
  return change.source?.name !== change.column.name || isConverted(change);
}`,
  `
/** Whether the values must be made one by one. */
function isConverted({ column, source }: ColumnChange): boolean {
  if (source === undefined || isDeepStrictEqual(bareType(column.type), source.type)) return false;
  const isReference = typeof column.type === 'object' && 'reference' in column.type;
  return !(isReference && typeSql(source.type) === typeSql(column.type));
}`,
  `
function isFilled({ column, source }: ColumnChange): boolean {
  if (source === undefined) return column.fill !== undefined || column.isOptional !== true;
  return column.isOptional !== true && source.isOptional === true;
}`,
  `
/** Gives values to what has none: those that are the same for all rows at once, the others row by row. */
async function fillColumns(
  client: ClientBase,
  change: TableChange,
  now: string,
): Promise<string[]> {
  const made = change.columns.filter((each) => isConverted(each) || isFilled(each));
  const constant = made.filter((each) => !isConverted(each) && each.column.fill?.length === 0);
  for (const { column } of constant) {
    const value = column.fill?.({}, now);
    const text = \`UPDATE "\${change.after.name}" SET "\${column.name}" = $1 WHERE "\${column.name}" IS NULL\`;
    await client.query(text, [toColumn(value, column.type)]);
  }
  const single = made.filter((each) => !constant.includes(each));
  return single.length === 0 ? [] : fillRows(client, change, single, now);
}`,
  `
async function fillRows(
  client: ClientBase,
  { after, columns }: TableChange,
  made: readonly ColumnChange[],
  now: string,
): Promise<string[]> {
  const conversion = new RowConversion(columns, now);
  const settings = made.map(({ column }, index) => \`"\${column.name}" = $\${index + 2}\`).join(', ');
  const update = \`UPDATE "\${after.name}" SET \${settings} WHERE "id" = $1\`;
  await client.query(\`DECLARE stored CURSOR FOR \${storedRows(after.name, columns)}\`);
  for (;;) {
    const { rows } = await client.query(\`FETCH \${ROWS_AT_ONCE} FROM stored\`);
    if (rows.length === 0) break;
    for (const row of rows) {
      const values = conversion.convert(row);
      if (conversion.failures.size > 0) continue;
      const settled = made.map(({ column }) => toColumn(values[column.name], column.type));
      await client.query(update, [row.row_id, ...settled]);
    }
  }
  await client.query('CLOSE stored');
  return [...conversion.failures].map(([column, count]) => unfit(\`\${after.entity}.\${column}\`, count));
}`,
  `
/** All rows, with their values under the names that they had. */
function storedRows(table: string, columns: readonly ColumnChange[]): string {
  const names = columns.flatMap((each, index) => {
    if (each.source === undefined) return [];
    const name = isConverted(each) ? \`old \${index}\` : each.column.name;
    return [\`"\${name}" AS "\${each.source.name}"\`];
  });
  return \`SELECT "id" AS row_id, \${names.join(', ')} FROM "\${table}" ORDER BY row_order\`;
}`,
  `
function toColumn(value: unknown, type: ValueType): unknown {
  return isJson(type) && value !== null ? JSON.stringify(value) : value;
}`,
];
