import { expect, test } from 'vitest';
import { lowerBlueprint } from '../lower-blueprint.ts';

const blueprint = (step: string) => `millwright: 1
name: board
interfaces: { http: { prefix: /api } }
entities:
  Note: { fields: { text: text 1..80 } }
feeds:
  notes:
    http: GET /notes/{note}/feed
    of: [Note updated]
    where: event.note == path.note
scenarios:
  - title: listening
    steps:
      - request: POST /notes
        body: { text: a }
        expect: 201
        save: { note: id }
      - ${step}
`;

test('a feed is listened to at its full path', () => {
  const { model } = lowerBlueprint(
    blueprint('{ feed: "GET /notes/${note}/feed", expect: [{ event: noteUpdated, data: { text: b } }] }'),
  );
  expect(model.scenarios[0]?.steps.at(-1)).toEqual({
    kind: 'listen',
    protocols: ['sse'],
    path: '/api/notes/${note}/feed',
    expect: [{ event: 'noteUpdated', data: { text: 'b' } }],
  });
});

test.each([
  ['{ feed: "GET /notes/${note}/fed", expect: [{ event: noteUpdated }] }', 'unknown_route'],
  ['{ feed: "GET /notes/${nte}/feed", expect: [{ event: noteUpdated }] }', 'Did you mean `note`?'],
  ['{ feed: "GET /notes/${note}/feed", expect: [{ data: { note: "${other}" } }] }', '`other`'],
  ['{ request: "GET /notes/${note}/feed", expect: 200 }', 'It is a feed, which never ends'],
])('%s is refused', (step, text) => {
  expect(() => lowerBlueprint(blueprint(step))).toThrow(text);
});
