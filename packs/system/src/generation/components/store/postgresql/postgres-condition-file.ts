import { lines } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { Comparison, StorageUsage } from '../../../plan/storage-usage.ts';
import { conditionFile, foldedFile } from '../storage-files.ts';
import { tablesFile } from '../tables-file.ts';

const tests: Readonly<Record<Comparison, string>> = {
  equals:
    '  equals: (column, place, operand) => (operand === null ? `${column} IS NULL` : `${column} = ${place}`),',
  not: '  not: (column, place) => `${column} IS DISTINCT FROM ${place}`,',
  from: '  from: (column, place) => `${column} >= ${place}`,',
  to: '  to: (column, place) => `${column} <= ${place}`,',
  above: '  above: (column, place) => `${column} > ${place}`,',
  below: '  below: (column, place) => `${column} < ${place}`,',
  oneOf: '  oneOf: (column, place) => `${column} = ANY(${place})`,',
  includes:
    '  includes: (column, place) =>\n    `EXISTS (SELECT 1 FROM json_array_elements_text(${column}) AS item WHERE item = ${place}::text)`,',
  contains: '  contains: (column, place) => `strpos(${folded(column)}, ${folded(`${place}::text`)}) > 0`,',
};

/** `src/storage/condition-sql.ts` for PostgreSQL. */
export function renderPostgresConditions({ comparisons, hasStretches }: StorageUsage): SourceFile {
  const file = new SourceFile(conditionFile);
  file.imports.type(tablesFile, 'Conditions');
  const used = (Object.keys(tests) as Comparison[]).filter((name) => comparisons.has(name));
  if (comparisons.has('contains')) file.imports.value(foldedFile, 'folded');
  return file
    .add(`
type Test = (column: string, place: string, operand: unknown) => string;

const TESTS: Readonly<Record<string, Test>> = {
${lines(...used.map((name) => tests[name]))}
};`)
    .add(`
/** A WHERE clause, empty when there are no conditions, and the values for its places. */
export interface Clause {
  readonly sql: string;
  readonly values: readonly unknown[];
}`)
    .add(`
export function whereClause<Row>(where: Conditions<Row>): Clause {
  const tests: string[] = [];
  const values: unknown[] = [];
  for (const field in where) {
    for (const [name, operand] of Object.entries(where[field] ?? {})) {
      const test = TESTS[name];
      if (!test || operand === undefined) continue;
      tests.push(test(\`"\${field}"\`, placeOf(values.length + 1, operand), operand));
      if (operand !== null || name !== 'equals') values.push(operand);
    }
  }
  return { sql: tests.length === 0 ? '' : \`WHERE \${tests.join(' AND ')}\`, values };
}`)
    .add(`
/** A fraction may be compared with a column of whole numbers. */
${hasStretches ? 'export ' : ''}function placeOf(number: number, operand: unknown): string {
  const isFraction = typeof operand === 'number' && !Number.isSafeInteger(operand);
  return isFraction ? \`$\${number}::double precision\` : \`$\${number}\`;
}`);
}
