import { FileTree } from '@millwright/factory';
import type { Entity } from '../../model/entity.ts';
import type { SystemModel } from '../../model/system.ts';
import { startDerivation } from '../../acceptance/scenarios/derivation.ts';
import { standardOperation } from '../../acceptance/find-operation.ts';
import { standardOperations } from '../../acceptance/target.ts';
import type { Scenario } from '../../model/scenario.ts';
import { piece } from '../../tracking/pieces.ts';
import { edgeTests } from './edge-tests.ts';
import { feedTests } from './feed-tests.ts';
import { messageTests } from './message-tests.ts';
import { operationTests } from './operation-tests.ts';
import { parallelTests } from './parallel-tests.ts';
import { type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { routeScenarios } from './route-scenarios.ts';
import { serviceTests } from './service-tests.ts';
import { inProcessImport, ownApi, renderTestFile } from './test-file.ts';

/** One file per collection with all its routes, and `http.test.ts` for what every route has in common. */
export function integrationTests(model: SystemModel): FileTree {
  const tree = new FileTree();
  for (const entity of model.entities) {
    const written = writtenScenarios(model, entity);
    const path = `test/integration/${entity.collection}.test.ts`;
    const file = () => inProcessTests(entityTests(model, entity, written));
    const text = piece(model, path, JSON.stringify(written), file);
    if (text !== '') tree.write(path, text);
  }
  for (const entity of model.entities) {
    const path = `test/integration/${entity.collection}-operations.test.ts`;
    const text = piece(model, path, '', () => inProcessTests(operationTests(model, entity)));
    if (text !== '') tree.write(path, text);
  }
  const others = {
    operations: serviceTests(model),
    messages: messageTests(model),
    feeds: feedTests(model),
    http: edgeTests(model),
  };
  for (const [name, tests] of Object.entries(others)) {
    const text = inProcessTests(tests);
    if (text !== '') tree.write(`test/integration/${freeName(name, model)}.test.ts`, text);
  }
  return tree;
}

/** A collection of records may have the name. */
function freeName(name: string, { entities }: SystemModel): string {
  return entities.some(({ collection }) => collection === name) ? `system-${name}` : name;
}

/** The file with these tests; nothing without any. */
function inProcessTests(tests: readonly RenderedTest[]): string {
  if (tests.length === 0) return '';
  return renderTestFile({ hooks: [], imports: [inProcessImport], opening: '', tests });
}

function entityTests(model: SystemModel, entity: Entity, written: readonly Scenario[]) {
  const scenarios = routeScenarios(() => startDerivation(model), entity);
  return [
    ...scenarios.map(renderIntegrationTest),
    ...written.map(renderIntegrationTest),
    ...parallelTests(startDerivation(model), entity),
  ];
}

/** What acceptance shows of operations that stand in no standard operation's place: no other test runs them in this process. */
function writtenScenarios(model: SystemModel, { name: entity }: Entity): readonly Scenario[] {
  const standard = standardOperations.map((kind) => standardOperation(model, entity, kind));
  const own = model.operations.filter((one) => one.entity === entity && one.origin === 'written');
  const ids = own
    .filter((one) => !standard.includes(one))
    .map(({ name }) => `operation-${name.toLowerCase()}-`);
  if (ids.length === 0) return [];
  return model.scenarios.filter(
    ({ id, steps, clock }) =>
      clock === undefined &&
      ids.some((start) => id.startsWith(start)) &&
      steps.every((step) => step.kind === 'request' && step.eventuallyMs === undefined),
  );
}

function renderIntegrationTest(scenario: Pick<Scenario, 'title' | 'steps'>) {
  return renderScenarioTest({ ...scenario, proves: [] }, { client: 'api', opening: ownApi });
}
