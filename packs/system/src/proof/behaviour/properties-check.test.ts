import { expect, test } from 'vitest';
import { checkSample } from '../check-sample.testkit.ts';
import { changed, sampleSystem } from '../sample-system.testkit.ts';

const findings = async (changes: Record<string, string>) => {
  const { properties } = await checkSample(await sampleSystem(changes), ['properties']);
  return new Set(properties?.findings.map(({ code }) => code));
};

test.each([
  [
    'accepts a text that is too long',
    changed('src/rules.ts', ' || text.length > 20', ''),
    'invalid_input_accepted',
  ],
  [
    'refuses the longest text',
    changed('src/rules.ts', 'text.length > 20', 'text.length > 19'),
    'valid_input_refused',
  ],
  [
    'refuses the shortest text',
    changed('src/rules.ts', 'text.length < 1', 'text.length < 2'),
    'valid_input_refused',
  ],
  [
    'accepts unknown keys',
    changed('src/rules.ts', "Object.keys(body).join() !== 'text'", "!('text' in body)"),
    'invalid_input_accepted',
  ],
  [
    'fails inside',
    changed(
      'src/rules.ts',
      "throw new Problem(400, 'invalid_input');\n  return",
      "throw new Error('oops');\n  return",
    ),
    'server_error',
  ],
  [
    'finds records that do not exist',
    changed(
      'src/components.ts',
      "if (!note) throw new Problem(404, 'not_found');",
      "if (!note) return { id: '', text: '' };",
    ),
    'valid_input_refused',
  ],
  [
    'answers errors in a form of its own',
    changed('src/api.ts', 'application/problem+json', 'text/plain'),
    'not_a_problem',
  ],
  [
    'accepts unknown parameters',
    changed('src/api.ts', /if \(path.includes\('\?'\)\).*\n/, "path = path.split('?')[0] ?? '';\n"),
    'invalid_input_accepted',
  ],
  [
    'loses input',
    changed('src/components.ts', 'text: readText(command.body)', 'text: readText(command.body).slice(0, 19)'),
    'input_lost',
  ],
  [
    'does not keep what it answered',
    changed('src/components.ts', 'notes.set(note.id, note);', "notes.set(note.id, { ...note, text: '?' });"),
    'record_not_found_again',
  ],
  [
    'does not say where a record is',
    changed('src/api.ts', /if \(status === 201\).*\n/, ''),
    'location_missing',
  ],
  [
    'never answers',
    changed(
      'src/api.ts',
      "if (request.method === 'DELETE')",
      "if (request.method === 'DELETE') request.socket.destroy();\n if (request.method === 'DELETE')",
    ),
    'no_answer',
  ],
])('finds a system that %s', async (_, changes, code) => {
  expect(await findings(changes)).toContain(code);
});
