import { describe, expect, test } from 'vitest';
import { BlueprintError } from '../blueprint/errors.ts';
import { lowerBlueprint } from './lower-blueprint.ts';

const blueprint = (answer: string) => `millwright: 1
name: library
entities: { Book: { fields: { title: text, tags: 'text[]' } } }
operations:
  act:
    http: GET /act
    do:
      - list: Book as books
    answer: ${answer}
`;

function problemsOf(answer: string): readonly string[] {
  try {
    lowerBlueprint(blueprint(answer));
    return [];
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map(({ code, path, suggestion }) => `${code} ${path}: ${suggestion}`);
  }
}

describe('an answer that is text', () => {
  test.each([
    ['{ text: "\'a\'" }', 'text/plain'],
    ['{ text: "\'a\'", type: Text/CSV }', 'text/csv'],
    ['{ text: "csv(books.only(\'title\'))", type: text/csv }', 'text/csv'],
    ['{ text: "\'a\'", type: application/x-ndjson }', 'application/x-ndjson'],
  ])('%s is %s', (answer, textType) => {
    const { model } = lowerBlueprint(blueprint(answer));
    expect(model.operations.find(({ name }) => name === 'act')?.answer).toMatchObject({
      status: 200,
      textType,
      body: { kind: 'value' },
    });
  });

  test.each([
    ['{ text: "\'a\'", type: csv }', 'Write `type: text/csv`.'],
    ['{ text: "\'a\'", type: text/csv; charset=utf-8 }', 'Write `type: text/csv`.'],
    ['{ text: "\'a\'", type: text/html }', 'Write `type: text/plain`, or leave `type` out.'],
    ['{ text: "\'a\'", type: image/svg+xml }', 'Write `type: text/plain`, or leave `type` out.'],
    ['{ text: "\'a\'", type: application/json }', 'Write `value: …` instead of `text` and `type`.'],
    ['{ text: "\'a\'", type: image/png }', 'Write a type such as `type: text/csv`.'],
    ['{ value: 1, type: text/csv }', 'Write `text: …` beside it.'],
  ])('%s is refused: %s', (answer, suggestion) => {
    expect(problemsOf(answer)).toEqual([`invalid_answer operations.act.answer.type: ${suggestion}`]);
  });

  test.each([
    '{ text: size(books) }',
    '{ text: "\'a\'", body: books }',
    '{ text: "\'a\'", status: 204 }',
    '{ text: csv(books) }',
    '{ text: "csv(books.only(\'tags\'))" }',
    '{ text: "\'a\'", headers: { Content-Type: "\'text/csv\'" } }',
  ])('%s is refused', (answer) => {
    expect(problemsOf(answer)).toHaveLength(1);
  });
});
