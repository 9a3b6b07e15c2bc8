import { expect, test } from 'vitest';
import { analyse } from './analyse.ts';

test('a list of features becomes entities, fields, states, storage and a port, each statement with its facts', () => {
  const { requirements, document } = analyse(`Create a task management API with the following features:
- Add new tasks with title and description
- Mark tasks as completed
- List all tasks
- Delete tasks
- Store data in memory for simplicity
- Expose REST endpoints on port 8080`);
  expect(document).toEqual({
    millwright: 1,
    name: 'task-management',
    title: 'Task management',
    entities: {
      Task: {
        fields: { title: 'text', description: 'text?' },
        states: {
          field: 'status',
          values: ['open', 'completed'],
          actions: { complete: 'open -> completed' },
        },
      },
    },
    storage: 'memory',
    interfaces: { http: { port: 8080 } },
  });
  expect(requirements.statements.map((statement) => statement.status)).toEqual(Array(7).fill('understood'));
  expect(requirements.statements[2]?.facts.map((fact) => fact.target)).toContain(
    'entities.Task.states.actions.complete',
  );
});
