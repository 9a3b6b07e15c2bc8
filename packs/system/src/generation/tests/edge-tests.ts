import { pathOf } from '../../acceptance/find-operation.ts';
import { gateMethod } from '../../model/gate-method.ts';
import { pathOfSource } from '../../acceptance/dataflow/witnesses.ts';
import { httpSources } from '../../model/http-sources.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { renderString } from './render-value.ts';
import { ownApi } from './test-file.ts';

/** What the HTTP edge does for every route: health, description, unknown routes, bodies it does not take. */
export function edgeTests(model: SystemModel): readonly RenderedTest[] {
  const post = model.operations.find(
    (operation) =>
      operation.http.method === 'POST' &&
      gateMethod(operation.access) === undefined &&
      (operation.headers ?? []).every((field) => field.isOptional || field.defaultValue !== undefined) &&
      operation.http.path.every((part) => typeof part === 'string'),
  );
  return [
    healthTest(),
    descriptionTest(model),
    unknownRouteTest(model),
    ...(post ? [methodTest(model, post), ...bodyTests(pathOf(model, post))] : sourceTests(model)),
  ];
}

function healthTest(): RenderedTest {
  return edgeTest(
    'the system says that it is alive, ready and how it fares',
    ['assertAnswer'],
    [
      "assertAnswer(await api.get('/health'), 200);",
      "assertAnswer(await api.get('/ready'), 200);",
      "assertAnswer(await api.get('/metrics'), 200);",
    ],
  );
}

function descriptionTest(model: SystemModel): RenderedTest {
  const paths = [...new Set(model.operations.map((operation) => pathOf(model, operation)))];
  return edgeTest(
    'the description names every route',
    ['assertAnswer', 'assertContains'],
    [
      "const answer = await api.get('/openapi.json');",
      "assertAnswer(answer, 200, { openapi: '3.1.0' });",
      `for (const path of [${paths.map(renderString).join(', ')}]) {`,
      '  assertContains(answer.body, { paths: { [path]: {} } });',
      '}',
    ],
  );
}

function unknownRouteTest(model: SystemModel): RenderedTest {
  // Longer than any route that might take the words for parameters.
  const isAmbiguous = model.operations.some(
    ({ http }) => http.path.length === 1 && typeof http.path[0] !== 'string',
  );
  const longest = isAmbiguous ? Math.max(...model.operations.map(({ http }) => http.path.length)) : 0;
  return edgeTest(
    'an unknown route is answered with a problem',
    ['assertAnswer'],
    [
      `const answer = await api.get('${model.http.prefix}/no-such-route${'/at-all'.repeat(longest)}');`,
      "assertAnswer(answer, 404, { type: 'about:blank', status: 404, code: 'route_not_found' });",
      String.raw`assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);`,
    ],
  );
}

function methodTest(model: SystemModel, post: Pick<Operation, 'http'>): RenderedTest {
  const path = pathOf(model, post);
  return edgeTest(
    'a method the route does not have is answered with those it has',
    ['assertAnswer'],
    [
      `const answer = await api.put('${path}', {});`,
      "assertAnswer(answer, 405, { code: 'method_not_allowed' });",
      String.raw`assert.match(answer.headers.get('allow') ?? '', /\bPOST\b/);`,
    ],
  );
}

/** Where no operation takes a body, a source may. */
function sourceTests(model: SystemModel): readonly RenderedTest[] {
  const source = httpSources(model).find(
    ({ entrance: { http, access } }) => http.method === 'POST' && gateMethod(access) === undefined,
  );
  if (source === undefined) return [];
  return [methodTest(model, source.entrance), ...bodyTests(pathOfSource(model, source))];
}

function bodyTests(path: string): readonly RenderedTest[] {
  return [
    edgeTest(
      'a body that is not JSON is refused',
      ['assertAnswer'],
      [
        `const cut = await api.send('POST', '${path}', { text: '{"cut' });`,
        "assertAnswer(cut, 400, { code: 'invalid_json' });",
      ],
    ),
    edgeTest(
      'a body of another media type is refused',
      ['assertAnswer'],
      [
        `const answer = await api.send('POST', '${path}', { text: 'a=b', headers: { 'content-type': 'text/plain' } });`,
        "assertAnswer(answer, 415, { code: 'unsupported_media_type' });",
      ],
    ),
    edgeTest(
      'a body in another charset, or a compressed one, is refused',
      ['assertAnswer'],
      [
        "const utf16 = { 'content-type': 'application/json; charset=utf-16' };",
        `assertAnswer(await api.send('POST', '${path}', { text: '{}', headers: utf16 }), 415);`,
        "const zipped = { 'content-encoding': 'gzip' };",
        `assertAnswer(await api.send('POST', '${path}', { text: '{}', headers: zipped }), 415);`,
      ],
    ),
    edgeTest(
      'a body of more than a mebibyte is refused',
      ['assertAnswer'],
      [
        `const answer = await api.post('${path}', { text: 'x'.repeat(1_048_577) });`,
        "assertAnswer(answer, 413, { code: 'body_too_large' });",
      ],
    ),
  ];
}

function edgeTest(title: string, expectations: readonly string[], lines: readonly string[]): RenderedTest {
  const step = { kind: 'code' as const, lines: () => lines, expectations };
  return renderScenarioTest({ title, proves: [], steps: [step] }, { client: 'api', opening: ownApi });
}
