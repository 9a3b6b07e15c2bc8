import { FileTree } from '@millwright/factory';
import type { Scenario } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { renderScenarioTest } from './render-scenario.ts';
import { type TestFile, renderTestFile } from './test-file.ts';

const ownSystem = ['const system = await RunningSystem.start();', 't.after(() => system.stop());'];

/** One file per collection, and `system.test.ts` for what concerns the whole; each starts real processes. */
export function acceptanceTests(model: SystemModel): FileTree {
  const tree = new FileTree();
  const groups = Map.groupBy(model.scenarios, (scenario) => subjectOf(scenario, model));
  for (const [subject, scenarios] of groups) {
    tree.write(`test/acceptance/${subject}.test.ts`, renderTestFile(acceptanceFile(scenarios)));
  }
  return tree;
}

function acceptanceFile(scenarios: readonly Scenario[]): TestFile {
  const sharing = scenarios.map(canShare);
  const tests = scenarios.map((scenario, index) => {
    const needsSystem = scenario.steps.some((step) => step.kind !== 'configuration');
    return renderScenarioTest(scenario, {
      client: 'system',
      opening: sharing[index] || !needsSystem ? [] : ownSystem,
    });
  });
  const usesShared = scenarios.some(
    (scenario, index) => sharing[index] && scenario.steps.some((step) => step.kind !== 'configuration'),
  );
  const usesSystem = scenarios.some((scenario) =>
    scenario.steps.some((step) => step.kind !== 'configuration'),
  );
  return {
    hooks: usesShared ? ['after', 'before'] : [],
    imports: usesSystem ? ["import { RunningSystem } from '../support/running-system.ts';"] : [],
    opening: usesShared ? sharedSystem : '',
    tests,
  };
}

const sharedSystem = `let system: RunningSystem;

before(async () => {
  system = await RunningSystem.start();
});

after(() => system.stop());`;

/** A scenario that counts needs a system without data, and so does one that says so. */
function canShare(scenario: Scenario): boolean {
  return scenario.isIsolated !== true && !isCounting(scenario);
}

function isCounting(scenario: Scenario): boolean {
  return scenario.steps.some(
    (step) =>
      step.kind === 'restart' ||
      (step.kind === 'request' && (step.expect.count !== undefined || Array.isArray(step.expect.body))),
  );
}

/** The collection that the last request speaks to, or `system`. */
export function subjectOf(scenario: Scenario, model: SystemModel): string {
  if (scenario.steps.some((step) => step.kind !== 'request')) return 'system';
  const last = scenario.steps.at(-1);
  const path = last?.kind === 'request' ? last.path : '';
  const [segment] = path.slice(model.http.prefix.length + 1).split(/[/?]/);
  const entity = model.entities.find((one) => one.collection === segment);
  return entity?.collection ?? 'system';
}
