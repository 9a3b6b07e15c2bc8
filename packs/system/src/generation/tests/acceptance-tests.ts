import { hash } from 'node:crypto';
import { FileTree } from '@millwright/factory';
import type { Operation } from '../../model/operation.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { sampleEnvironment } from '../../acceptance/samples/sample-settings.ts';
import { variablesIn } from '../../expression/expression-walk.ts';
import { piece } from '../../tracking/pieces.ts';
import { subjectOf } from '../../acceptance/subject-of.ts';
import { literal } from '../code/literal.ts';
import { needsClock } from './needs-clock.ts';
import { renderScenarioTest, type TestSetting } from './render-scenario.ts';
import { type TestFile, renderTestFile } from './test-file.ts';

/** Beside a shared system, one of a test's own has another name. */
function ownSystem(name: string, scenario: Scenario): readonly string[] {
  const start = scenario.clock === undefined ? '' : literal(scenario.clock);
  const clock = needsClock(scenario) ? `new Date(${start})` : '';
  return [`const ${name} = await RunningSystem.start(${clock});`, `t.after(() => ${name}.stop());`];
}

/** One file per collection, and `system.test.ts` for what concerns the whole; each starts real processes. */
export function acceptanceTests(model: SystemModel): FileTree {
  const tree = new FileTree();
  const environment =
    Object.keys(sampleEnvironment(model)).length > 0 ? { environment: 'sampleEnvironment' } : {};
  const groups = Map.groupBy(model.scenarios, (scenario) => subjectOf(scenario, model));
  const setting = { ...environment, isLimited: model.operations.some(countsEverything) };
  for (const [subject, scenarios] of groups) {
    const path = `test/acceptance/${subject}.test.ts`;
    const given = hash('sha256', JSON.stringify([scenarios, setting]));
    tree.write(
      path,
      piece(model, path, given, () => renderTestFile(acceptanceFile(scenarios, setting))),
    );
  }
  return tree;
}

interface FileSetting extends Pick<TestSetting, 'environment'> {
  /** Scenarios cannot share a system. */
  readonly isLimited: boolean;
}

function acceptanceFile(
  scenarios: readonly Scenario[],
  { isLimited, ...environment }: FileSetting,
): TestFile {
  const running = scenarios.filter(needsSystem);
  const canShare = (scenario: Scenario) => !isLimited && !isAlone(scenario);
  const usesShared = running.some(canShare);
  const ownName = usesShared ? 'freshSystem' : 'system';
  const tests = scenarios.map((scenario) =>
    canShare(scenario) || !needsSystem(scenario)
      ? renderScenarioTest(scenario, { client: 'system', opening: [], ...environment })
      : renderScenarioTest(scenario, {
          client: ownName,
          opening: ownSystem(ownName, scenario),
          ...environment,
        }),
  );
  return {
    hooks: usesShared ? ['after', 'before'] : [],
    imports: running.length > 0 ? ["import { RunningSystem } from '../support/running-system.ts';"] : [],
    opening: usesShared ? sharedSystem : '',
    tests,
  };
}

function needsSystem(scenario: Scenario): boolean {
  return scenario.steps.some((step) => step.kind !== 'configuration');
}

const sharedSystem = `let system: RunningSystem;

before(async () => {
  system = await RunningSystem.start();
});

after(() => system.stop());`;

/** A scenario that counts needs a system without data, and so does one that says so. */
function isAlone(scenario: Scenario): boolean {
  return scenario.isIsolated === true || needsClock(scenario) || isCounting(scenario);
}

/** Whether what the operation does depends on how many records there are in all: those of other scenarios, too. */
function countsEverything({ steps }: Operation): boolean {
  return steps.some((step) => {
    const isCount = step.kind === 'count' || (step.kind === 'list' && step.isWhole === true);
    if (!isCount) return false;
    const names = step.where === undefined ? [] : [...variablesIn(step.where.node)];
    return names.every((name) => ['record', 'now', 'today', 'config'].includes(name));
  });
}

function isCounting(scenario: Scenario): boolean {
  return scenario.steps.some(
    (step) =>
      step.kind === 'restart' ||
      (step.kind === 'request' && (step.expect.count !== undefined || Array.isArray(step.expect.body))),
  );
}
