import { z } from 'zod';
import { blueprintSchema } from './document.ts';

/** The JSON Schema (2020-12) of a blueprint as a person writes it, for completion and checks in editors. */
export function blueprintJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(blueprintSchema, {
    target: 'draft-2020-12',
    io: 'input',
  });
  return {
    $schema,
    $id: 'blueprint.schema.json',
    title: 'Millwright blueprint',
    description: 'A system, described so that Millwright can build it.',
    ...schema,
  };
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(blueprintJsonSchema(), null, 2)}\n`);
