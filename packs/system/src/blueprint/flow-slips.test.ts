import { expect, test } from 'vitest';
import { BlueprintError } from './errors.ts';
import { readBlueprint } from './read-blueprint.ts';

function told(entities: string) {
  try {
    readBlueprint(`millwright: 1\nname: shop\nentities:\n${entities}`);
    return [];
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map(({ code, line, column, suggestion }) => ({
      code,
      line,
      column,
      suggestion,
    }));
  }
}

test('each value that a bracket cuts short is told once, with its spelling, and nothing that follows from it', () => {
  const entities = `  Account:
    fields: { iban: text /[A-Z]{2}\\d{8}/ unique, owner: text 1..80 }
  Poll:
    fields: { question: text, options: text[] 2..10, note: text? }
    api: [list]
`;
  expect(told(entities)).toEqual([
    {
      code: 'yaml_syntax',
      line: 5,
      column: 21,
      suggestion: "Write `iban: 'text /[A-Z]{2}\\d{8}/ unique'`, or each entry on a line of its own.",
    },
    {
      code: 'yaml_syntax',
      line: 7,
      column: 40,
      suggestion: "Write `options: 'text[] 2..10'`, or each entry on a line of its own.",
    },
  ]);
});

test('a path within braces', () => {
  const entities = `  Lot: { fields: { title: text } }
feeds:
  lot: { http: GET /lots/{lot}/events, of: [Lot created] }
`;
  expect(told(entities)).toMatchObject([
    { suggestion: "Write `http: 'GET /lots/{lot}/events'`, or each entry on a line of its own." },
  ]);
});

test.each([
  [
    '{ fields: { title: text 1..80 }, states: { values: [a, b], actions: { end: a, b -> b } } }',
    "end: 'a, b -> b'",
  ],
  ['{ rules: [{ require: "true", else: 409 gone, sorry }] }', "else: '409 gone, sorry'"],
])('a comma within a value: %s', (entity, spelling) => {
  expect(told(`  Lot: ${entity}\n`)).toMatchObject([
    {
      code: 'yaml_syntax',
      line: 4,
      suggestion: `Write \`${spelling}\`, or each entry on a line of its own.`,
    },
  ]);
});
