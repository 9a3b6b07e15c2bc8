import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { BlueprintDocument } from '../blueprint/document.ts';
import { BlueprintError } from '../blueprint/errors.ts';
import { readBlueprint } from '../blueprint/read-blueprint.ts';
import { writeBlueprint } from '../blueprint/write-blueprint.ts';
import type { SystemModel } from '../model/system.ts';
import { expandDocument } from './expand-document.ts';
import { lower } from './lower.ts';

function model(rest: string): SystemModel {
  return lower(readBlueprint(`millwright: 1\nname: sample\n${rest}`));
}

/** `code path` of everything that is wrong. */
function mistakes(rest: string): readonly string[] {
  try {
    model(rest);
    return [];
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map(({ code, path }) => `${code} ${path}`);
  }
}

const shop = `
types:
  Priority: low | high
  Line: { product: Product, quantity: integer 1..9 = 1, note: text? }
  Basket: { lines: "Line[] 1..5" }
entities:
  Product: { fields: { name: text } }
  Order:
    fields:
      basket: Basket
      gift: Basket?
      priority: Priority = high
      extras: { type: "object[]", fields: { text: text, priority: Priority } }
`;

describe('named types', () => {
  test('stand for their shape wherever they are used, in any order', () => {
    const order = model(shop).entities.find(({ name }) => name === 'Order');
    expect(order?.fields.find(({ name }) => name === 'gift')).toMatchObject({
      isOptional: true,
      type: {
        kind: 'object',
        name: 'Basket',
        fields: [{ type: { kind: 'list', maxItems: 5, of: { kind: 'object', name: 'Line' } } }],
      },
    });
    expect(order?.fields.find(({ name }) => name === 'priority')).toMatchObject({
      type: { kind: 'enum', values: ['low', 'high'], name: 'Priority' },
      defaultValue: { kind: 'literal', value: 'high' },
    });
  });

  test('survive expansion and writing', () => {
    const document = parse(`millwright: 1\nname: sample\n${shop}`) as BlueprintDocument;
    const written = writeBlueprint(expandDocument(document));
    expect(lower(readBlueprint(written)).entities).toEqual(model(shop).entities);
  });

  test.each([
    ['types: { A: { b: B }, B: { a: A } }', ['circular_type types.B']],
    ['types: { A: { again: "A[]" } }', ['circular_type types.A']],
    ['types: { Task: low | high }', ['name_clash types.Task']],
    ['types: { Level: low | high = low }', ['invalid_constraint types.Level']],
    ['types: { Level: text? }', ['invalid_constraint types.Level']],
    ['types: { Where: { street: text unique } }', ['invalid_constraint types.Where.street']],
    ['types: { Where: { since: date = today } }', ['invalid_constraint types.Where.since']],
    ['types: { Where: { task: Task? on delete clear } }', ['invalid_constraint types.Where.task']],
    ['types: { where: { street: text } }', ['invalid_name types.where']],
    ['types: { Where: { street: string } }', ['unknown_type types.Where.street']],
  ])('%s', (types, expected) => {
    expect(mistakes(`${types}\nentities: { Task: { fields: { title: text } } }`)).toEqual(expected);
  });
});

describe('fields of an entity', () => {
  test.each([
    ['a: object', ['unknown_type entities.Task.fields.a']],
    ['a: { type: text, fields: { b: text } }', ['invalid_constraint entities.Task.fields.a.fields']],
    ['a: Adress', ['unknown_entity entities.Task.fields.a']],
    ['a: text readonly immutable', ['invalid_constraint entities.Task.fields.a']],
    ['a: text secret', ['invalid_field entities.Task.fields.a']],
    ['a: { type: integer, computed: record.b }', ['unknown_field entities.Task.fields.a.computed']],
    ['a: { type: text, computed: size(record.title) }', ['not_assignable entities.Task.fields.a.computed']],
    [
      'a: { type: integer unique, computed: size(record.title) }',
      ['invalid_constraint entities.Task.fields.a.type'],
    ],
    [
      'a: { type: integer = 1, computed: size(record.title) }',
      ['invalid_constraint entities.Task.fields.a.type'],
    ],
  ])('%s', (field, expected) => {
    const rest = `types: { Address: { street: text } }\nentities: { Task: { fields: { title: text, ${field} } } }`;
    expect(mistakes(rest)).toEqual(expected);
  });

  test('who gives a value is a matter of the operation', () => {
    const { operations } = model(
      'entities: { Task: { fields: { title: text, by: text immutable, done: boolean = false readonly } } }',
    );
    const input = (name: string) =>
      operations.find((one) => one.name === name)?.input.map((field) => field.name);
    expect(input('createTask')).toEqual(['title', 'by']);
    expect(input('updateTask')).toEqual(['title']);
  });

  test.each([
    ['number: integer readonly = next', []],
    ['number: integer = next readonly', []],
    ['key: uuid = uuid', []],
    ['number: number = next', ['invalid_default entities.Task.fields.number']],
    ['key: text = uuid', []],
  ])('what the system makes: %s', (field, expected) => {
    expect(mistakes(`entities: { Task: { fields: { title: text, ${field} } } }`)).toEqual(expected);
  });

  test('a hidden field is no filter and no order', () => {
    const { operations } = model('entities: { Task: { fields: { title: text, pin: text hidden } } }');
    const list = operations.find(({ name }) => name === 'listTasks');
    expect(list?.query.map(({ name }) => name)).not.toContain('pin');
    expect(JSON.stringify(list?.query)).not.toContain('-pin');
  });

  test('a computed field is read like any other and set by nobody', () => {
    const rest = (value: string) =>
      `entities: { Task: { fields: { title: text, length: { type: integer, computed: size(record.title) } } } }
operations:
  shout: { http: "POST /tasks/{task}/shout", do: [{ load: Task as task }, { require: task.length > 3, else: 409 short }, { update: task, set: { ${value} } }] }`;
    expect(mistakes(rest('title: task.title'))).toEqual([]);
    expect(mistakes(rest('length: "4"'))).toEqual(['managed_field operations.shout.do[2].set.length']);
  });

  test.each(['readonly', 'immutable', 'hidden'])('%s belongs to records alone', (word) => {
    expect(
      mistakes(`entities: { Task: { fields: { title: text } } }\nevents: { told: { what: text ${word} } }`),
    ).toEqual(['invalid_constraint events.told.what']);
  });
});

describe('objects as values', () => {
  const rest = (set: string) => `${shop}
operations:
  order:
    http: POST /order
    input: { product: Product, lines: "Line[] 1..5" }
    do:
      - create: Order
        set: { ${set} }
`;
  const extras = 'extras: []';

  test.each([
    'basket: { lines: input.lines }, extras: []',
    'basket: "{ lines: input.lines }", extras: []',
    'basket: { lines: [{ product: input.product, quantity: 2 }] }, extras: [{ text: "\'a\'", priority: low }]',
    'basket: "{ lines: input.lines.map(one, { product: one.product, quantity: one.quantity + 1, note: one.note }) }", extras: []',
  ])('%s', (set) => {
    expect(mistakes(rest(set)).filter((one) => !one.startsWith('input_unused'))).toEqual([]);
  });

  test.each([
    [`basket: { line: input.lines }, ${extras}`, 'unknown_field operations.order.do[0].set.basket.line'],
    [
      `basket: { lines: [{ quantity: 2 }] }, ${extras}`,
      'missing_field operations.order.do[0].set.basket.lines[0]',
    ],
    [`basket: "{ lines: [{ quantity: 2 }] }", ${extras}`, 'missing_field operations.order.do[0].set.basket'],
    [
      `basket: "{ lines: input.lines, extra: 1 }", ${extras}`,
      'unknown_field operations.order.do[0].set.basket',
    ],
    [`basket: [input.lines], ${extras}`, 'not_assignable operations.order.do[0].set.basket'],
    [`basket: input.lines, ${extras}`, 'not_assignable operations.order.do[0].set.basket'],
  ])('%s', (set, expected) => {
    expect(mistakes(rest(set))).toContain(expected);
  });
});

describe('defaults that are expressions', () => {
  const bill = (field: string) => `entities: { Bill: { fields: { net: money, ${field}, last: text } } }`;

  test.each([
    ['tax: { type: money, default: record.net * 0.19 }', []],
    ['tax: { type: integer, default: 3 }', []],
    ['kind: { type: a | b, default: b }', []],
    ['due: { type: date, default: today + days(3) }', []],
    ['tax: { type: money = 1, default: record.net }', ['invalid_default entities.Bill.fields.tax.default']],
    ['tax: { type: money, default: record.lasst }', ['unknown_field entities.Bill.fields.tax.default']],
    ['tax: { type: money, default: record.last }', ['unknown_field entities.Bill.fields.tax.default']],
    ['tax: { type: text, default: record.net }', ['not_assignable entities.Bill.fields.tax.default']],
    ['tax: { type: password, default: "\'x\'" }', ['invalid_default entities.Bill.fields.tax.default']],
  ])('%s', (field, expected) => {
    expect(mistakes(bill(field))).toEqual(expected);
  });

  test('belong to fields of entities', () => {
    expect(
      mistakes(`${bill('tax: money')}
operations: { go: { http: POST /go, input: { n: { type: integer, default: 1 + 1 } }, do: [{ require: input.n > 1, else: 409 no }] } }`),
    ).toEqual(['invalid_constraint operations.go.input.n']);
  });
});

describe('how records live', () => {
  const entity = (lines: string) => `entities:
  Room: { fields: { name: text unique, until: datetime? } }
  Stay:
    fields: { room: Room, guest: text, status: open | over = open, note: "text[]" }
    ${lines}`;

  test.each([
    ['unique: [[room, guest]]', []],
    ['unique: [{ fields: [room], where: "record.status == \'open\'" }]', []],
    ['unique: [{ fields: room, ignoringCase: true, else: 409 taken }]', []],
    ['unique: [{ fields: [rom] }]', ['unknown_field entities.Stay.unique[0].fields[0]']],
    ['unique: [{ fields: [note] }]', ['invalid_constraint entities.Stay.unique[0].fields[0]']],
    ['unique: [{ fields: [room], where: record.state }]', ['unknown_field entities.Stay.unique[0].where']],
    ['expires: record.createdAt + hours(24)', []],
    ['expires: record.guest', ['not_assignable entities.Stay.expires']],
    ['expires: 24h', ['expression_syntax entities.Stay.expires']],
    ['versions: { ifMatch: always }', ['invalid_value entities.Stay.versions.ifMatch']],
    ['softDelete: yes please', ['invalid_value entities.Stay.softDelete']],
  ])('%s', (lines, expected) => {
    expect(mistakes(entity(lines))).toEqual(expected);
  });

  test('the names of what the tables keep are taken', () => {
    expect(mistakes('entities: { Page: { fields: { version: text }, versions: true } }')).toEqual([
      'reserved_name entities.Page.fields.version',
    ]);
  });

  test('what keeps the versions of records has its names, and only the system writes it', () => {
    const page = 'Page: { fields: { title: text }, versions: { history: true } }';
    const steps = (last: string) => `entities: { ${page} }
operations:
  rewrite:
    http: POST /pages/{page}/rewrite
    do:
      - load: Page as page
      - load: PageVersion as earlier
        by: { recordId: page.id, version: '1' }
      - ${last}
`;
    expect(mistakes(steps('update: page\n        set: { title: earlier.title }'))).toEqual([]);
    expect(mistakes(steps('update: earlier\n        set: { title: "\'x\'" }'))).toEqual([
      'managed_field operations.rewrite.do',
    ]);
    expect(mistakes(steps('delete: earlier'))).toEqual(['managed_field operations.rewrite.do']);
    expect(mistakes(`entities: { ${page}, PageVersion: { fields: { n: text } } }`)).toEqual([
      'name_clash entities.PageVersion',
    ]);
    expect(
      mistakes('entities: { Page: { fields: { recordId: text }, versions: { history: true } } }'),
    ).toEqual(['reserved_name entities.Page.fields.recordId']);
  });

  test('the versions of a record are told where it is read, and to whom it is', () => {
    const routes = (rest: string) =>
      model(`entities: { Page: { fields: { title: text }, versions: { history: true }, ${rest} } }`)
        .operations.filter(({ http }) => http.path.includes('versions'))
        .map(({ name }) => name);
    expect(routes('api: [read]')).toEqual(['listPageVersions', 'readPageVersion']);
    expect(routes('api: [create, list]')).toEqual([]);
  });

  test('a request that changes a versioned record may name its version, or must', () => {
    const { operations } = model(
      'entities: { Page: { fields: { title: text }, versions: { ifMatch: required } } }',
    );
    const precondition = (name: string) => operations.find((one) => one.name === name)?.precondition;
    expect(precondition('updatePage')).toEqual({ variable: 'page', isRequired: true });
    expect(precondition('deletePage')).toEqual({ variable: 'page', isRequired: true });
    expect(precondition('readPage')).toBeUndefined();
    expect(precondition('createPage')).toBeUndefined();
  });

  test('keys of records that outlive their being found are kept by themselves, out of sight', () => {
    const [page] = model('entities: { Page: { fields: { slug: text unique }, softDelete: true } }').entities;
    expect(page?.keptKeys).toEqual([{ kept: 'slugKey', fields: ['slug'], ignoreCase: false }]);
    expect(page?.fields.find(({ name }) => name === 'slugKey')).toMatchObject({
      managed: 'key',
      isHidden: true,
    });
  });
});
