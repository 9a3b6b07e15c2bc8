import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/calculations.md', import.meta.url), 'utf8');
const shop = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

const functions = `
  numbers:
    http: GET /numbers
    query:
      list: text = '3,1,2,3'
      text: text = 'Crème brûlée!'
      at: datetime = 2031-01-31T10:17:00Z
      day: date = today
    do:
      - compute: parts
        value: query.list.split(',')
      - compute: numbers
        value: parts.map(p, coalesce(int(p), -1))
    answer:
      body:
        sorted: sort(numbers)
        distinct: distinct(numbers).reverse()
        ends: [first(numbers), last(numbers)]
        least: min(numbers)
        greatest: max(numbers)
        none: max(numbers.filter(n, n > 99))
        mean: avg(numbers)
        some: numbers.slice(1, 3)
        range: range(3).map(n, n * n)
        roots: ['round(1.005, 2)', 'round(-2.5, 0)', 'pow(2.0, 3.0)', sqrt(9.0)]
        nearlyNothing: round(0.1 + 0.2 - 0.3, 2)
        huge: 'round(1e300, 2)'
        joined: "query.list.split(',') + ['x'] + [query.text]"
        isToday: query.day == today
        fixed: fixed(2.5, 2)
        parsed: [int('12'), int('x'), int('1.5')]
        decimal: double('1.5')
        slug: slug(query.text)
        padded: "string(7).padStart(3, '0')"
        encoded: base64('hé')
        digest: sha256('abc')
        signed: hmac('key', 'abc')
        instant: timestamp(query.text)
        day: date('2031-02-' + '28')
        times: ["string(time(query.at))", "string(time(timestamp('2031-01-02T12:00:15Z'))) + '!'"]
        isLate: time(query.at) >= time(query.at - hours(1))
        window: window(query.at, minutes(15))
        later: addMonths(date(query.at), 1)
        laterInstant: addMonths(query.at, 1)
        length: "(timestamp('2031-01-02T12:00:00Z') - timestamp('2031-01-01T00:00:00Z')).getHours()"
        ids: [size(uuid()), size(token(12))]
`;

describe.each(storages)('calculations on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    const blueprint = shop.replace('name: shop\n', `name: shop\nstorage: ${storage}\n`) + functions.slice(1);
    system = await startSystem(blueprint);
  });
  afterAll(() => system.stop());

  test('prices, discounts, tax and tiers of shipping', async () => {
    const products = [
      { name: 'Lamp', price: 19.99, weightInGrams: 900 },
      { name: 'Book', price: 10, weightInGrams: 400, taxRate: 0.07 },
    ];
    const ids: string[] = [];
    for (const product of products) {
      ids.push(((await system.send('POST', '/products', product)).body as { id: string }).id);
    }
    await system.send('POST', '/coupons', { code: 'SPRING', percent: 10, validUntil: '2099-01-01' });
    const { body } = await system.send('POST', '/quotes', { products: ids, coupon: 'SPRING' });
    expect(body).toEqual({
      lines: [
        { name: 'Lamp', gross: 23.79 },
        { name: 'Book', gross: 10.7 },
      ],
      net: 29.99,
      discount: 3,
      tax: 4.5,
      shipping: 5.9,
      total: 37.39,
      dearest: 19.99,
      mean: 14.995,
    });
    const order = await system.send('POST', '/orders', { customer: 'a@example.org', products: ids });
    expect(order.body).toMatchObject({ net: 29.99, shipping: 3.9, total: 33.89 });
    expect((order.body as { reference: string }).reference).toMatch(/^R-\d{4}-\w{6}$/);
    expect((await system.send('GET', '/convert?amount=10')).body).toEqual({ amount: 10, result: 10.8 });
  });

  test('functions of lists, numbers, text and time', async () => {
    expect((await system.send('GET', '/numbers')).body).toEqual({
      sorted: [1, 2, 3, 3],
      distinct: [2, 1, 3],
      ends: [3, 3],
      least: 1,
      greatest: 3,
      none: null,
      mean: 2.25,
      some: [1, 2],
      range: [0, 1, 4],
      roots: [1.01, -3, 8, 3],
      nearlyNothing: 0,
      huge: 1e300,
      joined: ['3', '1', '2', '3', 'x', 'Crème brûlée!'],
      isToday: true,
      fixed: '2.50',
      parsed: [12, null, null],
      decimal: 1.5,
      slug: 'creme-brulee',
      padded: '007',
      encoded: 'aMOp',
      digest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      signed: '9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab',
      instant: null,
      day: '2031-02-28',
      times: ['10:17', '12:00:15!'],
      isLate: true,
      window: '2031-01-31T10:15:00.000Z',
      later: '2031-02-28',
      laterInstant: '2031-02-28T10:17:00.000Z',
      length: 36,
      ids: [36, 12],
    });
  });
});
