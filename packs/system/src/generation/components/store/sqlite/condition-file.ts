import { lines } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { Comparison, StorageUsage } from '../../../plan/storage-usage.ts';
import { conditionFile } from '../storage-files.ts';
import { tablesFile } from '../tables-file.ts';

const tests: Readonly<Record<Comparison, string>> = {
  equals: '  equals: (column) => `${column} IS ?`,',
  not: '  not: (column) => `${column} IS NOT ?`,',
  from: '  from: (column) => `${column} >= ?`,',
  to: '  to: (column) => `${column} <= ?`,',
  above: '  above: (column) => `${column} > ?`,',
  below: '  below: (column) => `${column} < ?`,',
  oneOf: '  oneOf: (column) => `${column} IN (SELECT value FROM json_each(?))`,',
  includes: '  includes: (column) => `EXISTS (SELECT 1 FROM json_each(${column}) WHERE value = ?)`,',
  contains: '  contains: (column) => `instr(fold(${column}), fold(?)) > 0`,',
};

/** `src/storage/condition-sql.ts`. */
export function renderConditionFile({ comparisons }: StorageUsage): SourceFile {
  const file = new SourceFile(conditionFile);
  file.imports.type('node:sqlite', 'SQLInputValue');
  file.imports.type(tablesFile, 'Conditions');
  const used = (Object.keys(tests) as Comparison[]).filter((name) => comparisons.has(name));
  return file
    .add(`
const TESTS: Readonly<Record<string, (column: string) => string>> = {
${lines(...used.map((name) => tests[name]))}
};`)
    .add(`
/** A WHERE clause, empty when there are no conditions, and the values for its places. */
export interface Clause {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}`)
    .add(`
export function whereClause<Row>(where: Conditions<Row>): Clause {
  const tests: string[] = [];
  const values: SQLInputValue[] = [];
  for (const field in where) {
    for (const [name, operand] of Object.entries(where[field] ?? {})) {
      const test = TESTS[name];
      if (!test || operand === undefined) continue;
      tests.push(test(\`"\${field}"\`));
      values.push(bindable(operand));
    }
  }
  return { sql: tests.length === 0 ? '' : \`WHERE \${tests.join(' AND ')}\`, values };
}`)
    .add(`
function bindable(operand: unknown): SQLInputValue {
  if (typeof operand === 'boolean') return Number(operand);
  return ${comparisons.has('oneOf') ? 'Array.isArray(operand) ? JSON.stringify(operand) : (operand as SQLInputValue)' : 'operand as SQLInputValue'};
}`);
}
