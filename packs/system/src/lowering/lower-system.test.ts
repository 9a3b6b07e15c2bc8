import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../blueprint/diagnostic.ts';
import { BlueprintError } from '../blueprint/errors.ts';
import { readBlueprint } from '../blueprint/read-blueprint.ts';
import type { SystemModel } from '../model/system.ts';
import { lower } from './lower.ts';

const entities = `
millwright: 1
name: sample
interfaces: { http: { prefix: /api } }
entities:
  Task: { fields: { title: text, list: List? } }
  List: { fields: { name: text } }
`;

const layer = `
components:
  web: { kind: ApiEndpoint }
  tasks: { kind: Controller, entity: Task }
  lists: { kind: Controller, entity: List }
  records: { kind: Store }
bindings:
  - web.task -> tasks.requests
  - connect: web.list -> lists.requests
    buffer: 20
  - tasks.store -> records.transactions
  - lists.store -> records.transactions
`;

function model(yaml: string): SystemModel {
  return lower(readBlueprint(yaml));
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

describe('the system layer', () => {
  test('is derived from written components when bindings are left out', () => {
    const components = layer.slice(0, layer.indexOf('bindings:'));
    const written = model(`${entities}${layer}`);
    expect(model(`${entities}${components}`).bindings).toEqual(
      written.bindings.map(({ from, to }) => ({ from, to })),
    );
    expect(written.bindings[1]).toEqual({
      from: { component: 'web', port: 'list' },
      to: { component: 'lists', port: 'requests' },
      buffer: 20,
    });
  });

  test.each([
    ['unknown_component', 'web.task ->', 'wbe.task ->', 'Did you mean `web`?'],
    ['unknown_port', 'web.task ->', 'web.taks ->', 'Did you mean `task`?'],
    ['unknown_port', 'tasks.requests', 'tasks.request', 'Did you mean `requests`?'],
    ['unknown_port', 'tasks.store ->', 'tasks.requests ->', undefined],
    ['invalid_binding', 'web.task -> tasks.requests', 'web.task', undefined],
    ['invalid_binding', 'web.task -> tasks.requests', 'web.task -> lists.requests', undefined],
    ['invalid_binding', 'lists.store -> records', 'tasks.store -> records', undefined],
    ['unbound_port', '  - tasks.store -> records.transactions\n', '', undefined],
    ['unreachable_component', '  - web.task -> tasks.requests\n', '', undefined],
    ['unreachable_component', '  lists: { kind: Controller, entity: List }\n', '', undefined],
    ['unknown_entity', 'entity: List }', 'entity: Lits }', 'Did you mean `List`?'],
    [
      'unknown_operation',
      'entity: List }',
      'entity: List, operations: [creatList] }',
      'Did you mean `createList`?',
    ],
    ['unreachable_component', 'kind: Store }', 'kind: Store, entities: [Task] }', undefined],
  ])('%s: %j written as %j', (code, right, wrong, suggestion) => {
    const broken = layer.replace(right, wrong);
    expect(broken).not.toBe(layer);
    const found = diagnostics(`${entities}${broken}`).find((one) => one.code === code);
    expect(found).toMatchObject({ code, line: expect.any(Number), column: expect.any(Number) });
    if (suggestion !== undefined) expect(found?.suggestion).toBe(suggestion);
  });
});

describe('pages of other origins', () => {
  const withCors = (value: string) =>
    entities.replace(/^interfaces:.*$/m, `interfaces: { http: { cors: ${value} } }`);

  test.each([
    ['https://app.example.org', ['https://app.example.org']],
    [
      '[https://app.example.org, http://localhost:5173]',
      ['https://app.example.org', 'http://localhost:5173'],
    ],
    ["'*'", ['*']],
  ])('%s is %j', (written, origins) => {
    expect(model(withCors(written)).http.cors).toEqual(origins);
  });

  test('proxies before the system are told by their number', () => {
    const withProxies = (value: string) =>
      entities.replace(/^interfaces:.*$/m, `interfaces: { http: { trustedProxies: ${value} } }`);
    expect(model(withProxies('2')).http.trustedProxies).toBe(2);
    expect(diagnostics(withProxies('true')).map((one) => one.code)).toEqual(['wrong_type']);
    expect(diagnostics(withProxies('-1')).map((one) => one.code)).toEqual(['invalid_value']);
  });

  test('there are none unless somebody says so', () => {
    expect(model(entities).http).not.toHaveProperty('cors');
  });

  test.each([
    ['invalid_value', 'https://app.example.org/'],
    ['invalid_value', 'app.example.org'],
    ['invalid_value', '[https://app.example.org/shop]'],
    ['invalid_value', '[]'],
    ['invalid_value', "['*.example.org']"],
    ['wrong_type', 'true'],
    ['wrong_type', '{ origins: [https://app.example.org] }'],
  ])('%s: %s', (code, written) => {
    expect(diagnostics(withCors(written)).map((one) => one.code)).toEqual([code]);
  });
});

const scenario = `
scenarios:
  - title: A list keeps its tasks
    proves: [R1, R4]
    steps:
      - request: POST /lists
        body: { name: Home }
        expect: 201
        save: { list: id }
      - request: POST /api/tasks
        body: { title: Sweep, list: '\${list}' }
        headers: { x-trace: '1' }
        expect: { status: 201, body: { list: '\${list}' } }
      - restart: true
      - request: GET /tasks?list=\${list}
        expect: { status: 200, count: 1 }
      - request: GET /nowhere
        expect: 404
      - configuration: { port: 8080 }
`;

const race = `
scenarios:
  - title: Only one has the name
    steps:
      - request: POST /lists
        body: { name: Home }
        expect: 201
        save: { list: id }
      - parallel:
          request: POST /tasks
          times: 20
          body: { title: 'Sweep \${n}', list: '\${list}' }
          expect: { 201: 20 }
      - parallel:
          - request: DELETE /lists/\${list}
          - request: PATCH /lists/\${list}
            times: 2
            body: { name: Other }
            expect: 200
        expect: { 200: 2, 409: 1 }
`;

describe('parallel requests', () => {
  test('are lowered with their numbers and the counts of their answers', () => {
    const [lowered] = model(`${entities}${race}`).scenarios;
    expect(lowered?.steps.slice(1)).toEqual([
      {
        kind: 'parallel',
        requests: [
          {
            times: 20,
            method: 'POST',
            path: '/api/tasks',
            body: { title: 'Sweep ${n}', list: '${list}' },
            expect: { '201': 20 },
          },
        ],
      },
      {
        kind: 'parallel',
        requests: [
          { times: 1, method: 'DELETE', path: '/api/lists/${list}' },
          {
            times: 2,
            method: 'PATCH',
            path: '/api/lists/${list}',
            body: { name: 'Other' },
            expect: { '200': 2 },
          },
        ],
        expect: { '200': 2, '409': 1 },
      },
    ]);
  });

  test.each([
    ['invalid_value', '{ 201: 20 }', '{ 201: 5 }'],
    ['missing_key', '\n          expect: { 201: 20 }', ''],
    ['unknown_route', 'request: POST /tasks', 'request: POST /task'],
    ['unknown_saved_name', "'Sweep ${n}'", "'Sweep ${number}'"],
    ['reserved_name', 'save: { list: id }', 'save: { list: id, n: name }'],
    ['invalid_name', '{ 200: 2, 409: 1 }', '{ ok: 2, 409: 1 }'],
    ['unknown_key', 'times: 20', 'count: 20'],
    ['invalid_value', 'times: 20', 'times: 0'],
  ])('%s: %j written as %j', (code, right, wrong) => {
    const broken = race.replace(right, wrong);
    expect(broken).not.toBe(race);
    const found = diagnostics(`${entities}${broken}`).find((one) => one.code === code);
    expect(found).toMatchObject({ code, line: expect.any(Number) });
  });
});

describe('scenarios', () => {
  test('are lowered with the prefix, whether it was written or not', () => {
    const [lowered] = model(`${entities}${scenario}`).scenarios;
    expect(lowered).toMatchObject({ id: 'W1', proves: ['R1', 'R4'] });
    expect(lowered?.steps.map((step) => (step.kind === 'request' ? step.path : step.kind))).toEqual([
      '/api/lists',
      '/api/tasks',
      'restart',
      '/api/tasks?list=${list}',
      '/api/nowhere',
      'configuration',
    ]);
  });

  test.each([
    [
      'unknown_saved_name',
      "list: '${list}' }\n        headers",
      "list: '${lst}' }\n        headers",
      'Did you mean `list`?',
    ],
    ['unknown_saved_name', '?list=${list}', '?list=${later}', undefined],
    ['unknown_route', 'POST /lists', 'POST /list', 'Did you mean `POST /lists`?'],
    ['unknown_route', 'GET /tasks?', 'PUT /tasks?', undefined],
    ['invalid_request', 'POST /lists', '/lists', undefined],
  ])('%s: %j written as %j', (code, right, wrong, suggestion) => {
    const broken = scenario.replace(right, wrong);
    expect(broken).not.toBe(scenario);
    const found = diagnostics(`${entities}${broken}`).find((one) => one.code === code);
    expect(found).toMatchObject({ code, line: expect.any(Number) });
    if (suggestion !== undefined) expect(found?.suggestion).toBe(suggestion);
  });
});
