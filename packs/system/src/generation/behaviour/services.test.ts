import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/calculations.md', import.meta.url), 'utf8');
const pure = page.slice(page.indexOf('name: thermometer'), page.lastIndexOf('```'));

describe('a system without entities', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(`millwright: 1\n${pure}`);
  });
  afterAll(() => system.stop());

  test('calculates', async () => {
    expect((await system.send('GET', '/convert?degrees=21.5')).body).toEqual({
      celsius: 21.5,
      fahrenheit: 70.7,
    });
    expect((await system.send('GET', '/convert?degrees=212&from=fahrenheit')).body).toEqual({
      celsius: 100,
      fahrenheit: 212,
    });
    const check = (at: string) => system.send('POST', '/checks', { reading: 80, at });
    expect(await check('2026-01-01T00:00:00Z')).toMatchObject({ status: 200, body: { plausible: false } });
    expect(await check('2999-01-01T00:00:00Z')).toMatchObject({
      status: 422,
      body: { code: 'in_the_future' },
    });
  });

  test('refuses what it does not take', async () => {
    for (const path of ['/convert', '/convert?degrees=-300', '/convert?degrees=1&from=kelvin&x=1'])
      expect(await system.send('GET', path)).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect(await system.send('POST', '/checks', { reading: 'hot', at: 'now' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'reading' }, { field: 'at' }] },
    });
    expect((await system.send('DELETE', '/convert')).status).toBe(405);
    expect((await system.send('GET', '/ready')).status).toBe(200);
  });
});

/** What it must remember for itself needs a store all the same. */
const payments = (storage: string) => `
millwright: 1
name: payments
storage: ${storage}
events: { paid: { amount: integer } }
operations:
  pay:
    http: POST /payments
    idempotent: required
    input: { amount: integer 1.. }
    do:
      - emit: paid
        set: { amount: input.amount }
    answer: { status: 201, body: { id: uuid(), amount: input.amount } }
`;

describe.each(storages)('a system without entities on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(payments(storage));
  });
  afterAll(() => system.stop());

  test('remembers its answers', async () => {
    const pay = (amount: number) =>
      system.send('POST', '/payments', { amount }, { 'idempotency-key': 'once' });
    const first = await pay(5);
    expect(first).toMatchObject({ status: 201, body: { amount: 5 } });
    expect((await pay(5)).body).toEqual(first.body);
    expect(await pay(6)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });
});
