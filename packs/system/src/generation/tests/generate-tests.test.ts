import { expect, test } from 'vitest';
import { deriveScenarios } from '../../acceptance/derive-scenarios.ts';
import { requirementsFor, targetsOf } from '../../acceptance/testing/requirements-for.ts';
import { libraryModel, taskModel } from '../../acceptance/testing/sample-models.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { generateTests } from './generate-tests.ts';

function withScenarios(model: SystemModel): SystemModel {
  return { ...model, scenarios: deriveScenarios(requirementsFor(targetsOf(model)), model).scenarios };
}

function written(steps: Scenario['steps'], title = 'by hand'): SystemModel {
  const { scenarios } = deriveScenarios(requirementsFor([]), {
    ...taskModel(),
    scenarios: [{ id: 'W1', title, proves: ['R7'], steps }],
  });
  return { ...taskModel(), scenarios };
}

test('each collection has its tests, and the system as a whole', () => {
  const paths = generateTests(withScenarios(libraryModel()))
    .files()
    .map((file) => file.path);
  for (const collection of ['authors', 'books', 'loans', 'members', 'shelves']) {
    expect(paths).toContain(`test/acceptance/${collection}.test.ts`);
    expect(paths).toContain(`test/integration/${collection}.test.ts`);
  }
  expect(paths).toContain('test/acceptance/system.test.ts');
  expect(paths).toContain('test/integration/http.test.ts');
});

test('every scenario is one test, named by its statements', () => {
  const model = withScenarios(taskModel());
  const text = generateTests(model)
    .files()
    .filter((file) => file.path.startsWith('test/acceptance/'))
    .map((file) => file.content)
    .join('\n');
  expect(text.match(/^test\(/gm)).toHaveLength(model.scenarios.length);
  expect(text).toContain("test('R2, R3, R16 · a task can be created'");
});

test('a scenario reads like a test somebody wrote', () => {
  const model = written([
    {
      kind: 'request',
      method: 'POST',
      path: '/tasks',
      body: { title: 'Write the report' },
      expect: { status: 201 },
      save: { task: 'id' },
    },
    {
      kind: 'request',
      method: 'POST',
      path: '/tasks/${task}/complete',
      expect: { status: 200, body: { status: 'completed' } },
    },
  ]);
  expect(
    generateTests(model).get('test/acceptance/tasks.test.ts')?.content,
  ).toBe(`import { test } from 'node:test';
import { assertAnswer } from '../support/expectations.ts';
import { RunningSystem } from '../support/running-system.ts';

test('R7 · by hand', async (t) => {
const system = await RunningSystem.start();
t.after(() => system.stop());

const task = await system.create('/tasks', { title: 'Write the report' });

assertAnswer(await system.post(\`/tasks/\${task}/complete\`), 200, { status: 'completed' });
});
`);
});

test('names of saved values never clash with those of the file', () => {
  const request = { kind: 'request' as const, method: 'POST', path: '/tasks', body: {} };
  const model = written([
    { ...request, expect: { status: 201 }, save: { system: 'id', new: 'title', created: 'id' } },
    { ...request, path: '/${system}/${new}/${created}', expect: { status: 404 } },
  ]);
  const text = generateTests(model).get('test/acceptance/system.test.ts')?.content ?? '';
  expect(text).toContain('const systemValue = ');
  expect(text).toContain('const newValue = ');
  expect(text).toContain('const created2 = await system.post');
});

test('a hostile title stays a title', () => {
  const model = written([{ kind: 'restart' }], "'); process.exit(0); test('\n${x}`");
  const text = generateTests(model).get('test/acceptance/system.test.ts')?.content ?? '';
  expect(text).toContain("test('R7 · \\'); process.exit(0); test(\\'\\n${x}`'");
});
