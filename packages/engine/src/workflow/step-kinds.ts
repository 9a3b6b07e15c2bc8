import { DefinitionError } from '../errors.ts';
import { builtInSteps } from './built-in-steps.ts';
import { jsonSchemaOf } from './schema-type.ts';
import type { JsonSchema } from './json-schema.ts';
import type { StepDefinition } from './step-definition.ts';

const kindName = /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/;

/** A registered kind of step, with what its schemas tell before a run. */
export interface StepKind extends StepDefinition<never> {
  readonly inputSchema: JsonSchema | undefined;
  readonly outputSchema: JsonSchema | undefined;
}

export type StepKinds = ReadonlyMap<string, StepKind>;

/** The built-in kinds and these. Throws DefinitionError for a name that is taken or cannot be one. */
export function stepKinds(definitions: readonly StepDefinition<never>[] = []): StepKinds {
  const kinds = new Map<string, StepKind>();
  for (const definition of [...builtInSteps, ...definitions]) {
    const { name, input, output } = definition;
    if (!kindName.test(name)) throw new DefinitionError(`${JSON.stringify(name)} cannot name a step kind`);
    if (kinds.has(name)) throw new DefinitionError(`Two step kinds are named ${name}`);
    const inputSchema = jsonSchemaOf(input, 'input');
    kinds.set(name, { ...definition, inputSchema, outputSchema: jsonSchemaOf(output, 'output') });
  }
  return kinds;
}
