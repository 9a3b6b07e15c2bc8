import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: library
storage: ${storage}
entities:
  Tag: { fields: { name: text unique } }
  Author: { fields: { name: text } }
  Series: { fields: { name: text } }
  Book:
    fields:
      title: text
      tags: Tag[] on delete clear
      authors: Author[] 1..
      series: Series[] on delete cascade
      keywords: text[] = []
  Pass:
    fields: { code: text unique, name: text? }
    unique: [{ fields: [name], where: "record.name != 'none'" }]
    softDelete: true
    expires: record.createdAt + hours(1)
    api: [create, list, read, update, delete, restore]
operations:
  keywords:
    http: GET /keywords
    do:
      - list: Book as books
    answer: { value: "distinct(flatten(books.map(b, b.keywords))).sort()" }
`;

describe.each(storages)('rules about data on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage), { MILLWRIGHT_TEST_CLOCK: '2030-01-31T12:00:00Z' });
  });
  afterAll(() => system.stop());

  const make = async (path: string, body: Record<string, unknown>) => {
    const answer = await system.send('POST', path, body);
    expect(answer).toMatchObject({ status: 201 });
    return (answer.body as { id: string }).id;
  };
  const advance = () => system.send('POST', '/test-clock', { advance: 'PT2H' });

  test('a list of references follows what becomes of the records it names', async () => {
    const [red, blue] = [await make('/tags', { name: 'red' }), await make('/tags', { name: 'blue' })];
    const author = await make('/authors', { name: 'Ann' });
    const series = await make('/series', { name: 'S' });
    const book = { title: 'a', tags: [red, blue, red], authors: [author], series: [series] };
    const id = await make('/books', { ...book, keywords: ['x', 'y'] });
    const other = await make('/books', { ...book, series: [], keywords: ['y', 'a'] });
    expect((await system.send('GET', '/keywords')).body).toEqual(['a', 'x', 'y']);
    expect(await system.send('DELETE', `/tags/${red}`)).toMatchObject({ status: 204 });
    expect((await system.send('GET', `/books/${id}`)).body).toMatchObject({ tags: [blue] });
    expect(await system.send('DELETE', `/authors/${author}`)).toMatchObject({
      status: 409,
      body: { code: 'in_use' },
    });
    expect(await system.send('DELETE', `/series/${series}`)).toMatchObject({ status: 204 });
    expect(await system.send('GET', `/books/${id}`)).toMatchObject({ status: 404 });
    expect(await system.send('GET', `/books/${other}`)).toMatchObject({ status: 200 });
    expect(await system.send('POST', '/books', { ...book, tags: [red] })).toMatchObject({ status: 400 });
  });

  test('what was deleted and has ended is not brought back, and its values are free', async () => {
    const deleted = await make('/passes', { code: 'a', name: 'n' });
    expect(await system.send('DELETE', `/passes/${deleted}`)).toMatchObject({ status: 204 });
    const again = await make('/passes', { code: 'a', name: 'n' });
    expect(await system.send('POST', `/passes/${deleted}/restore`)).toMatchObject({ status: 409 });
    await system.send('DELETE', `/passes/${again}`);
    expect(await system.send('POST', `/passes/${deleted}/restore`)).toMatchObject({ status: 200 });
    await system.send('DELETE', `/passes/${deleted}`);
    await advance();
    for (const id of [deleted, again])
      expect(await system.send('POST', `/passes/${id}/restore`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    const third = await make('/passes', { code: 'a', name: 'n' });
    await advance();
    expect(await system.send('GET', `/passes/${third}`)).toMatchObject({ status: 404 });
    expect(await system.send('PATCH', `/passes/${third}`, { name: 'm' })).toMatchObject({ status: 404 });
    expect(await system.send('POST', `/passes/${third}/restore`)).toMatchObject({ status: 404 });
    await make('/passes', { code: 'a', name: 'none' });
    await make('/passes', { code: 'b', name: 'none' });
  });
});
