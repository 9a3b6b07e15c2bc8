import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { fixturesFile } from './fixtures-file.ts';

/** Where code of tests goes, and how it calls the tables. */
export interface TestTarget {
  readonly file: SourceFile;
  readonly system: Pick<SystemPlan, 'asynchrony'>;
}

/** A test that works on the tables of an empty store. */
export function tableTest(
  title: string,
  statements: readonly string[],
  { file, system }: TestTarget,
): string {
  const { async, await: wait } = system.asynchrony;
  file.imports.value('node:test', 'test');
  const database = `${file.imports.value(fixturesFile, 'emptyDatabase')}()`;
  const body = statements.map((statement) => `    ${statement}`).join('\n');
  const [opening, subject] =
    wait === '' ? ['', database] : [`  await using database = await ${database};\n`, 'database'];
  return `test(${literal(title)}, ${async}() => {\n${opening}  ${wait}${subject}.transaction(${async}(tables) => {\n${body}\n  });\n});`;
}

export function assertion(
  method: 'equal' | 'deepEqual' | 'throws' | 'rejects' | 'partialDeepStrictEqual',
  args: string,
  file: SourceFile,
): string {
  file.imports.standard('node:assert/strict', 'assert');
  return `assert.${method}(${args});`;
}

/** Statement that expects a problem with this code of a call on the tables, which is not waited for. */
export function expectProblem(call: string, code: string, target: TestTarget): string {
  return expectRefusal(call, `{ code: ${literal(code)} }`, target);
}

/** Statement that expects a problem with these properties of a call on the tables, which is not waited for. */
export function expectRefusal(call: string, problem: string, { file, system }: TestTarget): string {
  const { await: wait } = system.asynchrony;
  const args = `() => ${call}, ${problem}`;
  return wait === '' ? assertion('throws', args, file) : wait + assertion('rejects', args, file);
}
