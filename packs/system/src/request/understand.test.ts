import { describe, expect, test } from 'vitest';
import { understand } from './understand.ts';

const blueprint = `# A comment may come first.
millwright: 1
name: film-club
entities:
  Film:
    fields:
      title: text 1..100 unique
      year: integer? 1888..
    states:
      values: [open, shown]
      actions: { show: open -> shown }
storage: sqlite
`;

describe('understand', () => {
  test('reads a blueprint as statements that point to its parts', () => {
    const { requirements, blueprint: text } = understand(blueprint);
    expect(text).toBe(blueprint);
    expect(requirements.statements.map(({ facts }) => facts.map(({ target }) => target))).toEqual([
      ['entities.Film.fields.title'],
      ['entities.Film.fields.year'],
      ['entities.Film.states.actions.show'],
      ['create', 'list', 'read', 'update', 'delete'].map((operation) => `entities.Film.api.${operation}`),
      ['storage'],
    ]);
    for (const { span } of requirements.statements) {
      expect(blueprint.slice(...span).trim()).toBe(blueprint.slice(...span));
    }
    expect(blueprint.slice(...(requirements.statements[4]?.span ?? [0, 0]))).toBe('storage: sqlite');
  });

  test('reads anything else as prose', () => {
    const { document } = understand('An API for films. Films have a title and a year.');
    expect(Object.keys(document.entities)).toEqual(['Film']);
  });

  test.each([
    ['lines', `Plants have a name\n${'- \n- x\n'.repeat(40_000)}`],
    ['sentences', 'Plants have a name. '.repeat(12_000)],
    [
      'entities',
      `millwright: 1\nname: x\nentities:\n${Array.from({ length: 400 }, (_, index) => `  E${index}: { fields: { name: text } }\n`).join('')}`,
    ],
  ])('refuses more %s than one system can have', (_, request) => {
    expect(() => understand(request)).toThrow(expect.objectContaining({ code: 'request_too_large' }));
  });

  test('tells everything that is wrong with a blueprint at once', () => {
    expect(() => understand(blueprint.replace('open -> shown', 'opne -> shown'))).toThrow(
      expect.objectContaining({ code: 'invalid_blueprint' }),
    );
  });
});
