import { describe, expect, test } from 'vitest';
import { BlueprintError } from '../blueprint/errors.ts';
import { lowerBlueprint } from './lower-blueprint.ts';

const blueprint = (answer: string, more = '') => `millwright: 1
name: library
entities: { Book: { fields: { title: text } } }
operations:
  act:
    http: GET /act
    do:
      - list: Book as books
${more}
    answer: ${answer}
`;
const second = '      - list: Book as others';

function actOf(yaml: string) {
  return lowerBlueprint(yaml).model.operations.find(({ name }) => name === 'act');
}

function problemsOf(yaml: string): readonly string[] {
  try {
    lowerBlueprint(yaml);
    return [];
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map(({ code, path, suggestion }) => `${code} ${path}: ${suggestion}`);
  }
}

describe('`envelope` of an answer', () => {
  test('puts the list in an object that tells of its page', () => {
    const act = actOf(blueprint('{ envelope: true, status: 203, headers: { X-A: "\'a\'" } }'));
    expect(act?.answer).toMatchObject({ status: 203, body: { kind: 'object' } });
    const { body, headers } = act?.answer ?? {};
    expect(body?.kind === 'object' && body.fields.map(({ field }) => field)).toEqual([
      'items',
      'total',
      'limit',
      'offset',
    ]);
    expect(headers?.map(({ name }) => name)).toEqual(['X-Total-Count', 'X-A']);
  });

  test('tells the cursor of pages after a record', () => {
    const { body } = actOf(blueprint('{ envelope: true }', '        paging: cursor'))?.answer ?? {};
    expect(body?.kind === 'object' && body.fields.map(({ field }) => field)).toEqual(['items', 'nextCursor']);
  });

  test('is an array again when it is false', () => {
    expect(actOf(blueprint('{ envelope: false }'))?.answer.body).toEqual({ kind: 'variable', name: 'books' });
  });

  test('needs the name of the list where there are several', () => {
    const act = actOf(blueprint('{ envelope: true, body: others }', second));
    expect(act?.answer.headers?.[0]?.value.source).toBe('total(others)');
    expect(problemsOf(blueprint('{ envelope: true }', second))).toEqual([
      'invalid_answer operations.act.answer.envelope: Write `body: books` or `body: others` beside it, and nothing else as the body.',
    ]);
  });

  test.each([
    '{ envelope: true, body: { books: books } }',
    '{ envelope: true, value: size(books) }',
    '{ envelope: true, text: "\'a\'" }',
  ])('is refused in %s', (answer) => {
    expect(problemsOf(blueprint(answer))).toEqual([
      'invalid_answer operations.act.answer.envelope: Write `body: books` beside it, and nothing else as the body.',
    ]);
  });
});
