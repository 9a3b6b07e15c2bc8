import type { Finding } from '@millwright/factory';
import { testName } from '../../generation/tests/render-scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import type { TestRun } from './test-run.ts';

/** Scenarios of the blueprint that no test has played: their tests are gone, or skipped. A run that died tells nothing. */
export function scenariosNotRun(model: SystemModel | undefined, run: TestRun): readonly Finding[] {
  if (model === undefined || !run.isComplete) return [];
  const played = new Set(run.tests.filter(({ status }) => status !== 'skipped').map(({ name }) => name));
  return model.scenarios
    .map(testName)
    .filter((name) => !played.has(name))
    .map((name) => ({
      code: 'scenario_not_run',
      severity: 'error',
      message: `${name}: no test in test/acceptance has played this scenario.`,
      about: name,
      fix: 'Put its test back: millwright verify DIR --heal restores files that are gone, --restore edits as well; or update the system when its blueprint has changed.',
    }));
}
