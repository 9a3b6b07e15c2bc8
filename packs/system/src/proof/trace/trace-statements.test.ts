import { expect, test } from 'vitest';
import { requirementsFor, targetsOf } from '../../acceptance/testing/requirements-for.ts';
import { libraryModel } from '../../acceptance/testing/sample-models.ts';
import type { TestResult } from '../testing/test-run.ts';
import { provenBy, traceStatements } from './trace-statements.ts';

const model = libraryModel();
const trace = (
  targets: readonly string[],
  tests: readonly TestResult[] = [],
  hasFile: (path: string) => boolean = () => true,
) =>
  traceStatements({
    requirements: requirementsFor(targets),
    unproven: [],
    model,
    hasFile,
    acceptanceTests: tests,
  });
const result = (name: string, status: TestResult['status']): TestResult => ({
  kind: 'test',
  name,
  status,
  file: 'test/acceptance/loans.test.ts',
  ms: 1,
});

test('everything a statement can be about leads to files', () => {
  for (const statement of trace(targetsOf(model)))
    expect(statement, statement.text).toMatchObject({ built: true });
});

test('an action leads to its route, and along the way of a request', () => {
  expect(trace(['entities.Loan.states.actions.handOut'])[0]).toMatchObject({
    components: ['api', 'loanController', 'store'],
    routes: ['POST /loans/{loan}/hand-out'],
    files: ['src/domain/loan-operations.ts', 'src/components/routes/loan-routes.ts'],
  });
});

test('what is not in the blueprint, or whose files are gone, is not built', () => {
  const gone = ['entities.Nobody', 'entities.Loan.fields.nothing', 'operations.nothing', 'something.else'];
  for (const statement of trace(gone)) expect(statement).toMatchObject({ built: false, files: [] });
  expect(trace(['entities.Loan'], [], () => false)[0]).toMatchObject({ built: false });
});

test('a statement of which one part is missing is not built, and says which', () => {
  const { statements } = requirementsFor(['entities.Loan', 'entities.Loan.fields.nothing']);
  const [first, second] = statements;
  if (!first || !second) throw new Error('there are two statements');
  const both = { ...first, facts: [...first.facts, ...second.facts] };
  const [traced] = traceStatements({
    requirements: { statements: [both], assumptions: [], questions: [] },
    unproven: [],
    model,
    hasFile: () => true,
    acceptanceTests: [result('R1 · a', 'passed')],
  });
  expect(traced).toMatchObject({
    built: false,
    proven: false,
    why: 'the system has nothing for entities.Loan.fields.nothing',
  });
});

test('a statement is proven when all its tests passed, and there is one', () => {
  const proven = (tests: readonly TestResult[]) => trace(['entities.Loan'], tests)[0]?.proven;
  expect(proven([])).toBe(false);
  expect(proven([result('R2 · something else', 'passed')])).toBe(false);
  expect(proven([result('R1 · a', 'passed'), result('R3, R1 · b', 'passed')])).toBe(true);
  expect(proven([result('R1 · a', 'passed'), result('R1 · b', 'failed')])).toBe(false);
  expect(proven([result('R1 · a', 'passed'), result('R1 · b', 'skipped')])).toBe(false);
  const failed = trace(['entities.Loan'], [result('R1 · a', 'passed'), result('R1 · b', 'failed')])[0];
  expect(failed?.why).toBe('1 of the 2 tests that prove it did not pass');
});

test('what is missing is said once each', () => {
  const [statement] = traceStatements({
    requirements: requirementsFor(['storage']),
    unproven: [
      { statement: 'R1', target: 'storage', why: 'no scenario shows it' },
      { statement: 'R1', target: 'title', why: 'no scenario shows it' },
      { statement: 'R9', why: 'another one' },
    ],
    model,
    hasFile: () => true,
    acceptanceTests: [],
  });
  expect(statement?.why).toBe('no scenario shows it');
});

test.each([
  ['R1 · a task', ['R1']],
  ['R2, R10, W1 · a task', ['R2', 'R10', 'W1']],
  ['a task · R1', []],
  ['R1: a task', []],
  ['r1 · a task', []],
])('%j names %j', (name, ids) => {
  expect(provenBy(name)).toEqual(ids);
});
