import { lines } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { Comparison, StorageUsage } from '../../../plan/storage-usage.ts';
import { matcherFile } from '../storage-files.ts';
import { tablesFile } from '../tables-file.ts';

const tests: Readonly<Record<Comparison, string>> = {
  equals: '  equals: (value, expected) => value === expected,',
  not: '  not: (value, expected) => value !== expected,',
  from: '  from: (value, least) => isOrdered(least, value),',
  to: '  to: (value, most) => isOrdered(value, most),',
  above: '  above: (value, bound) => value !== bound && isOrdered(bound, value),',
  below: '  below: (value, bound) => value !== bound && isOrdered(value, bound),',
  oneOf: '  oneOf: (value, values) => (values as unknown[]).includes(value),',
  includes: '  includes: (list, item) => (list as unknown[] | null)?.includes(item) ?? false,',
  contains: '  contains: (text, part) => fold(text).includes(fold(part)),',
};

const ordering: readonly Comparison[] = ['from', 'to', 'above', 'below'];

/** `src/storage/matcher.ts`: conditions on rows in memory. */
export function renderMatcher({ comparisons, hasMatching }: StorageUsage): SourceFile {
  const file = new SourceFile(matcherFile);
  file.imports.type(tablesFile, 'Conditions');
  const used = (Object.keys(tests) as Comparison[]).filter((name) => comparisons.has(name));
  file.add('export type Matcher<Row> = (row: Row) => boolean;');
  file.add(`
type Test = (value: unknown, operand: unknown) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
${lines(...used.map((name) => tests[name]))}
};`);
  const further = hasMatching ? ', matching?: Matcher<Row>' : '';
  const first = hasMatching ? 'matching === undefined ? [] : [matching]' : '[]';
  file.add(`
/** Tells whether a row meets all conditions; undefined when there are none. */
export function matcher<Row>(where: Conditions<Row>${further}): Matcher<Row> | undefined {
  const matchers: Matcher<Row>[] = ${first};
  for (const field in where) {
    for (const [name, operand] of Object.entries(where[field] ?? {})) {
      const test = TESTS[name];
      if (test && operand !== undefined) matchers.push((row) => test(row[field], operand));
    }
  }
  if (matchers.length === 0) return undefined;
  return (row) => matchers.every((matches) => matches(row));
}`);
  if (ordering.some((name) => comparisons.has(name))) file.add(isOrdered);
  if (comparisons.has('contains')) file.add(fold);
  return file;
}

const isOrdered = `
function isOrdered(lesser: unknown, greater: unknown): boolean {
  if (lesser === null || greater === null) return false;
  return (lesser as string | number) <= (greater as string | number);
}`;

const fold = `
function fold(text: unknown): string {
  return typeof text === 'string' ? text.toLowerCase() : '';
}`;
