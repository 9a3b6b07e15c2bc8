import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { diagnosticCodes } from './diagnostic.ts';
import { BlueprintError } from './errors.ts';
import { readBlueprint, readBlueprintDocument } from './read-blueprint.ts';

function diagnostics(yaml: string): readonly Diagnostic[] {
  try {
    readBlueprint(yaml);
  } catch (error) {
    if (error instanceof BlueprintError) return error.diagnostics;
    throw error;
  }
  return [];
}

const head = 'millwright: 1\nname: sample\n';

describe('readBlueprint', () => {
  test('fills in what may be left out', () => {
    const { document } = readBlueprint(`${head}entities: { Task: { fields: { title: text } } }`);
    expect(document).toEqual({
      millwright: 1,
      name: 'sample',
      storage: 'memory',
      entities: { Task: { fields: { title: 'text' } } },
    });
  });

  test('reports everything at once, in the order of the text', () => {
    const found = diagnostics(`millwright: 2
name: X y
entites: {}
entities:
  task:
    fields: { Title: 3, ok: { typ: x } }
operations:
  a:
    http: 1
    do: [{ laod: x }, { require: x, esle: 409 a }, 3]
storage: redis
components: { a: { kind: Foo } }
`);
    expect(found.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['invalid_value', 1, 13],
      ['invalid_value', 2, 7],
      ['unknown_key', 3, 1],
      ['invalid_name', 5, 3],
      ['invalid_name', 6, 15],
      ['wrong_type', 6, 22],
      ['missing_key', 6, 25],
      ['unknown_key', 6, 31],
      ['wrong_type', 9, 11],
      ['unknown_key', 10, 12],
      ['missing_key', 10, 23],
      ['unknown_key', 10, 37],
      ['wrong_type', 10, 52],
      ['invalid_value', 11, 10],
      ['invalid_value', 12, 26],
    ]);
  });

  test.each([
    [`${head}entities: {}\nentites: {}`, 'unknown_key', undefined],
    [`${head}entitie: {}`, 'unknown_key', 'Did you mean `entities`?'],
    [`${head}entities: {}\nstorage: sqlit`, 'invalid_value', 'Did you mean `sqlite`?'],
    [`${head}entities: { task_list: { fields: {} } }`, 'invalid_name', 'Did you mean `TaskList`?'],
    [
      `${head}entities: {}\noperations: { a: { http: GET /a, do: [{ requrie: x }] } }`,
      'unknown_key',
      'Did you mean `require`?',
    ],
    [`${head}entities: { Task: { fields: { due_date: date } } }`, 'invalid_name', 'Did you mean `dueDate`?'],
    [`${head}entities: { Task: { fields: {}, api: [raed] } }`, 'invalid_value', 'Did you mean `read`?'],
  ])('suggests what was meant: %s', (yaml, code, suggestion) => {
    const found = diagnostics(yaml).find((one) => one.code === code);
    if (suggestion === undefined) expect(found).toBeDefined();
    else expect(found?.suggestion).toBe(suggestion);
  });

  test.each([
    ['', 'wrong_type'],
    ['[', 'yaml_syntax'],
    ['a: b: c', 'yaml_syntax'],
    ['a: *missing', 'yaml_syntax'],
    ['a: !tag b', 'yaml_syntax'],
    ['a: 1\na: 2', 'duplicate_key'],
    ['1.5: a', 'invalid_name'],
    ['1: a', 'unknown_key'],
    ['__proto__: a', 'invalid_name'],
    ['? [a]\n: b', 'invalid_name'],
    ['['.repeat(100_000), 'too_deep'],
    ['- '.repeat(50_000), 'too_deep'],
    [`a: &a [1, 1]\nb: &b [${'*a, '.repeat(50)}]\nc: [${'*b, '.repeat(50)}]`, 'too_deep'],
    [`a: ${'x'.repeat(1024 * 1024)}`, 'too_large'],
  ])('refuses broken text %#', (yaml, code) => {
    const [first] = diagnostics(yaml);
    expect(first?.code).toBe(code);
    expect(first?.line).toBeGreaterThan(0);
    expect(first?.column).toBeGreaterThan(0);
  });

  test('whatever the text, the worst that happens is a BlueprintError', () => {
    const yaml = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc
        .array(
          fc.constantFrom(
            'a',
            ':',
            ' ',
            '\n',
            '  ',
            '- ',
            '[',
            ']',
            '{',
            '}',
            '&x',
            '*x',
            '!',
            '|',
            '>',
            '"',
            "'",
            '#',
            '?',
            '---',
            '%',
            '\t',
            ',',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(yaml, (text) => {
        for (const { code, line, column } of diagnostics(text)) {
          expect(diagnosticCodes).toHaveProperty(code);
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('readBlueprintDocument', () => {
  test('reads what exists as an object; its diagnostics have no line', () => {
    const document = {
      millwright: 1 as const,
      name: 'sample',
      entities: { Task: { fields: { title: 'text' } } },
    };
    expect(readBlueprintDocument(document).document.storage).toBe('memory');
    try {
      readBlueprintDocument({ ...document, name: 'Not Kebab' });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(BlueprintError);
      const [first] = (error as BlueprintError).diagnostics;
      expect(first).toMatchObject({
        code: 'invalid_value',
        path: 'name',
        suggestion: 'Did you mean `not-kebab`?',
      });
      expect(first).not.toHaveProperty('line');
    }
  });
});
