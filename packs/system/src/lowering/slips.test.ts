import { describe, expect, test } from 'vitest';
import { BlueprintError } from '../blueprint/errors.ts';
import type { Diagnostic } from '../blueprint/diagnostic.ts';
import { lowerBlueprint } from './lower-blueprint.ts';

function diagnosticsOf(yaml: string): readonly Diagnostic[] {
  try {
    lowerBlueprint(yaml);
  } catch (error) {
    if (error instanceof BlueprintError) return error.diagnostics;
    throw error;
  }
  return [];
}

const withField = (notation: string) => `millwright: 1
name: shop
entities:
  User: { fields: { name: text } }
  Item: { fields: { one: ${notation} } }
`;

const withCondition = (condition: string, where = 'true') => `millwright: 1
name: shop
entities:
  Item:
    fields: { title: text, note: text?, tags: 'text[]', price: number, at: datetime }
    states: { values: [open, done], actions: { finish: open -> done } }
operations:
  act:
    http: POST /items/{item}/act
    input: { by: integer }
    do:
      - load: Item as item
      - count: Item as others
        where: ${JSON.stringify(where)}
      - require: ${JSON.stringify(condition)}
        else: 409 no
    answer: { body: { sum: input.by + others } }
`;

const withOperation = (lines: string) => `millwright: 1
name: shop
entities: { Item: { fields: { title: text, price: number } } }
operations:
  act:
${lines.replaceAll(/^/gm, '    ')}
`;

const withLoaded = (step: string) =>
  withOperation(`http: POST /items/{item}/act\ndo:\n  - load: Item as item\n  - ${step}`);

const withEntity = (parts: string) => `millwright: 1
name: shop
entities: { Item: { fields: { a: text, b: text }, ${parts} } }
`;

const withAction = (options: string) =>
  withEntity(`states: { values: [open, done], actions: { finish: { ${options} } } }`);

/** The suggestions for a blueprint with one slip in it. */
const suggested = (yaml: string) => diagnosticsOf(yaml).map(({ suggestion }) => suggestion ?? '');

describe('slips in field notation lead to the right notation', () => {
  test.each([
    ['String', 'text'],
    ['varchar(255)', 'text ..255'],
    ['Int', 'integer'],
    ['bigint', 'integer'],
    ['float', 'number'],
    ["'decimal(10,2)'", 'money'],
    ['bool', 'boolean'],
    ['timestamp', 'datetime'],
    ['uuid primary key', 'uuid'],
    ["'enum(low, high)'", 'low | high'],
    ["'low, high'", 'low | high'],
    ['ref User', 'User'],
    ['-> User', 'User'],
    ['User.id', 'User'],
    ['user', 'User'],
    ['List<text>', 'text[]'],
    ["'text?[]'", 'text[]?'],
    ['text required', 'text'],
    ['text not null', 'text'],
    ['text optional', 'text?'],
    ['text default x', 'text = x'],
    ['text max 80', 'text ..80'],
    ['text(80)', 'text ..80'],
    ['text min=1 max=5', 'text 1..5'],
    ['integer >= 0', 'integer 0..'],
    ['integer 1-80', 'integer 1..80'],
  ])('%s is answered with %s', (wrong, right) => {
    expect(suggested(withField(wrong))).toEqual([`Write \`${right}\`.`]);
    expect(diagnosticsOf(withField(JSON.stringify(right)))).toEqual([]);
  });
});

describe('slips in expressions lead to the right expression', () => {
  test.each([
    ["item.status = 'open'", "item.status == 'open'"],
    ["item.status === 'open'", "item.status == 'open'"],
    ['item.status == open', "item.status == 'open'"],
    ["item.status in ('open', 'done')", "item.status in ['open', 'done']"],
    ['item.price > 0 and input.by > 0', 'item.price > 0 && input.by > 0'],
    ['not (item.price > 0)', '!(item.price > 0)'],
    ['item.note is null', 'item.note == null'],
    ['item.note != undefined', 'item.note != null'],
    ['item.title.length > 3', 'size(item.title) > 3'],
    ['len(item.title) > 3', 'size(item.title) > 3'],
    ['item.tags.includes(item.title)', 'item.title in item.tags'],
    ['item.tags.some(t => t == item.title)', 'item.tags.exists(t, t == item.title)'],
    ['req.body.by > 0', 'input.by > 0'],
    ['{{input.by}} > 0', 'input.by > 0'],
    ['now() > item.at', 'now > item.at'],
    ['item.at < now + 7', 'item.at < now + days(7)'],
    ['input.by between 1 and 3', 'input.by >= 1 && input.by <= 3'],
    ['this.price > 0', 'item.price > 0'],
    ["item.title == 'a = b' and item.price = 3", "item.title == 'a = b' && item.price == 3"],
  ])('%s is answered with %s', (wrong, right) => {
    expect(suggested(withCondition(wrong))).toEqual([`Write \`${right}\`.`]);
    expect(diagnosticsOf(withCondition(right))).toEqual([]);
  });

  test('the record of a where is named', () => {
    expect(suggested(withCondition('others == 0', 'price > 0'))).toEqual(['Write `record.price > 0`.']);
  });
});

describe('slips in the shape lead to the right key and form', () => {
  test.each([
    [withField('{ type: text, required: true }'), '`?` follows its type'],
    [withField('{ type: text, enum: [a, b] }'), '`type: low | medium | high`'],
    [withField('[low, high]'), '`low | high`'],
    [withEntity('unique: [a]'), '`a: text unique`'],
    [withEntity('states: [open, done]'), '`states: { values: [open, done]'],
    [withAction('from: open'), '`transition: open -> done`'],
    [withAction('transition: open => done'), '`open -> done`'],
    [withAction('transition: open -> doen'), '`done`'],
    [withAction('from: [opne], to: done'), '`open`'],
    [withAction('transition: open -> done, to: done'), 'Leave one of them out'],
    [withAction('transition: open -> done, guard: item.a != null'), '`do: [{ require:'],
    [withAction('transition: open -> done, when: item.a != null'), '`do: [{ require:'],
    [withAction('transition: open -> done, roles: admin'), '`access`'],
    [withAction('transition: open -> done, body: { x: text }'), '`input`'],
    [withAction('transition: open -> done, steps: []'), '`do`'],
    [withAction("transition: open -> done, set: { status: 'done' }"), 'Leave it out'],
    [withAction('from: open, target: done'), '`to`'],
    [withEntity('api: { create: }'), '`{}`'],
    [withEntity('api: { create: anyone }'), '`{ access: anyone }`'],
    [withEntity('api: { get: {} }'), '`read`'],
    [withEntity('api: { delete: false }'), 'Leave it out'],
    [withEntity('states: { values: [open, done], actions: { finish: open => done } }'), '`open -> done`'],
    [withEntity('states: { values: [open, done], transitions: {} }'), '`actions`'],
    [withEntity('timestamps: true'), 'every record has'],
    [
      withOperation('http: { method: post, path: /x }\ndo: [{ create: Item, from: input }]'),
      '`http: POST /x`',
    ],
    [withOperation('http: POST /x\nsteps: [{ count: Item }]'), '`do`'],
    [withOperation('http: POST /x\ndo: [{ count: Item }]\nresponse: 201'), '`answer`'],
    [
      withOperation('http: "GET /days/{day: date}"\nanswer: { body: { d: path.day } }'),
      'path: { day: date }',
    ],
    [withOperation('http: GET /days/{day:date}\nanswer: { body: { d: path.day } }'), 'path: { day: date }'],
    [withLoaded('update: item\n    from: input\ninput: Item\naccepts: [merge-patch]'), 'from: input'],
    [withLoaded('list: Item as items\npartial: true\nanswer: { value: size(items) }'), '`only`'],
    [withOperation('http: GET /x/{day}\npath: { dya: date }\nanswer: { body: { d: path.day } }'), '`day`'],
    [
      withOperation(
        'http: GET /x\nheaders: { idempotencyKey: text }\nanswer: { value: headers.idempotencyKey }',
      ),
      'idempotent: true',
    ],
    [withLoaded('load: Item as other\nanswer: { body: { ...item, n: 1 } }'), '`...: item`'],
    [withLoaded('load: Item as other\nanswer: { body: { <<: item, n: 1 } }'), '`...: order`'],
    [withLoaded('find: Item as other\nanswer: { body: { ...: other, n: 1 } }'), 'require: other != null'],
    [withLoaded('load: Item as other\nanswer: { body: item.only(title) }'), "`order.only('id', 'title')`"],
    [withLoaded('load: Item as other\nanswer: { body: "item.without(\'titel\')" }'), '`title`'],
    [withLoaded('list: Item as items\nanswer: { value: "items.with({ n: 1 })" }'), '`lines.map('],
    [withOperation('http: POST /x\nbody: Item\ndo: [{ create: Item, from: input }]'), '`input`'],
    [withOperation('http: POST /items/:item\ndo: [{ load: Item }]'), '`{item}`'],
    [withLoaded('require: item.price > 0\n    else: { status: 409, code: soldOut }'), '`sold_out`'],
    [withLoaded('require: item.price > 0\n    else: 409 SOLD OUT'), '`else: 409 sold_out`'],
    [withLoaded('require: item.price > 0\n    error: 409 sold_out'), '`else`'],
    [withLoaded('when: item.price > 0\n    else: 409 sold_out'), '`- require:'],
    [withOperation('http: POST /x\nidempotent: yes please\ndo: [{ count: Item }]'), '`idempotent: true`'],
    [withOperation('http: POST /x\nidempotencyKey: true\ndo: [{ count: Item }]'), '`idempotent`'],
    [withOperation('http: GET /x\nidempotent: true\ndo: [{ count: Item }]'), 'Leave `idempotent` out'],
    [withEntity('api: { create: { idempotent: false } }'), 'Leave it out'],
    [withOperation('http: POST /x\ninput: "Itm[]"\ndo: [{ count: Item }]'), '`Item`'],
    [withOperation('http: POST /x\ninput: "Item[] 1..9"\ndo: [{ count: Item }]'), '`- each: item in input`'],
    [withLoaded('return: item'), '`answer: 201`'],
    [withLoaded('remove: item'), '`delete`'],
    [withLoaded('compute: { x: "3" }'), '`compute: x` with `value: 3`'],
    [withLoaded('create Item'), '`create: Item`'],
    [withLoaded('list: Item\n    where: { price: 3 }'), '`where: record.price == 3`'],
    ['millwright: 1\nname: shop\nmodels: {}\n', '`entities`'],
  ])('%#: %s', (yaml, right) => {
    expect(suggested(yaml).join(' ')).toContain(right);
  });
});

test('what is wrong with the steps of an action is told where they stand', () => {
  const yaml = withAction(
    'transition: open -> done, do: [{ require: item.c == 1, else: 409 no }], set: { d: 1 }',
  );
  expect(diagnosticsOf(yaml).map(({ path }) => path)).toEqual([
    'entities.Item.states.actions.finish.do[0].require',
    'entities.Item.states.actions.finish.set.d',
  ]);
});

describe('one pass tells all', () => {
  const broken = `millwright: 1
name: shop
entities:
  Product:
    feilds: {}
    fields: { name: text, price: muney, due-date: date }
  Order:
    fields: { product: Produkt, amount: integer }
operations:
  place:
    http: POST /orders
    input: { product: Product, amount: integer }
    do:
      - load: Product as product
        bye: input.product
      - create: Order
        form: input
    answer: 201
  other:
    http: GET /x/{y}
    do:
      - count: Order as n
        where: record.amount = 3 && record.product == path.y
`;

  test('mistakes of the shape and of the meaning, in the order of the text', () => {
    expect(diagnosticsOf(broken).map(({ line, code }) => `${line} ${code}`)).toEqual([
      '5 unknown_key',
      '6 unknown_type',
      '6 invalid_name',
      '8 unknown_entity',
      '15 unknown_key',
      '17 unknown_key',
      '20 unknown_parameter',
      '23 expression_syntax',
    ]);
  });

  test('what is wrong only because a part was taken out is not told', () => {
    const lost = withOperation(
      'http: POST /x\ninput: { a: text }\ndo:\n  - craete: Item as item\n    set: { title: input.a }\nanswer: { body: item }',
    );
    expect(diagnosticsOf(lost).map(({ code }) => code)).toEqual(['unknown_key']);
  });
});
