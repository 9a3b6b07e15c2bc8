import type { Unproven } from '../../acceptance/derive-scenarios.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Requirements, Statement } from '../../requirements/requirements.ts';
import type { TestResult } from '../testing/test-run.ts';
import { type Parts, noParts, partsOf, unansweredTargets } from './parts.ts';

export interface StatementTrace extends Parts {
  readonly id: string;
  readonly text: string;
  readonly status: Statement['status'];
  /** It led to parts of the system, and their files are there. */
  readonly built: boolean;
  /** It is built, and every acceptance test that names it has passed; there is at least one. */
  readonly proven: boolean;
  readonly tests: readonly StatementTest[];
  /** What is missing, in plain words. */
  readonly why?: string;
}

export interface StatementTest {
  readonly name: string;
  readonly file?: string | undefined;
  readonly status: TestResult['status'];
}

export interface TraceSources {
  readonly requirements: Requirements;
  /** What no acceptance scenario proves. */
  readonly unproven: readonly Unproven[];
  readonly model: SystemModel | undefined;
  /** Files of the system. */
  readonly hasFile: (path: string) => boolean;
  readonly acceptanceTests: readonly TestResult[];
}

/** Follows each statement to the components, files and tests that exist because of it. */
export function traceStatements(sources: TraceSources): readonly StatementTrace[] {
  const testsByStatement = groupByStatement(sources.acceptanceTests);
  return sources.requirements.statements.map((statement) =>
    traceStatement(statement, testsByStatement.get(statement.id) ?? [], sources),
  );
}

function traceStatement(
  statement: Statement,
  results: readonly TestResult[],
  { model, unproven, hasFile }: TraceSources,
): StatementTrace {
  const planned = model ? partsOf(statement, model) : noParts;
  const unanswered = model ? unansweredTargets(statement, model) : [];
  const files = planned.files.filter(hasFile);
  const tests = results.map(({ name, file, status }) => ({ name, file, status }));
  const isPlanned = statement.status !== 'not-understood' && unanswered.length === 0;
  const built = isPlanned && files.length > 0;
  const reasons = [
    statement.why,
    ...unproven.filter((one) => one.statement === statement.id).map(({ why }) => why),
    ...(model ? [] : ['the blueprint could not be read']),
    ...unanswered.map((target) => `the system has nothing for ${target}`),
    failuresIn(results),
  ];
  const why = [...new Set(reasons.filter((reason) => reason !== undefined))].join('; ');
  return {
    id: statement.id,
    text: statement.text,
    status: statement.status,
    built,
    proven: built && tests.length > 0 && tests.every(({ status }) => status === 'passed'),
    components: planned.components,
    routes: planned.routes,
    files: [...new Set([...files, ...tests.flatMap(({ file }) => file ?? [])])],
    tests,
    ...(why === '' ? {} : { why }),
  };
}

function failuresIn(results: readonly TestResult[]): string | undefined {
  const bad = results.filter(({ status }) => status !== 'passed').length;
  return bad === 0 ? undefined : `${bad} of the ${results.length} tests that prove it did not pass`;
}

/** `R2, R5 · a task can be completed` → R2, R5. */
export function provenBy(testName: string): readonly string[] {
  const ids = /^((?:[A-Z]\d+)(?:, [A-Z]\d+)*) · /.exec(testName)?.[1];
  return ids?.split(', ') ?? [];
}

function groupByStatement(tests: readonly TestResult[]): ReadonlyMap<string, readonly TestResult[]> {
  const groups = new Map<string, TestResult[]>();
  for (const test of tests) {
    for (const id of provenBy(test.name)) groups.set(id, [...(groups.get(id) ?? []), test]);
  }
  return groups;
}
