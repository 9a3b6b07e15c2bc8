import { DefinitionError } from '../errors.ts';
import { noRetry } from './retry-policy.ts';
import type { Schema, SchemaInput, SchemaOutput } from './schema.ts';
import type {
  MapStageOptions,
  Needs,
  NeedsOutputs,
  RunStageOptions,
  Stage,
  StageDefinition,
  StageKind,
  StageOptions,
  StageOutput,
} from './stage.ts';

declare const types: unique symbol;

/** A finished definition: a graph of stages, what goes in and what comes out. Immutable. */
export interface Pipeline<Input = unknown, Services = unknown, Output = unknown> {
  readonly name: string;
  readonly version: string;
  readonly input: Schema;
  /** In the order of declaration, which is a topological order: a stage can only need earlier ones. */
  readonly stages: ReadonlyMap<string, StageDefinition>;
  /** One stage's name, or the names under which several stages' outputs are returned. */
  readonly output: string | Readonly<Record<string, string>>;
  readonly [types]?: { input: Input; services: (services: Services) => void; output: Output };
}

/** Any pipeline at all, whatever it takes, needs and gives. */
export type AnyPipeline = Pipeline<unknown, never, unknown>;

export interface PipelineOptions<In extends Schema, Services> {
  readonly name: string;
  /** Change it when runs of the old definition must not go on under the new one. */
  readonly version: string;
  readonly input: In;
  /** `type<Services>()`: what stages get as `services`, given to `createEngine` at run time. */
  readonly services?: Schema<Services, Services>;
}

/** Names every stage, map item and run is known by in events, paths and idempotency keys. */
const validName = /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/;

/**
 * Begins a pipeline. Add stages to the builder, then call `output` for the finished definition.
 * Throws DefinitionError for anything that could never run.
 */
export function definePipeline<In extends Schema, Services = unknown>(
  options: PipelineOptions<In, Services>,
): PipelineBuilder<SchemaInput<In>, SchemaOutput<In>, Services> {
  assertName('pipeline', options.name);
  return new PipelineBuilder(options.name, options.version, options.input);
}

/** `Start` is what callers pass to `start`, `Input` what stages see after the input schema has been applied. */
export class PipelineBuilder<Start, Input, Services> {
  readonly #name: string;
  readonly #version: string;
  readonly #input: Schema;
  readonly #stages = new Map<string, StageDefinition>();

  constructor(name: string, version: string, input: Schema) {
    this.#name = name;
    this.#version = version;
    this.#input = input;
  }

  /** Adds a stage that runs once. With an `output` schema its result is checked before it is recorded. */
  stage<N extends Needs = {}, S extends Schema = never>(
    name: string,
    options: RunStageOptions<Input, Services, N, SchemaInput<S>> & Checked<S> & Unconditional,
  ): Stage<SchemaOutput<S>>;
  stage<N extends Needs = {}, S extends Schema = never>(
    name: string,
    options: RunStageOptions<Input, Services, N, SchemaInput<S>> & Checked<S>,
  ): Stage<SchemaOutput<S> | undefined>;
  stage<N extends Needs = {}, Result = unknown>(
    name: string,
    options: RunStageOptions<Input, Services, N, Result> & Unchecked & Unconditional,
  ): Stage<Result>;
  stage<N extends Needs = {}, Result = unknown>(
    name: string,
    options: RunStageOptions<Input, Services, N, Result> & Unchecked,
  ): Stage<Result | undefined>;
  stage(name: string, options: RunStageOptions<Input, Services, Needs, unknown> & OutputOption): Stage {
    return this.#add('run', name, options, {
      output: options.output,
      run: options.run as StageDefinition['run'],
    });
  }

  /** Adds a fan-out: one piece of work per item, in parallel. Its output is the results in the items' order. */
  map<N extends Needs = {}, Item = unknown, S extends Schema = never>(
    name: string,
    options: MapStageOptions<Input, Services, N, Item, SchemaInput<S>> & Checked<S> & Unconditional,
  ): Stage<readonly SchemaOutput<S>[]>;
  map<N extends Needs = {}, Item = unknown, S extends Schema = never>(
    name: string,
    options: MapStageOptions<Input, Services, N, Item, SchemaInput<S>> & Checked<S>,
  ): Stage<readonly SchemaOutput<S>[] | undefined>;
  map<N extends Needs = {}, Item = unknown, Result = unknown>(
    name: string,
    options: MapStageOptions<Input, Services, N, Item, Result> & Unchecked & Unconditional,
  ): Stage<readonly Result[]>;
  map<N extends Needs = {}, Item = unknown, Result = unknown>(
    name: string,
    options: MapStageOptions<Input, Services, N, Item, Result> & Unchecked,
  ): Stage<readonly Result[] | undefined>;
  map<Item>(
    name: string,
    options: MapStageOptions<Input, Services, Needs, Item, unknown> & OutputOption,
  ): Stage {
    return this.#add('map', name, options, {
      output: options.output,
      run: options.run as unknown as StageDefinition['run'],
      over: options.over as unknown as StageDefinition['over'],
      key: options.key as unknown as StageDefinition['key'],
      limit: options.limit ?? Number.POSITIVE_INFINITY,
    });
  }

  /** Ends the definition: the run's result is this stage's output, or an object of several stages' outputs. */
  output<Output>(stage: Stage<Output>): Pipeline<Start, Services, Output>;
  output<N extends Needs>(stages: N): Pipeline<Start, Services, NeedsOutputs<N>>;
  output(of: Stage | Needs): Pipeline<Start, Services, unknown> {
    return Object.freeze({
      name: this.#name,
      version: this.#version,
      input: this.#input,
      stages: new Map(this.#stages),
      output: isStage(of) ? this.#own(of) : this.#namesOf(of),
    });
  }

  #add(
    kind: StageKind,
    name: string,
    options: StageOptions<Input, Needs>,
    particulars: Pick<StageDefinition, 'run' | 'output'> & Partial<StageDefinition>,
  ): Stage {
    assertName('stage', name);
    if (this.#stages.has(name))
      throw new DefinitionError(`Pipeline ${this.#name} has two stages named ${name}`);
    const definition: StageDefinition = Object.freeze({
      kind,
      name,
      needs: this.#namesOf(options.needs ?? {}),
      version: options.version ?? '1',
      retry: { ...noRetry, ...options.retry },
      timeoutMs: options.timeoutMs,
      limit: Number.POSITIVE_INFINITY,
      when: options.when as StageDefinition['when'],
      over: undefined,
      key: undefined,
      ...particulars,
    });
    assertLimits(definition);
    this.#stages.set(name, definition);
    return Object.freeze({ name, definition });
  }

  #namesOf(needs: Needs): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(needs).map(([as, stage]) => [as, this.#own(stage)]));
  }

  #own(stage: Stage): string {
    if (this.#stages.get(stage.name) === stage.definition) return stage.name;
    throw new DefinitionError(`Stage ${stage.name} belongs to another pipeline than ${this.#name}`);
  }
}

interface Checked<S> {
  /** Checks each result before it is recorded; its output type is what dependants see. */
  readonly output: S;
}
interface Unchecked {
  readonly output?: never;
}
interface Unconditional {
  readonly when?: never;
}
interface OutputOption {
  readonly output?: Schema;
}

export type PipelineInput<P> = P extends Pipeline<infer Input, never, unknown> ? Input : never;
export type PipelineOutput<P> = P extends Pipeline<unknown, never, infer Output> ? Output : never;
export type { StageOutput };

function isStage(value: Stage | Needs): value is Stage {
  return typeof value.name === 'string';
}

function assertName(what: string, name: string): void {
  if (validName.test(name)) return;
  throw new DefinitionError(
    `${JSON.stringify(name)} cannot name a ${what}: use a letter, then letters, digits, '_', '.' or '-', at most 100`,
  );
}

function assertLimits(stage: StageDefinition): void {
  const problems = [
    [
      Number.isInteger(stage.retry.attempts) && stage.retry.attempts >= 1,
      'retry.attempts must be at least 1',
    ],
    [stage.retry.delayMs >= 0, 'retry.delayMs must not be negative'],
    [stage.retry.factor >= 1, 'retry.factor must be at least 1'],
    [stage.retry.jitter >= 0 && stage.retry.jitter <= 1, 'retry.jitter must lie between 0 and 1'],
    [stage.timeoutMs === undefined || stage.timeoutMs > 0, 'timeoutMs must be positive'],
    [stage.limit >= 1, 'limit must be at least 1'],
  ] as const;
  for (const [isSound, problem] of problems) {
    if (!isSound) throw new DefinitionError(`Stage ${stage.name}: ${problem}`);
  }
}
