import { expect, test } from 'vitest';
import { BlueprintError } from '../blueprint/errors.ts';
import { lowerBlueprint } from '../lowering/lower-blueprint.ts';
import { understandBlueprint } from '../request/understand-blueprint.ts';
import { deriveScenarios } from './derive-scenarios.ts';

const blueprint = (proves: string) => `millwright: 1
name: reminders
entities:
  Task:
    fields: { title: text 1..80, isLate: boolean = false }
    search: [title]
    rules:
      - require: task.title != 'no'
        else: 422 not_no
flows:
  remind:
    on: Task created
    after: 24h
    do:
      - load: Task as task
        by: event.task
      - update: task
        set: { isLate: true }
feeds:
  tasks: { http: GET /events, of: [Task created] }
scenarios:
  - title: a task is late after a day
    proves: ${proves}
    steps:
      - request: POST /tasks
        body: { title: Write }
        expect: 201
        save: { task: id }
      - advance: 25h
      - request: GET /tasks/\${task}
        expect: { status: 200, body: { isLate: true } }
`;

function derived(proves: string) {
  const yaml = blueprint(proves);
  const { requirements } = understandBlueprint(yaml);
  const { scenarios, unproven } = deriveScenarios(requirements, lowerBlueprint(yaml).model);
  return { scenarios, unproven: unproven.map(({ target }) => target), requirements };
}

test('a rule is proven by a request that breaks it, after which nothing has changed', () => {
  const { scenarios, unproven } = derived('[]');
  expect(unproven).toEqual([]);
  const { steps = [] } = scenarios.find(({ id }) => id === 'rules-task-422-not-no') ?? {};
  expect(steps).toMatchObject([
    {
      method: 'POST',
      path: '/tasks',
      body: { title: 'no' },
      expect: { status: 422, body: { code: 'not_no' } },
    },
    { method: 'GET', expect: { status: 200, count: 0 } },
  ]);
});

test('a flow is proven by what it does when its time has come', () => {
  const { scenarios } = derived('[]');
  const { steps = [] } = scenarios.find(({ id }) => id === 'flow-remind') ?? {};
  expect(steps).toMatchObject([
    { method: 'POST', path: '/tasks' },
    { kind: 'advance', ms: 86_400_000 },
    { method: 'GET', path: '/tasks/${taskId}', expect: { status: 200, body: { isLate: true } } },
  ]);
});

test('a feed is proven by what those hear who listen', () => {
  const { scenarios } = derived('[]');
  const { steps = [] } = scenarios.find(({ id }) => id === 'feed-tasks-taskcreated') ?? {};
  expect(steps.at(-1)).toMatchObject({
    kind: 'listen',
    path: '/events',
    expect: [{ event: 'taskCreated', data: { task: '${taskId}', isLate: false } }],
  });
});

test('a search is proven by what it finds and what it does not', () => {
  const { scenarios, requirements } = derived('[]');
  const asked = requirements.statements.find(({ text }) => text.startsWith('Task: search'));
  expect(scenarios.filter(({ proves }) => proves.includes(asked?.id ?? '')).map(({ id }) => id)).toEqual([
    'search-task-title',
  ]);
});

test('a scenario names what it proves by its place in the blueprint', () => {
  const { scenarios, unproven, requirements } = derived('[flows.remind]');
  const asked = requirements.statements.find(({ text }) => text.startsWith('flow remind'));
  expect(scenarios[0]?.proves).toEqual([asked?.id]);
  expect(unproven).not.toContain('flows.remind');
});

test('the id of a statement stays what it is', () => {
  expect(derived('[R1]').scenarios[0]?.proves).toEqual(['R1']);
});

test('a name that the blueprint has nothing for is told', () => {
  expect(() => derived('[flows.remnd]')).toThrow(BlueprintError);
  expect(() => derived('[flows.remnd]')).toThrow('Did you mean `flows.remind`?');
});
