import type { Finding } from '@millwright/factory';
import { testName } from '../../generation/tests/render-scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import type { TestResult, TestRun } from './test-run.ts';

/** Scenarios of the blueprint that no test has played: their tests are gone, or skipped. A run that died tells nothing. */
export function scenariosNotRun(model: SystemModel | undefined, run: TestRun): readonly Finding[] {
  if (model === undefined || !run.isComplete) return [];
  const tests = Map.groupBy(run.tests, ({ name }) => name);
  return model.scenarios
    .map(testName)
    .filter((name) => tests.get(name)?.some(({ status }) => status !== 'skipped') !== true)
    .map((name) => ({
      code: 'scenario_not_run',
      severity: 'error',
      message: `${name}: no test in test/acceptance has played this scenario.`,
      about: name,
      ...placeOf(tests.get(name)?.[0]),
      fix: 'Put its test back: millwright verify DIR --heal restores files that are gone, --restore edits as well; or update the system when its blueprint has changed.',
    }));
}

/** Where the test is that was skipped; nothing for one that is gone. */
function placeOf(test: TestResult | undefined): Pick<Finding, 'place'> {
  if (test?.file === undefined) return {};
  return { place: { file: test.file, ...(test.line !== undefined && { line: test.line }) } };
}
