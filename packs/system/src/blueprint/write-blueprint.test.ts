import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BlueprintDocument } from './document.ts';
import { readBlueprint, readBlueprintDocument } from './read-blueprint.ts';
import { writeBlueprint } from './write-blueprint.ts';

const camel = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/);
const pascal = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,8}$/);
const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '1',
    '1e3',
    '- a',
    'a: b',
    '#c',
    ' a ',
    'a\n b\n',
    "it's",
    '"',
    '* -> a',
    '!x',
    '${a}',
    '2026-01-01',
  ),
);

/** A mapping; `__proto__` is no name in a blueprint. */
function mapping<Value>(key: fc.Arbitrary<string>, value: fc.Arbitrary<Value>) {
  return fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true });
}

function record<Shape>(shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }) {
  return fc.record(shape, { requiredKeys: [], noNullPrototype: true });
}

const fields = mapping(
  camel,
  fc.oneof(text, fc.record({ type: text, description: text }, { noNullPrototype: true })),
);
const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
const assignments = mapping(camel, value);
const refusal = fc.constantFrom('409 full', '404 gone: It is gone', "400 no: It's, [well], {gone}: no");

const step = fc.oneof(
  fc.record({ load: text, by: fc.oneof(text, assignments) }, { noNullPrototype: true }),
  fc.record({ require: text, else: refusal }, { noNullPrototype: true }),
  fc.record({ compute: camel, value }, { noNullPrototype: true }),
  fc.record({ upsert: text, key: assignments, set: assignments }, { noNullPrototype: true }),
  fc.record({ update: camel, from: fc.constant('input' as const) }, { noNullPrototype: true }),
);

const document: fc.Arbitrary<BlueprintDocument> = fc
  .tuple(
    record({
      title: text,
      description: text,
      storage: fc.constantFrom('memory' as const, 'sqlite' as const),
      events: mapping(camel, fields),
      operations: mapping(
        camel,
        fc.record(
          { http: text, input: fields, do: fc.array(step, { minLength: 1, maxLength: 4 }) },
          { noNullPrototype: true },
        ),
      ),
      bindings: fc.array(text, { maxLength: 3 }),
      scenarios: fc.array(
        fc.record(
          {
            title: text,
            steps: fc.array(
              fc.record(
                {
                  request: text,
                  body: fc.jsonValue({ maxDepth: 2, noUnicodeString: false }).filter(isPlain),
                  expect: fc.constant(200),
                },
                { noNullPrototype: true },
              ),
              { minLength: 1, maxLength: 2 },
            ),
          },
          { noNullPrototype: true },
        ),
        { maxLength: 2 },
      ),
    }),
    mapping(
      pascal,
      fc.record(
        { fields, unique: fc.array(fc.array(camel, { minLength: 2, maxLength: 3 }), { maxLength: 2 }) },
        { noNullPrototype: true },
      ),
    ),
  )
  .map(
    ([rest, entities]) =>
      ({ millwright: 1, name: 'sample', ...rest, entities }) as unknown as BlueprintDocument,
  );

/** JSON has one zero; YAML writes the other as it is. */
function isPlain(json: unknown): boolean {
  return !JSON.stringify(json).includes('__proto__') && !hasNegativeZero(json);
}

function hasNegativeZero(json: unknown): boolean {
  if (typeof json === 'object' && json !== null) return Object.values(json).some(hasNegativeZero);
  return Object.is(json, -0);
}

test('what writeBlueprint writes reads back as the same document', () => {
  fc.assert(
    fc.property(document, (written) => {
      expect(readBlueprint(writeBlueprint(written)).document).toEqual(
        readBlueprintDocument(written).document,
      );
    }),
    { numRuns: 300 },
  );
});

test('the text is one that a person could have written', () => {
  const written = writeBlueprint({
    entities: {
      Task: {
        states: { values: ['open', 'done'], actions: { finish: 'open -> done' } },
        fields: { title: 'text 1..200', note: { type: 'text?', description: 'When: later' } },
        unique: [['title', 'note']],
      },
      Person: { fields: { email: 'email unique' }, api: ['list'] },
    },
    operations: {
      finishAll: {
        do: [
          { load: 'Person as person' },
          { require: "person.email != ''", else: '409 no_mail: There is no address' },
          { create: 'Task', set: { title: "'a'" } },
        ],
        http: 'POST /people/{person}/finish',
      },
    },
    storage: 'sqlite',
    name: 'to-do',
    millwright: 1,
  });
  expect(written).toBe(`millwright: 1
name: to-do

storage: sqlite

entities:
  Task:
    fields:
      title: text 1..200
      note: { type: text?, description: 'When: later' }
    unique: [[title, note]]
    states: { values: [open, done], actions: { finish: open -> done } }

  Person:
    fields:
      email: email unique
    api: [list]

operations:
  finishAll:
    http: POST /people/{person}/finish
    do:
      - load: Person as person
      - require: person.email != ''
        else: '409 no_mail: There is no address'
      - create: Task
        set: { title: "'a'" }
`);
});
