import { expect, test } from 'vitest';
import { checkSample } from '../check-sample.testkit.ts';
import { changed, sampleSystem } from '../sample-system.testkit.ts';

const problem = { 'application/problem+json': { schema: { type: 'object', required: ['status', 'code'] } } };
const note = {
  type: 'object',
  properties: { id: { type: 'string' }, text: { type: 'string' } },
  required: ['id', 'text'],
};
const input = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 1, maxLength: 20 } },
  required: ['text'],
  additionalProperties: false,
};
const refusals = Object.fromEntries(
  ['400', '404', '413', '415'].map((status) => [status, { content: problem }]),
);
const answer = (status: string) => ({
  responses: { [status]: { content: { 'application/json': { schema: note } } }, ...refusals },
});

const description = JSON.stringify({
  openapi: '3.1.0',
  paths: {
    '/notes': {
      post: { ...answer('201'), requestBody: { content: { 'application/json': { schema: input } } } },
    },
    '/notes/{note}': { get: answer('200') },
  },
});

/** The sample, described, with one passage of a file replaced. */
async function findingsOf(path = '', from: string | RegExp = '', to = '') {
  const described = changed('src/api.ts', "{ openapi: '3.1.0' }", description)['src/api.ts'] ?? '';
  const files: Record<string, string> = { 'src/api.ts': described };
  if (path === 'src/api.ts') {
    files[path] = described.replace(from, to);
    expect(files[path]).not.toBe(described);
  } else if (path !== '') {
    Object.assign(files, changed(path, from, to));
  }
  const { abuse } = await checkSample(await sampleSystem(files), ['abuse']);
  return abuse?.findings ?? [];
}

test('a system that keeps to its description passes', async () => {
  expect(await findingsOf()).toEqual([]);
});

test.each([
  [
    'tells what failed inside',
    'src/api.ts',
    'JSON.stringify({ status, code })',
    "JSON.stringify({ status, code, detail: error instanceof Error ? error.stack : '' })",
    'secret_revealed',
  ],
  [
    'fails inside on a body that is not JSON',
    'src/api.ts',
    "throw new Problem(400, 'invalid_json');",
    "throw new Error('parser');",
    'server_error',
  ],
  [
    'answers with a status of its own',
    'src/api.ts',
    "throw new Problem(400, 'invalid_json');",
    "throw new Problem(418, 'teapot');",
    'undeclared_status',
  ],
  [
    'leaves out what the description promises',
    'src/rules.ts',
    'return text;',
    'return undefined as unknown as string;',
    'undeclared_answer',
  ],
  [
    'takes keys that nobody declared',
    'src/rules.ts',
    "Object.keys(body).join() !== 'text'",
    "!('text' in body)",
    'bad_input_accepted',
  ],
  [
    'dies of a number',
    'src/rules.ts',
    "if (typeof text !== 'string'",
    "if (typeof text === 'number') process.exit(1);\n  if (typeof text !== 'string'",
    'system_died',
  ],
])('a system that %s', async (_, path, from, to, code) => {
  const findings = await findingsOf(path, from, to);
  expect(findings.map((finding) => finding.code)).toContain(code);
});
