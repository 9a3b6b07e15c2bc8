import { setTimeout } from 'node:timers/promises';
import { TerminalError } from '../errors.ts';
import { parseDuration } from './duration.ts';
import { assertionFailed } from './errors.ts';
import { standardSchema } from './fit-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { defineStep, type StepDefinition } from './step-definition.ts';
import { typedSchema } from './typed-schema.ts';

const object = (properties: JsonSchema['properties'] & {}, required: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const logStep = defineStep({
  name: 'log',
  description: 'Writes a line into the history of the run.',
  input: typedSchema<{ message: string; level: 'debug' | 'info' | 'warn' | 'error'; data?: unknown }>(
    object(
      {
        message: { type: 'string' },
        level: { type: 'string', enum: ['debug', 'info', 'warn', 'error'], default: 'info' },
        data: {},
      },
      ['message'],
    ),
  ),
  output: typedSchema<null>({ type: 'null' }),
  run: ({ input: { level, message, data }, log }) => {
    log(level, message, data);
    return null;
  },
});

/** Its output is its input, so what is known of one is known of the other. */
export const setStep = defineStep({
  name: 'set',
  description: 'Gives back what stands in `with`, its expressions evaluated.',
  input: standardSchema(undefined),
  isPure: true,
  run: ({ input }) => input,
});

const assertStep = defineStep({
  name: 'assert',
  description: 'Makes the run fail, and its steps be compensated, unless a condition holds.',
  input: typedSchema<{ that: boolean; message: string; code: string }>(
    object(
      {
        that: { type: 'boolean' },
        message: { type: 'string', default: 'The assertion does not hold.' },
        code: { type: 'string', default: assertionFailed },
      },
      ['that'],
    ),
  ),
  output: typedSchema<null>({ type: 'null' }),
  run: ({ input: { that, message, code } }) => {
    if (!that) throw new TerminalError(message, { code });
    return null;
  },
});

const longestTimerMs = 2 ** 31 - 1;

const waitStep = defineStep({
  name: 'wait',
  description:
    'Waits within a map or a loop. Begins anew after a crash: a step that waits long is `sleep`, which goes on.',
  input: typedSchema<{ for: unknown }>(object({ for: { type: ['string', 'object'] } }, ['for'])),
  output: typedSchema<null>({ type: 'null' }),
  run: async ({ input, signal }) => {
    const ms = parseDuration(input.for);
    if (ms === undefined)
      throw new TerminalError('Expected a duration such as PT1S.', { code: 'invalid_duration' });
    await setTimeout(Math.min(ms, longestTimerMs), undefined, { signal });
    return null;
  },
});

/** The kinds of step that every workflow has. */
export const builtInSteps: readonly StepDefinition[] = [logStep, setStep, assertStep, waitStep];
