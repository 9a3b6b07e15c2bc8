import type { StageContext } from '../definition/context.ts';
import type { Schema, SchemaInput, SchemaOutput } from '../definition/schema.ts';

/** A kind of step that workflows can use by its name. */
export interface StepDefinition<Services = unknown> {
  readonly name: string;
  readonly description: string;
  /** Change it when the code gives another result for the same input. Part of the fingerprint of runs. */
  readonly version: string;
  readonly input: Schema;
  readonly output: Schema | undefined;
  /** It does nothing but compute its output, so it can be left out where nobody uses that. */
  readonly isPure: boolean;
  readonly run: (context: StepContext<unknown, Services>) => unknown;
}

/** What a step's code gets: its checked input, and of the engine's context what does not depend on the graph. */
export interface StepContext<Input, Services = unknown>
  extends Pick<
    StageContext<unknown, unknown, Services>,
    'services' | 'runId' | 'stage' | 'attempt' | 'idempotencyKey' | 'signal' | 'progress' | 'log'
  > {
  readonly input: Input;
}

export interface StepOptions<In extends Schema, Out extends Schema, Services> {
  /** As workflows write it after `uses`, best with the pack's name before a dot: `payments.charge`. */
  readonly name: string;
  readonly description: string;
  readonly version?: string;
  /** Checks `with` once its expressions have been evaluated. Zod's schemas are checked before the run, too. */
  readonly input: In;
  /** Checks the result before it is recorded. */
  readonly output?: Out;
  readonly isPure?: boolean;
  /** Runs at least once per step; must heed `signal`. The result must be JSON. */
  readonly run: (
    context: StepContext<SchemaOutput<In>, Services>,
  ) => SchemaInput<Out> | Promise<SchemaInput<Out>>;
}

/** Declares a kind of step. Names are checked where definitions are registered. */
export function defineStep<In extends Schema, Out extends Schema = Schema, Services = unknown>(
  options: StepOptions<In, Out, Services>,
): StepDefinition<Services> {
  const { name, description, version = '1', input, output, isPure = false, run } = options;
  return Object.freeze({
    name,
    description,
    version,
    input,
    output,
    isPure,
    run: run as StepDefinition<Services>['run'],
  });
}
