import { SourceFile } from '../../../code/source-file.ts';
import { definitionFile, foldedFile, schemaTypesFile } from '../storage-files.ts';

/** `src/storage/migration/definition-sql.ts` for PostgreSQL. */
export function renderPostgresDefinition(): SourceFile {
  const file = new SourceFile(definitionFile);
  file.imports.value(foldedFile, 'folded');
  for (const type of ['ColumnSchema', 'IndexSchema', 'TableSchema', 'ValueType'])
    file.imports.type(schemaTypesFile, type);
  for (const part of code) file.add(part);
  return file;
}

const code: readonly string[] = [
  `
/** Rows that are otherwise equal are in the order in which they came. */
export function createTable({ name, columns }: TableSchema): string {
  const own = columns.map((column) => \`\${columnSql(column)}\${column.isOptional ? '' : ' NOT NULL'}\`);
  const members = [...own, 'row_order bigint GENERATED ALWAYS AS IDENTITY', 'PRIMARY KEY ("id")'];
  return \`CREATE TABLE "\${name}" (\${members.join(', ')});\`;
}`,
  `
export function columnSql({ name, type }: ColumnSchema): string {
  return \`"\${name}" \${typeSql(type)}\`;
}`,
  `
/** Texts are compared by their code points. */
export function typeSql(type: ValueType): string {
  if (type === 'integer') return 'bigint';
  if (type === 'boolean') return 'boolean';
  if (type === 'number' || type === 'money') return 'double precision';
  return isJson(type) ? 'json' : 'text COLLATE "C"';
}`,
  `
export function isJson(type: ValueType): boolean {
  return type === 'json' || (typeof type === 'object' && ('list' in type || 'object' in type));
}`,
  `
export function createIndex(table: string, index: IndexSchema): string {
  const unique = index.isUnique ? 'UNIQUE ' : '';
  return \`CREATE \${unique}INDEX "\${indexName(table, index)}" ON "\${table}" (\${indexKeys(index).join(', ')});\`;
}`,
  `
export function indexName(table: string, { columns }: IndexSchema): string {
  return shortName([table, ...columns].join('_'));
}`,
  `
export function indexKeys({ columns, ignoresCase }: IndexSchema): string[] {
  return columns.map((column) => (ignoresCase ? folded(\`"\${column}"\`) : \`"\${column}"\`));
}`,
  `
export function addReference(table: string, { name, type }: ColumnSchema): string | undefined {
  if (typeof type === 'string' || !('reference' in type)) return undefined;
  const key = \`FOREIGN KEY ("\${name}") REFERENCES "\${type.reference}" ("id") DEFERRABLE INITIALLY DEFERRED\`;
  return \`ALTER TABLE "\${table}" ADD CONSTRAINT "\${referenceName(table, name)}" \${key};\`;
}`,
  `
export function referenceName(table: string, column: string): string {
  return shortName(\`\${table}_\${column}_refers\`);
}`,
  `
/** PostgreSQL cuts names off at 63 bytes; cut off here, they are still different. */
function shortName(name: string): string {
  if (name.length <= 63) return name;
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
  return \`\${name.slice(0, 55)}_\${sum}\`;
}`,
];
