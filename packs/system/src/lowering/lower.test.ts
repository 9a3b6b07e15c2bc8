import { describe, expect, test } from 'vitest';
import { BlueprintError } from '../blueprint/errors.ts';
import type { Diagnostic } from '../blueprint/diagnostic.ts';
import { readBlueprint, readBlueprintDocument } from '../blueprint/read-blueprint.ts';
import type { SystemModel } from '../model/system.ts';
import { expandDocument } from './expand-document.ts';
import { lower } from './lower.ts';

function model(yaml: string): SystemModel {
  return lower(readBlueprint(`millwright: 1\nname: sample\n${yaml}`));
}

function diagnostics(yaml: string): readonly Diagnostic[] {
  try {
    model(yaml);
  } catch (error) {
    if (error instanceof BlueprintError) return error.diagnostics;
    throw error;
  }
  return [];
}

function operation(system: SystemModel, name: string) {
  const found = system.operations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no ${name}`);
  return found;
}

const tasks = `
entities:
  Task:
    fields:
      title: text 1..200
      priority: low | medium | high = medium
      dueDate: date?
    states:
      values: [open, completed]
      actions: { complete: open -> completed, reopen: any -> open }
`;

/** The sign-up operation, word for word as documents show it. */
const shifts = `
entities:
  Shift:
    fields:
      title: text 1..80
      tasks: text[] 1..10
    states:
      field: state
      values: [planned, running, closed]
      actions: { close: 'planned, running -> closed' }
  Place:
    fields:
      shift: Shift on delete cascade
      helper: text 1..80
      task: text 1..80
    unique: [[shift, helper]]
    api: [list, read]

operations:
  signUp:
    http: POST /shifts/{shift}/places
    input: { helper: text 1..80, task: text }
    do:
      - load: Shift as shift                                 # by path; missing → 404
      - require: shift.state == 'planned'
        else: 409 shift_closed
      - require: input.task in shift.tasks
        else: 400 unknown_task
      - upsert: Place
        key: { shift: shift.id, helper: input.helper }
        set: { task: input.task }
    answer: 201
`;

describe('standard operations', () => {
  const system = model(tasks);

  test('names, methods and paths follow the conventions', () => {
    expect(system.operations.map(({ name, http }) => [name, http.method, http.path])).toEqual([
      ['createTask', 'POST', ['tasks']],
      ['listTasks', 'GET', ['tasks']],
      ['readTask', 'GET', ['tasks', { parameter: 'task' }]],
      ['updateTask', 'PATCH', ['tasks', { parameter: 'task' }]],
      ['deleteTask', 'DELETE', ['tasks', { parameter: 'task' }]],
      ['completeTask', 'POST', ['tasks', { parameter: 'task' }, 'complete']],
      ['reopenTask', 'POST', ['tasks', { parameter: 'task' }, 'reopen']],
    ]);
  });

  test('the fields of an entity are the declared ones between the managed ones', () => {
    expect(system.entities[0]?.fields.map(({ name, managed }) => [name, managed])).toEqual([
      ['id', 'id'],
      ['title', undefined],
      ['priority', undefined],
      ['dueDate', undefined],
      ['status', 'state'],
      ['createdAt', 'createdAt'],
      ['updatedAt', 'updatedAt'],
    ]);
  });

  test('managed fields are no input', () => {
    expect(operation(system, 'createTask').input.map(({ name }) => name)).toEqual([
      'title',
      'priority',
      'dueDate',
    ]);
    expect(operation(system, 'createTask').isPartial).toBe(false);
    expect(operation(system, 'updateTask').isPartial).toBe(true);
  });

  test('a list takes a filter for each scalar field, ranges, order and paging', () => {
    expect(operation(system, 'listTasks').query.map(({ name }) => name)).toEqual([
      'title',
      'priority',
      'dueDate',
      'dueDateFrom',
      'dueDateTo',
      'status',
      'limit',
      'offset',
      'sort',
    ]);
  });

  test('a record that is changed under a condition is the answer', () => {
    const system = model(`${tasks}
operations:
  raise:
    http: POST /tasks/{task}/raise
    do:
      - load: Task as task
      - count: Task as others
      - if: others > 3
        then: [{ update: task, set: { priority: high } }]
        else: [{ update: task, set: { priority: medium } }]
`);
    expect(operation(system, 'raise').answer).toEqual({
      status: 200,
      body: { kind: 'variable', name: 'task' },
    });
  });

  test('a record that was found, and is known to be there, is an answer', () => {
    const system = model(`${tasks}
operations:
  first:
    http: GET /first
    do:
      - { find: Task as task, where: record.title == 'a' }
      - { require: task != null, else: 404 none }
    answer: { body: task }
`);
    expect(operation(system, 'first').answer.body).toMatchObject({ kind: 'value' });
  });

  test('an id inside a list of the body that belongs to no record is bad input', () => {
    const system = model(`${tasks}
operations:
  closeAll:
    http: POST /close
    input: { tasks: { type: 'object[] 1..9', fields: { task: Task, note: text } } }
    do:
      - each: line in input.tasks
        do:
          - { load: Task as task, by: line.task }
          - { update: task, set: { title: line.note } }
    answer: 204
`);
    const [each] = operation(system, 'closeAll').steps;
    expect(each).toMatchObject({
      steps: [{ missing: { status: 400, about: { field: 'tasks', code: 'unknown_reference' } } }, {}],
    });
  });

  test('answers follow the conventions', () => {
    expect(operation(system, 'createTask').answer).toEqual({
      status: 201,
      body: { kind: 'variable', name: 'task' },
      location: { entity: 'Task', variable: 'task' },
    });
    expect(operation(system, 'deleteTask').answer).toEqual({ status: 204, body: { kind: 'empty' } });
    expect(operation(system, 'completeTask').answer).toEqual({
      status: 200,
      body: { kind: 'variable', name: 'task' },
    });
    expect(operation(system, 'listTasks').answer.body).toEqual({ kind: 'variable', name: 'tasks' });
  });

  test('an action requires its states; from any it requires none', () => {
    expect(operation(system, 'completeTask').steps.map(({ kind }) => kind)).toEqual([
      'load',
      'require',
      'update',
    ]);
    expect(operation(system, 'completeTask').steps[1]).toMatchObject({
      condition: { source: "task.status == 'open'" },
      otherwise: { status: 409, code: 'illegal_transition' },
    });
    expect(operation(system, 'reopenTask').steps.map(({ kind }) => kind)).toEqual(['load', 'update']);
  });

  test('the system layer is derived', () => {
    expect(system.components.map(({ kind, name }) => [kind, name])).toEqual([
      ['ApiEndpoint', 'api'],
      ['Controller', 'taskController'],
      ['Store', 'store'],
    ]);
    expect(system.bindings).toEqual([
      { from: { component: 'api', port: 'task' }, to: { component: 'taskController', port: 'requests' } },
      {
        from: { component: 'taskController', port: 'store' },
        to: { component: 'store', port: 'transactions' },
      },
    ]);
  });

  test('a reserved word may name an entity; its variables stay legal', () => {
    const gym = model('entities: { Class: { fields: { title: text } } }');
    expect(operation(gym, 'readClass').http.path).toEqual(['classes', { parameter: 'class' }]);
    expect(operation(gym, 'readClass').steps[0]).toMatchObject({ as: 'classRecord' });
    expect(gym.bindings[0]?.from).toEqual({ component: 'api', port: 'classRecord' });
  });
});

describe('written operations', () => {
  test('the sign-up example lowers as it stands', () => {
    const signUp = operation(model(shifts), 'signUp');
    expect(signUp.entity).toBe('Place');
    expect(signUp.steps.map(({ kind }) => kind)).toEqual(['load', 'require', 'require', 'upsert']);
    expect(signUp.answer).toEqual({
      status: 201,
      body: { kind: 'variable', name: 'place' },
      location: { entity: 'Place', variable: 'place' },
    });
  });

  test('an upsert that says nothing of its status answers 201 or 200', () => {
    const signUp = operation(model(shifts.replace('    answer: 201\n', '')), 'signUp');
    expect(signUp.answer).toMatchObject({ status: 201, updatedStatus: 200 });
  });

  test('a written operation replaces the standard one of its name or of its route', () => {
    const byName = model(`${tasks}
operations:
  createTask: { http: POST /inbox, input: Task, do: [{ create: Task, from: input }] }
`);
    expect(byName.operations.filter(({ name }) => name === 'createTask')).toHaveLength(1);
    expect(operation(byName, 'createTask').http.path).toEqual(['inbox']);
    const byRoute = model(`${tasks}
operations:
  addTask: { http: POST /tasks, input: Task, do: [{ create: Task, from: input }] }
`);
    expect(byRoute.operations.map(({ name }) => name)).not.toContain('createTask');
    expect(operation(byRoute, 'addTask').origin).toBe('written');
  });

  test('a record that the input names and that does not exist is bad input', () => {
    const transfers = model(`
entities:
  Account: { fields: { owner: text, balance: money 0.. } }
operations:
  transfer:
    http: POST /transfers
    input: { from: Account, to: Account, amount: money 0.01.. }
    do:
      - load: Account as source
        by: input.from
      - load: Account as target
        by: input.to
      - require: source.id != target.id
        else: 422 same_account
      - require: source.balance >= input.amount
        else: 422 insufficient_funds
      - increment: source.balance
        by: -input.amount
      - increment: target.balance
        by: input.amount
    answer: { status: 200, body: { from: source.balance, to: target.balance } }
`);
    const { steps, answer } = operation(transfers, 'transfer');
    expect(steps[0]).toMatchObject({
      missing: { status: 400, code: 'invalid_input', about: { field: 'from', code: 'unknown_reference' } },
    });
    expect(steps[4]).toMatchObject({
      field: 'balance',
      otherwise: { status: 422, code: 'balance_out_of_range' },
    });
    expect(answer.body).toMatchObject({ kind: 'object', fields: [{ field: 'from' }, { field: 'to' }] });
  });

  test.each(['{task}', '{taskId}', '{id}'])('a load takes the path parameter %s', (parameter) => {
    const system = model(`
entities: { Task: { fields: { title: text } } }
operations:
  look: { http: 'GET /tasks/${parameter}', do: [{ load: Task }] }
`);
    expect(system.operations.map(({ name }) => name)).not.toContain('readTask');
    expect(operation(system, 'look').steps[0]).toMatchObject({
      by: {
        value: { source: `path.${parameter.slice(1, -1)}`, type: { kind: 'reference', entity: 'Task' } },
      },
    });
  });

  test('only the list that is answered can be paged through by the query', () => {
    const reserve = (list: string, answer: string) =>
      model(`
entities:
  Room: { fields: { beds: integer } }
  Stay: { fields: { room: Room, beds: integer } }
operations:
  book:
    http: POST /rooms/{room}/stays
    input: { beds: integer 1.. }
    do:
      - load: Room as room
      - { list: Stay as stays, where: record.room == room.id${list} }
      - { require: 'sum(stays.map(one, one.beds)) + input.beds <= room.beds', else: 409 full }
${answer}`);
    const create = '      - { create: Stay, from: input, set: { room: room.id } }\n';
    const whole = operation(reserve('', create), 'book');
    expect(whole.query).toEqual([]);
    expect(whole.steps[1]).toMatchObject({ isWhole: true, filters: [], sortable: [] });
    const paged = operation(reserve(', filters: [beds]', '    answer: { body: stays }\n'), 'book');
    expect(paged.query.map(({ name }) => name)).toEqual([
      'beds',
      'bedsFrom',
      'bedsTo',
      'limit',
      'offset',
      'sort',
    ]);
    expect(paged.steps[1]).not.toHaveProperty('isWhole');
    expect(() => reserve(', filters: [beds]', create)).toThrow(/invalid_constraint/);
  });

  test('a guard narrows every later step', () => {
    const guarded = (guard: string) => `
entities:
  Loan: { fields: { due: date?, extended: 'integer = 0' } }
operations:
  extend:
    http: POST /loans/{loan}/extend
    do:
      - load: Loan as loan
${guard}
      - update: loan
        set: { due: loan.due + days(7), extended: loan.extended + 1 }
`;
    expect(diagnostics(guarded(''))).toMatchObject([{ code: 'may_be_null', line: 13 }]);
    expect(diagnostics(guarded('      - { require: loan.due != null, else: 409 no_due_date }'))).toEqual([]);
  });
});

describe('expandDocument', () => {
  test.each([
    ['tasks', tasks],
    ['shifts', shifts],
    ['a reserved word', 'entities: { Class: { fields: { title: text, kind: a | b } } }'],
    [
      'own filters',
      'entities: { Film: { fields: { title: text, year: integer }, filters: [year], sort: -year } }',
    ],
  ])('says the same as the short form: %s', (_, yaml) => {
    const { document } = readBlueprint(`millwright: 1\nname: sample\n${yaml}`);
    const withoutOrigin = (system: SystemModel) => ({
      ...system,
      operations: system.operations.map(({ origin: _origin, ...rest }) => rest),
    });
    const expanded = lower(readBlueprintDocument(expandDocument(document)));
    expect(expanded.operations.every(({ origin }) => origin === 'written')).toBe(true);
    expect(withoutOrigin(expanded)).toEqual(withoutOrigin(model(yaml)));
  });
});

describe('diagnostics', () => {
  test.each([
    ['not_in_enum', "'planned'", "'planed'", 'Did you mean `planned`?'],
    ['unknown_field', 'input.task in', 'input.tsk in', 'Did you mean `task`?'],
    ['unknown_field', 'shift.tasks', 'shift.taks', 'Did you mean `tasks`?'],
    ['unknown_name', 'input.task in', 'inptu.task in', 'Did you mean `input`?'],
    ['not_assignable', 'shift: shift.id', 'shift: shift', 'Did you mean `shift.id`?'],
    ['key_not_unique', '    unique: [[shift, helper]]\n', '', 'Add `unique: [[shift, helper]]` to Place.'],
    ['unknown_entity', 'load: Shift as shift', 'load: Shfit as shift', 'Did you mean `Shift`?'],
    ['invalid_http', '{shift}/places', ':shift/places', 'Did you mean `{shift}`?'],
    [
      'expression_syntax',
      "shift.state == 'planned'",
      "shift.state = 'planned'",
      "Write `shift.state == 'planned'`.",
    ],
    ['unknown_state', 'running -> closed', 'running -> closd', 'Did you mean `closed`?'],
  ])('%s for %j written as %j', (code, right, wrong, suggestion) => {
    const broken = shifts.replace(right, wrong);
    expect(broken).not.toBe(shifts);
    expect(diagnostics(broken)[0]).toMatchObject({
      code,
      suggestion,
      line: expect.any(Number),
      column: expect.any(Number),
    });
  });

  test('the column points into the expression', () => {
    const broken = shifts.replace('input.task in', 'input.tsk in');
    const [first] = diagnostics(broken);
    const line = `millwright: 1\nname: sample\n${broken}`.split('\n')[(first?.line ?? 1) - 1] ?? '';
    expect(line).toContain('input.tsk in');
    expect(line.indexOf('tsk') + 1).toBe(first?.column);
  });

  test.each([
    ['unknown_entity', 'entities: { Task: { fields: { owner: Persn } }, Person: { fields: {} } }'],
    ['reserved_name', 'entities: { Promise: { fields: { title: text } } }'],
    ['reserved_name', 'entities: { Task: { fields: { constructor: text } } }'],
    ['reserved_name', 'entities: { Task: { fields: { id: text } } }'],
    ['name_clash', 'entities: { Task: { fields: { dueDate: date, duedate: date } } }'],
    ['name_clash', 'entities: { Task: { fields: { a: text } }, Tasks: { fields: { a: text } } }'],
    [
      'name_clash',
      'entities: { Task: { fields: { a: text }, states: { values: [a, b], actions: { delete: a -> b } } } }',
    ],
    ['unknown_field', 'entities: { Task: { fields: { a: text }, sort: b } }'],
    ['unknown_field', 'entities: { Task: { fields: { a: text }, sort: [a, -b] } }'],
    ['duplicate_key', 'entities: { Task: { fields: { a: text }, sort: "a, -a" } }'],
    ['unknown_field', 'entities: { Task: { fields: { a: text }, filters: [b] } }'],
    ['invalid_value', 'storage: { kind: sqlite, file: ../data.sqlite }\nentities: {}'],
  ])('%s in %s', (code, yaml) => {
    expect(diagnostics(yaml).map((one) => one.code)).toContain(code);
  });

  test.each([
    ['reserved_name', '{ http: POST /a, do: [{ list: Task as input }] }'],
    ['duplicate_variable', '{ http: POST /a, do: [{ count: Task as n }, { count: Task as n }] }'],
    ['unknown_parameter', '{ http: "POST /a/{b}", do: [{ count: Task as n }] }'],
    ['unknown_parameter', '{ http: POST /a, do: [{ load: Task as task }] }'],
    ['unknown_variable', '{ http: POST /a, do: [{ delete: task }] }'],
    ['wrong_variable', '{ http: POST /a, do: [{ count: Task as n }, { delete: n }] }'],
    ['missing_field', '{ http: POST /a, do: [{ create: Task, set: {} }] }'],
    ['managed_field', `{ http: POST /a, do: [{ create: Task, set: { id: "'x'", title: "'a'" } }] }`],
    ['input_unused', `{ http: POST /a, input: { b: text }, do: [{ create: Task, set: { title: "'a'" } }] }`],
    [
      'input_unused',
      `{ http: POST /a, input: { b: text }, do: [{ create: Task, from: input, set: { title: "'a'" } }] }`,
    ],
    ['unknown_event', '{ http: POST /a, do: [{ emit: nothing }] }'],
    ['invalid_answer', '{ http: POST /a, do: [{ count: Task as n }], answer: { body: n } }'],
    ['path_taken', '{ http: GET /health, do: [{ list: Task }] }'],
    ['invalid_http', '{ http: FETCH /a, do: [{ list: Task }] }'],
    ['invalid_http', '{ http: GET /a, input: { title: text }, do: [{ list: Task }] }'],
    ['not_assignable', '{ http: POST /a, do: [{ create: Task, set: { title: 3 } }] }'],
    ['unknown_function', '{ http: POST /a, do: [{ compute: n, value: "siz(now)" }] }'],
    ['wrong_arguments', '{ http: POST /a, do: [{ compute: n, value: "size(1)" }] }'],
    ['wrong_operands', `{ http: POST /a, do: [{ compute: n, value: "1 + 'a'" }] }`],
  ])('%s in an operation %s', (code, written) => {
    const codes = diagnostics(
      `entities: { Task: { fields: { title: text } } }\noperations: { attempt: ${written} }`,
    ).map((one) => one.code);
    expect(codes).toContain(code);
  });

  test('one mistake is reported once, not wherever its variable is used', () => {
    const found = diagnostics(shifts.replace('load: Shift as shift', 'load: Shfit as shift'));
    expect(found.map(({ code, line }) => [code, line])).toEqual([['unknown_entity', 26]]);
  });

  test('a reserved word cannot name an operation', () => {
    const [first] = diagnostics(
      'entities: { Task: { fields: { title: text } } }\noperations: { delete: { http: POST /a, do: [{ list: Task }] } }',
    );
    expect(first).toMatchObject({
      code: 'reserved_name',
      path: 'operations.delete',
      line: 4,
      suggestion: 'Say what it works on: `deleteTask`.',
    });
  });
});

test('where a record is read by another key than its id, no Location is told', () => {
  const wiki = (key: string) => `
millwright: 1
name: wiki
entities:
  Page: { fields: { slug: text 1..40 unique, title: text }, api: [create] }
operations:
  readPage:
    http: GET /pages/{page}
    do: [{ load: Page as page, by: ${key} }]
`;
  const location = (key: string) =>
    lower(readBlueprint(wiki(key))).operations.find(({ name }) => name === 'createPage')?.answer.location;
  expect(location('path.page')).toMatchObject({ entity: 'Page' });
  expect(location('{ slug: path.page }')).toBeUndefined();
});
