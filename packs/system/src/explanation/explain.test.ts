import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explain } from './explain.ts';
import { understand } from '../request/understand.ts';
import type { Point } from './explanation.ts';

const blueprint = `millwright: 1
name: shop
entities:
  Product:
    fields: { name: text, stock: integer, price: money 0.. }
  Order:
    fields: { product: Product, productId: text?, contactEmail: text, amount: integer 1.., placedAt: text? }
    states: { values: [open, paid, lost], actions: { pay: open -> paid } }
  Visit:
    fields: { startsAt: datetime, endsAt: datetime }
    api: [list]
events: { orderPlaced: { order: Order } }
operations:
  placeOrder:
    http: POST /products/{product}/orders
    input: { amount: integer 1.., contactEmail: email }
    do:
      - load: Product as product
      - require: product.stock >= input.amount
        else: 409 sold_out
      - increment: product.stock
        by: -input.amount
      - create: Order as order
        from: input
        set: { product: product.id }
`;

const refusals = (points: readonly Point[]): string[] =>
  points.flatMap(({ refusals: own = [], points: inner = [] }) => [
    ...own.map(({ status, code }) => `${status} ${code}`),
    ...refusals(inner),
  ]);

describe('explain', () => {
  const explanation = explain(understand(blueprint));

  test('tells of each operation how it is asked, in which order it refuses, and what it answers', () => {
    const order = explanation.operations.find(({ name }) => name === 'placeOrder');
    expect(order).toMatchObject({ method: 'POST', path: '/products/{product}/orders', origin: 'written' });
    expect(refusals(order?.does ?? [])).toEqual(['404 not_found', '409 sold_out']);
    expect(order?.takes.map(({ text }) => text)).toEqual(['body: amount and contactEmail']);
    expect(order?.answers[0]?.text).toMatch(/^201: order, .*Location/);
  });

  test('tells the states as a list, with the way on from each', () => {
    const points = explanation.sections[0]?.topics.find(({ title }) => title === 'Order')?.points ?? [];
    const states = points.find(({ text }) => text.startsWith('status:'))?.points?.map(({ text }) => text);
    expect(states).toEqual([
      'open: pay → paid',
      'paid: no action leads on from here',
      'lost: no action leads on from here',
    ]);
  });

  test('tells what nobody wrote', () => {
    const derived = explanation.derived.join('\n');
    for (const said of [
      'createProduct',
      'payOrder',
      'createdAt',
      'port 8080',
      '413 body_too_large',
      'memory',
    ])
      expect(derived).toContain(said);
  });

  test('warns of what is likely a mistake, with its place', () => {
    expect(explanation.warnings.map(({ code, path, line }) => `${line} ${code} ${path}`)).toEqual([
      '5 unguarded_field entities.Product.fields.stock',
      '5 may_be_negative entities.Product.fields.stock',
      '6 unguarded_creation entities.Order',
      '7 id_without_reference entities.Order.fields.productId',
      '7 unchecked_format entities.Order.fields.contactEmail',
      '7 time_as_text entities.Order.fields.placedAt',
      '8 unreached_state entities.Order.states.values[2]',
      '9 never_created entities.Visit',
      '10 unordered_times entities.Visit.fields.endsAt',
      '12 unannounced_event events.orderPlaced',
    ]);
  });

  test('explains a request in prose by the blueprint that was read from it, with what was assumed', () => {
    const read = explain(understand('An API for kites. Kites have a name and a colour.'));
    expect(read.operations.map(({ path }) => path)).toContain('/kites');
  });
});

test('every warning is in the guide', () => {
  const guide = readFileSync(new URL('../../../../docs/command-line.md', import.meta.url), 'utf8');
  const sources = [
    'doubtful-fields',
    'never-created',
    'unannounced-events',
    'unguarded-standard-operations',
    'unordered-times',
    'unreached-states',
  ].map((name) => readFileSync(new URL(`warnings/${name}.ts`, import.meta.url), 'utf8'));
  const codes = sources.flatMap((source) => [...source.matchAll(/code: '(\w+)'/g)].map(([, code]) => code));
  expect(codes.length).toBeGreaterThan(9);
  for (const code of codes) expect(guide).toContain(`| \`${code}\` |`);
});
