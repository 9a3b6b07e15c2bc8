import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { fixturesFile } from './fixtures-file.ts';

/** A test that works on the tables of an empty store. */
export function tableTest(title: string, statements: readonly string[], file: SourceFile): string {
  file.imports.value('node:test', 'test');
  const database = file.imports.value(fixturesFile, 'emptyDatabase');
  const body = statements.map((statement) => `    ${statement}`).join('\n');
  return `test(${literal(title)}, () => {\n  ${database}().transaction((tables) => {\n${body}\n  });\n});`;
}

export function assertion(
  method: 'equal' | 'deepEqual' | 'throws' | 'partialDeepStrictEqual',
  args: string,
  file: SourceFile,
): string {
  file.imports.standard('node:assert/strict', 'assert');
  return `assert.${method}(${args});`;
}

/** Statement that expects a problem with this code. */
export function expectProblem(call: string, code: string, file: SourceFile): string {
  return assertion('throws', `() => ${call}, { code: ${literal(code)} }`, file);
}
