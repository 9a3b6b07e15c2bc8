import { expect, test } from 'vitest';
import { BlueprintError } from '../../blueprint/errors.ts';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../lower.ts';

/** What is wrong with an operation of these steps, as `code: suggestion`. */
function problems(steps: string): readonly string[] {
  const yaml = `millwright: 1
name: sample
entities: { Task: { fields: { title: text, points: 'integer = 1', note: 'text?' } } }
operations:
  act:
    http: POST /act
    input: { n: integer }
    do:
      - require: input.n > 0
        else: 400 too_small
${steps}`;
  try {
    lower(readBlueprint(yaml));
    return [];
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map(({ code, suggestion = '' }) => `${code}: ${suggestion}`);
  }
}

const found = '      - find: Task as task\n        where: record.points == input.n\n';
const listed = '      - list: Task as tasks\n';

test.each([
  [
    'a loop without a variable',
    `${listed}      - { each: tasks, do: [{ delete: Task, where: 'true' }] }`,
    'each: task in tasks',
  ],
  [
    'a loop that collects without a name',
    `${listed}      - { each: t in tasks, do: [{ compute: x, value: 1 }], collect: t.id }`,
    'as: ids',
  ],
  ['all records without a condition', '      - { update: Task, set: { points: 2 } }', '`update: task`'],
  [
    'a record that may not be there',
    `${found}      - { update: task, set: { points: 2 } }`,
    'if: task != null',
  ],
  [
    'a condition on the record of a variable',
    `${found}      - { if: task != null, then: [{ delete: task, where: 'true' }] }`,
    '`delete: Task`',
  ],
  [
    'a total of what is no list',
    `${listed}      - { compute: n, value: 'total(tasks.map(t, t.id))' }`,
    'size(',
  ],
  [
    'a group by what has no order',
    '      - { group: Task as rows, by: { task: record }, set: { n: size(records) } }',
    'Group by one field',
  ],
  [
    'a group sorted by what it does not tell',
    '      - { group: Task as rows, by: { points: record.points }, set: { count: size(records) }, sort: -cuont }',
    'Did you mean `count`?',
  ],
  [
    'a search in a list that is worked with',
    '      - { list: Task as tasks, search: [title] }\n      - { compute: n, value: size(tasks) }',
    'Leave it out',
  ],
  [
    'a search of a number',
    '      - { list: Task as tasks, search: [points] }',
    'Choose among `title`, `note`',
  ],
  ['a search of nothing', '      - { list: Task as tasks, search: [titel] }', 'Did you mean `title`?'],
  [
    'a filter by a comparison that its field does not know',
    '      - { list: Task as tasks, filters: [{ field: title, by: from }] }',
    'invalid_constraint',
  ],
  [
    'a filter that takes the name of a page parameter',
    '      - { list: Task as tasks, filters: [{ field: title, by: contains, as: sort }] }',
    'reserved_name',
  ],
  [
    'a list sorted by what has no order',
    `${listed}      - { compute: n, value: 'tasks.sortBy(t, t)' }`,
    'tasks.sortBy(t, t.title)',
  ],
])('%s is reported with what would be right', (_, steps, suggestion) => {
  expect(problems(steps).join('\n')).toContain(suggestion);
});

test('a branch knows what its condition says, and what follows a refusal the opposite', () => {
  const inBranch = `${found}      - { if: task != null, then: [{ update: task, set: { points: 2 } }] }`;
  const afterwards = `${found}      - { if: task == null, then: [{ refuse: 404 none }] }\n      - { update: task, set: { points: 2 } }`;
  const inOther = `${found}      - { if: task == null, then: [{ update: task, set: { points: 2 } }] }`;
  expect(problems(inBranch)).toEqual([]);
  expect(problems(afterwards)).toEqual([]);
  expect(problems(inOther)).toEqual([expect.stringContaining('may_be_null')]);
});

test('what a branch declares is known in it alone', () => {
  const used = `      - { if: input.n > 1, then: [{ compute: x, value: 1 }] }\n      - { compute: y, value: x }`;
  expect(problems(used)).toEqual([expect.stringContaining('unknown_name')]);
});
