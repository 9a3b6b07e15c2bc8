import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blueprintJsonSchema } from './json-schema.ts';

const published = new URL('../../blueprint.schema.json', import.meta.url);

// When it differs: node packs/system/src/blueprint/json-schema.ts > packs/system/blueprint.schema.json
test('the published JSON Schema is the one of the code', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(blueprintJsonSchema());
});

test('every key says what it is for', () => {
  const schema = blueprintJsonSchema() as { properties: Record<string, { description?: string }> };
  for (const [key, property] of Object.entries(schema.properties)) {
    expect(property.description, key).toMatch(/\.$/);
  }
});
