import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../../lowering/lower.ts';
import { openApiDocument } from '../openapi/openapi-document.ts';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: exports
storage: ${storage}
entities:
  Book: { fields: { title: text 1..80, note: text?, copies: integer, price: money } }
operations:
  exportBooks:
    http: GET /exports/books.csv
    do:
      - list: Book as books
        sort: title
    answer:
      text: csv(books.only('title', 'note', 'copies', 'price'))
      type: text/csv
      headers: { Content-Disposition: "'attachment; filename=\\"books.csv\\"'" }
  label:
    http: GET /books/{book}/label
    do:
      - load: Book as book
    answer: { text: "book.title + ' – ' + string(book.copies)" }
  add:
    http: POST /imports
    input: { title: text 1..80 }
    idempotent: true
    do:
      - create: Book as book
        set: { title: input.title, copies: 1, price: 2 }
    answer: { status: 201, text: book.title, type: text/markdown }
`;

describe.each(storages)('answers that are text on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
  });
  afterAll(() => system.stop());

  test('an empty table is its head', async () => {
    const { status, body, headers } = await system.send('GET', '/exports/books.csv');
    expect([status, body]).toEqual([200, 'title,note,copies,price\r\n']);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="books.csv"');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('cells are quoted where need be, and no formula leaves the system', async () => {
    await system.send('POST', '/books', { title: 'A, "B"', note: 'one\ntwo', copies: -1, price: 2.5 });
    await system.send('POST', '/books', { title: 'Z', note: '=1+1', copies: 3, price: 10 });
    const lines = ['title,note,copies,price', '"A, ""B""","one\ntwo",-1,2.5', "Z,'=1+1,3,10", ''];
    expect((await system.send('GET', '/exports/books.csv')).body).toBe(lines.join('\r\n'));
  });

  test('text is plain unless a type is given, and may be replayed', async () => {
    const { body } = await system.send('POST', '/books', { title: 'Ü', copies: 2, price: 1 });
    const label = await system.send('GET', `/books/${(body as { id: string }).id}/label`);
    expect(label).toMatchObject({ status: 200, body: 'Ü – 2' });
    expect(label.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const key = { 'Idempotency-Key': 'one' };
    await system.send('POST', '/imports', { title: '# New' }, key);
    const again = await system.send('POST', '/imports', { title: '# New' }, key);
    expect(again).toMatchObject({ status: 201, body: '# New' });
    expect(again.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await system.send('GET', '/books/none/label')).toMatchObject({
      status: 404,
      body: { status: 404 },
    });
  });
});

test('the OpenAPI document tells the type of text', () => {
  expect(openApiDocument(lower(readBlueprint(blueprint('memory'))))).toMatchObject({
    paths: {
      '/exports/books.csv': {
        get: { responses: { 200: { content: { 'text/csv': { schema: { type: 'string' } } } } } },
      },
    },
  });
});
