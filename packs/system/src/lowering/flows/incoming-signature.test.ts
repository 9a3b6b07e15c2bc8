import { expect, test } from 'vitest';
import { BlueprintError } from '../../blueprint/errors.ts';
import { lowerBlueprint } from '../lower-blueprint.ts';

const blueprint = (signature: string, http = 'POST /calls') => `millwright: 1
name: calls
config: { partnerSecret: secret, spare: secret?, places: integer = 3 }
entities:
  Call: { fields: { text: text 1..80 } }
operations:
  take:
    http: ${http}
    signature: ${signature}
    do: [{ count: Call as calls }]
    answer: { body: { calls: calls } }
`;

function complaints(yaml: string): readonly string[] {
  try {
    lowerBlueprint(yaml);
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map(({ code, message, suggestion }) => `${code}: ${message} ${suggestion}`);
  }
  return [];
}

test('the secret is a value of the configuration', () => {
  const { model } = lowerBlueprint(blueprint('{ secret: config.partnerSecret }', 'POST /taken'));
  expect(model.operations.find(({ name }) => name === 'take')?.signature).toEqual({
    rule: { header: 'Webhook-Signature', scheme: 'timestamped' },
    setting: 'partnerSecret',
  });
});

test.each([
  ['{ secret: partnerSecret }', 'invalid_value', 'Write `secret: config.partnerSecret`'],
  ['{ secret: "\'abc\'" }', 'invalid_value', 'comes from the configuration'],
  ['{ secret: config.partnersecret }', 'unknown_name', 'Did you mean `partnerSecret`?'],
  ['{ secret: config.spare }', 'not_assignable', 'nobody could sign'],
  ['{ secret: config.places }', 'not_assignable', 'nobody could sign'],
  ['{ secret: config.partnerSecret, algorithm: sha256 }', 'unknown_key', '`scheme`'],
  ['{ secret: config.partnerSecret, scheme: sha1 }', 'invalid_value', 'sha256'],
  ['{ header: X-Signature }', 'missing_key', '`secret`'],
  ['{ secret: config.partnerSecret, timestampHeader: X-Time }', 'invalid_value', 'scheme: hex'],
])('%s is told as %s', (signature, code, text) => {
  const [first = ''] = complaints(blueprint(signature, 'POST /taken'));
  expect(first).toContain(code);
  expect(first).toContain(text);
});

test('a request without a body cannot be signed', () => {
  const [first] = complaints(blueprint('{ secret: config.partnerSecret }', 'GET /taken'));
  expect(first).toContain('A GET request has no body');
});
