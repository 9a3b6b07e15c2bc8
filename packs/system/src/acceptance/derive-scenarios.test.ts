import { expect, test } from 'vitest';
import { deriveScenarios } from './derive-scenarios.ts';
import { requirementsFor, targetsOf } from './testing/requirements-for.ts';
import { libraryModel, taskModel } from './testing/sample-models.ts';

test('every fact about a plain system has scenarios', () => {
  const model = taskModel();
  const { scenarios, unproven } = deriveScenarios(requirementsFor(targetsOf(model)), model);
  expect(unproven).toEqual([]);
  const proven = new Set(scenarios.flatMap((scenario) => scenario.proves));
  expect(proven.size).toBe(targetsOf(model).length);
});

test('a rich system leaves unproven only what the interface does not show', () => {
  const model = libraryModel();
  const { unproven } = deriveScenarios(requirementsFor(targetsOf(model)), model);
  expect(unproven).toEqual([]);
});

test('ids are unique and equal facts share their scenarios', () => {
  const model = libraryModel();
  const targets = targetsOf(model);
  const { scenarios } = deriveScenarios(requirementsFor([...targets, ...targets]), model);
  expect(new Set(scenarios.map((scenario) => scenario.id)).size).toBe(scenarios.length);
  expect(scenarios.every((scenario) => scenario.proves.length >= 2)).toBe(true);
});

test('the same input gives the same scenarios', () => {
  const derive = () => deriveScenarios(requirementsFor(targetsOf(libraryModel())), libraryModel());
  expect(derive()).toEqual(derive());
});

test('scenarios of people come first and stay as they are', () => {
  const written = { id: 'W1', title: 'by hand', proves: ['R1'], steps: [{ kind: 'restart' as const }] };
  const model = { ...taskModel(), scenarios: [written] };
  const { scenarios } = deriveScenarios(requirementsFor(['entities.Task.fields.title']), model);
  expect(scenarios[0]).toMatchObject(written);
  expect(scenarios.length).toBeGreaterThan(1);
});

test('what cannot be proven says why', () => {
  const requirements = requirementsFor(['entities.Ghost', 'moon.phase', 'entities.Task.filters.colour']);
  const statement = { id: 'R9', text: 'Make it nice', span: [0, 1] as const, facts: [] };
  const all = {
    ...requirements,
    statements: [
      ...requirements.statements,
      { ...statement, status: 'not-understood' as const, why: 'no rule reads it' },
    ],
  };
  const { scenarios, unproven } = deriveScenarios(all, taskModel());
  expect(scenarios).toEqual([]);
  expect(unproven).toEqual([
    { statement: 'R1', target: 'entities.Ghost', why: 'the blueprint has no entity Ghost' },
    { statement: 'R2', target: 'moon.phase', why: 'no scenario is known for moon.phase' },
    {
      statement: 'R3',
      target: 'entities.Task.filters.colour',
      why: 'the list of Tasks has no filter colour',
    },
    { statement: 'R9', why: 'no rule reads it' },
  ]);
});
