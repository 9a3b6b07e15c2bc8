import { SourceFile } from '../../../code/source-file.ts';
import { definitionFile, schemaTypesFile } from '../storage-files.ts';

/** `src/storage/migration/definition-sql.ts` for SQLite. */
export function renderSqliteDefinition(): SourceFile {
  const file = new SourceFile(definitionFile);
  for (const type of ['ColumnSchema', 'IndexSchema', 'TableSchema', 'ValueType'])
    file.imports.type(schemaTypesFile, type);
  for (const part of code) file.add(part);
  return file;
}

const code: readonly string[] = [
  `
export function createTable({ name, columns }: TableSchema): string {
  return \`CREATE TABLE "\${name}" (\${columns.map(columnSql).join(', ')}) STRICT;\`;
}`,
  `
export function createIndex(table: string, { columns, isUnique, ignoresCase }: IndexSchema): string {
  const keys = columns.map((column) => (ignoresCase ? \`fold("\${column}")\` : \`"\${column}"\`));
  const name = [table, ...columns].join('_');
  return \`CREATE \${isUnique ? 'UNIQUE ' : ''}INDEX "\${name}" ON "\${table}" (\${keys.join(', ')});\`;
}`,
  `
function columnSql({ name, type, isOptional }: ColumnSchema): string {
  if (name === 'id') return '"id" TEXT PRIMARY KEY';
  const column = \`"\${name}" \${typeSql(type)}\${isOptional ? '' : ' NOT NULL'}\`;
  if (typeof type === 'string' || !('reference' in type)) return column;
  return \`\${column} REFERENCES "\${type.reference}" ("id") DEFERRABLE INITIALLY DEFERRED\`;
}`,
  `
function typeSql(type: ValueType): string {
  if (type === 'integer' || type === 'boolean') return 'INTEGER';
  return type === 'number' || type === 'money' ? 'REAL' : 'TEXT';
}`,
  `
/** The value of a column as a version of the system sees it, and the other way round. */
export function fromColumn(value: unknown, type: ValueType): unknown {
  if (value === null) return null;
  if (type === 'boolean') return value === 1;
  return isJson(type) ? JSON.parse(String(value)) : value;
}

export function toColumn(value: unknown, type: ValueType): string | number | null {
  if (value === null) return null;
  if (type === 'boolean') return Number(value);
  return isJson(type) ? JSON.stringify(value) : (value as string | number);
}

function isJson(type: ValueType): boolean {
  return type === 'json' || (typeof type === 'object' && ('list' in type || 'object' in type));
}`,
];
