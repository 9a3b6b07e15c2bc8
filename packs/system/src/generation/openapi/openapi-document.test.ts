import { validate } from '@readme/openapi-parser';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { libraryModel, taskModel } from '../../acceptance/testing/sample-models.ts';
import { lowerBlueprint } from '../../lowering/lower-blueprint.ts';
import { openApiDocument } from './openapi-document.ts';
import { openApiFiles } from './openapi-files.ts';

test.each([
  ['tasks', taskModel()],
  ['a library', libraryModel({ prefix: '/api' })],
])('the description of %s is valid OpenAPI 3.1', async (_, model) => {
  const document = structuredClone(openApiDocument(model));
  const result = await validate(document as unknown as Parameters<typeof validate>[0]);
  expect(result.valid, JSON.stringify(result)).toBe(true);
});

test('a document with a missing schema would not pass', async () => {
  const document = structuredClone(openApiDocument(taskModel())) as { components: { schemas: object } };
  document.components.schemas = {};
  const result = validate(document as unknown as Parameters<typeof validate>[0]);
  await expect(result.then(({ valid }) => valid)).resolves.toBe(false);
});

test('every operation is there once, with its answers', () => {
  const model = libraryModel();
  const { paths } = openApiDocument(model) as {
    paths: Record<string, Record<string, { operationId: string; responses: object }>>;
  };
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  expect(operations.map((operation) => operation.operationId).toSorted()).toEqual(
    model.operations.map((operation) => operation.name).toSorted(),
  );
  expect(Object.keys(paths['/loans/{loan}/hand-out']?.['post']?.responses ?? {})).toEqual([
    '200',
    '400',
    '404',
    '409',
  ]);
});

test('the YAML and the JSON file say the same', () => {
  const model = libraryModel();
  const files = openApiFiles(model);
  const document = JSON.parse(JSON.stringify(openApiDocument(model)));
  expect(parse(files.get('openapi.yaml')?.content ?? '')).toEqual(document);
  expect(JSON.parse(files.get('openapi.json')?.content ?? '')).toEqual(document);
});

test('feeds are there with what they send, however clients listen', async () => {
  const { model } = lowerBlueprint(`millwright: 1
name: rooms
types:
  Reading: { device: text }
entities:
  Note: { fields: { room: text, kind: info | alarm = info } }
feeds:
  notes:
    http: GET /notes-feed
    of: [Note created, Note deleted]
    query: { room: text }
    where: event.room == query.room
    protocol: [sse, websocket]
components:
  readings: { kind: Source, of: Reading, http: POST /readings }
  live: { kind: LiveFeed, of: Reading, http: GET /live, protocol: websocket }
bindings: [readings -> live]
`);
  const document = structuredClone(openApiDocument(model)) as {
    paths: Record<string, { get: { parameters: { name: string }[]; responses: Record<string, unknown> } }>;
  };
  const { get } = document.paths['/notes-feed'] ?? {};
  expect(get?.parameters.map(({ name }) => name)).toEqual(['room', 'Last-Event-ID', 'lastEventId']);
  expect(Object.keys(get?.responses ?? {})).toEqual(['101', '200', '400', '403']);
  expect(Object.keys(document.paths['/live']?.get.responses ?? {})).toEqual(['101', '400', '403', '426']);
  const result = await validate(document as unknown as Parameters<typeof validate>[0]);
  expect(result.valid, JSON.stringify(result)).toBe(true);
});
