import type { Unproven } from '../../acceptance/derive-scenarios.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Requirements, Statement } from '../../requirements/requirements.ts';
import type { TestResult } from '../testing/test-run.ts';
import { type Parts, noParts, partsOf } from './parts.ts';

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
  return sources.requirements.statements.map((statement) => {
    const planned = sources.model ? partsOf(statement, sources.model) : noParts;
    const files = planned.files.filter(sources.hasFile);
    const tests = (testsByStatement.get(statement.id) ?? []).map(({ name, file, status }) => ({
      name,
      file,
      status,
    }));
    const built = files.length > 0 && statement.status !== 'not-understood';
    const why = reasonsFor(statement, sources.unproven);
    const testFiles = tests.flatMap(({ file }) => file ?? []);
    return {
      id: statement.id,
      text: statement.text,
      status: statement.status,
      built,
      proven: built && tests.length > 0 && tests.every(({ status }) => status === 'passed'),
      components: planned.components,
      routes: planned.routes,
      files: [...new Set([...files, ...testFiles])],
      tests,
      ...(why === undefined ? {} : { why }),
    };
  });
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

/** Why a statement is not proven, or only in part: what was not understood, and facts that no scenario covers. */
function reasonsFor(
  statement: { readonly id: string; readonly why?: string | undefined },
  unproven: readonly Unproven[],
): string | undefined {
  const uncovered = unproven.filter((one) => one.statement === statement.id).map(({ why }) => why);
  const reasons = [...new Set([statement.why, ...uncovered].filter((one) => one !== undefined))];
  return reasons.length === 0 ? undefined : reasons.join('; ');
}
