import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: billing
storage: ${storage}
entities:
  Label:
    fields:
      slug: text unique
      code: text
      title: { type: text, default: "record.slug + '-' + record.code" }
  Invoice:
    fields:
      issued: date = today
      days: integer 0.. = 14
      dueOn: { type: date, default: record.issued + days(record.days) }
      net: money 0..
      tax: { type: money 0.., default: record.net * 0.19 }
      gross: { type: money 0..1000 readonly, default: record.net + record.tax }
      kind: { type: small | large, default: "record.gross > 100 ? 'large' : 'small'" }
      reminder: { type: duration?, default: "record.days > 7 ? days(3) : null" }
      state: { type: open | paid, default: open }
operations:
  bill:
    http: POST /bills
    input: { net: money 0.. }
    do:
      - create: Invoice as invoice
        set: { net: input.net * 2, days: 3, tax: 1 }
    answer: { status: 201, body: invoice }
  label:
    http: PUT /named/{slug}
    input: { code: text }
    do:
      - upsert: Label as label
        key: { slug: path.slug }
        set: { code: input.code }
  strict:
    http: POST /strict
    input: Invoice
    do:
      - require: input.tax == null || input.tax <= input.net
        else: 422 too_much_tax
      - create: Invoice as invoice
        from: input
`;

describe.each(storages)('defaults that are expressions on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage), { MILLWRIGHT_TEST_CLOCK: '2030-01-31T12:00:00Z' });
  });
  afterAll(() => system.stop());

  test('follow from the other values, where nothing is given', async () => {
    expect(await system.send('POST', '/invoices', { net: 100.01 })).toMatchObject({
      status: 201,
      body: {
        issued: '2030-01-31',
        dueOn: '2030-02-14',
        tax: 19,
        gross: 119.01,
        kind: 'large',
        reminder: 'P3D',
        state: 'open',
      },
    });
    const given = { net: 10, tax: 0, days: 1, dueOn: '2030-03-01', kind: 'large', reminder: 'PT1H' };
    expect(await system.send('POST', '/invoices', given)).toMatchObject({
      status: 201,
      body: { ...given, gross: 10 },
    });
    expect(await system.send('POST', '/invoices', { net: 10, gross: 4 })).toMatchObject({ status: 400 });
    expect(await system.send('POST', '/invoices', { net: 900 })).toMatchObject({
      status: 422,
      body: { code: 'out_of_range' },
    });
  });

  test('hold for records that steps create, and are not made again', async () => {
    const { body } = await system.send('POST', '/bills', { net: 5 });
    expect(body).toMatchObject({
      net: 10,
      tax: 1,
      gross: 11,
      kind: 'small',
      dueOn: '2030-02-03',
      reminder: null,
    });
    const path = `/invoices/${(body as { id: string }).id}`;
    expect((await system.send('PATCH', path, { net: 500 })).body).toMatchObject({
      net: 500,
      tax: 1,
      gross: 11,
    });
    expect(await system.send('PUT', '/named/a', { code: '1' })).toMatchObject({
      status: 201,
      body: { title: 'a-1' },
    });
    expect(await system.send('PUT', '/named/a', { code: '2' })).toMatchObject({
      status: 200,
      body: { title: 'a-1' },
    });
  });

  test('are null in expressions over the input before they are made', async () => {
    expect(await system.send('POST', '/strict', { net: 10, tax: 11 })).toMatchObject({ status: 422 });
    expect(await system.send('POST', '/strict', { net: 10 })).toMatchObject({
      status: 201,
      body: { tax: 1.9 },
    });
  });
});
