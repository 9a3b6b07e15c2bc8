import { DefinitionError } from '../errors.ts';
import { assertLimits, assertName } from './checks.ts';
import type { Pipeline } from './pipeline.ts';
import { noRetry } from './retry-policy.ts';
import type { Schema, SchemaInput, SchemaOutput } from './schema.ts';
import type {
  ApprovalStageOptions,
  CacheOption,
  CallStageOptions,
  LoopStageOptions,
  MapStageOptions,
  Needs,
  NeedsOutputs,
  RunStageOptions,
  SleepStageOptions,
  Stage,
  StageOptions,
  WorkOptions,
} from './stage.ts';
import type { StageBase, StageDefinition, Work } from './stage-definition.ts';

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

/**
 * Collects the stages of a pipeline. Each method adds one and returns the handle that later stages name in their
 * `needs`. A stage with a `when` may be skipped, so its handle's type includes undefined.
 *
 * `Start` is what callers pass to `start`, `Input` what stages see after the input schema has been applied.
 */
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
    options: RunStageOptions<Input, Services, N, SchemaInput<S>, SchemaOutput<S>> &
      Checked<S> &
      Unconditional,
  ): Stage<SchemaOutput<S>>;
  stage<N extends Needs = {}, S extends Schema = never>(
    name: string,
    options: RunStageOptions<Input, Services, N, SchemaInput<S>, SchemaOutput<S>> & Checked<S>,
  ): Stage<SchemaOutput<S> | undefined>;
  stage<N extends Needs = {}, Result = unknown>(
    name: string,
    options: RunStageOptions<Input, Services, N, Result> & Unchecked & Unconditional,
  ): Stage<Result>;
  stage<N extends Needs = {}, Result = unknown>(
    name: string,
    options: RunStageOptions<Input, Services, N, Result> & Unchecked,
  ): Stage<Result | undefined>;
  stage(name: string, options: StageOptions<Input, Needs> & AnyWork): Stage {
    return this.#add({ ...this.#base(name, options), ...workFrom(options), kind: 'run' });
  }

  /** Adds a fan-out: one piece of work per item, in parallel. Its output is the results in the items' order. */
  map<N extends Needs = {}, Item = unknown, S extends Schema = never>(
    name: string,
    options: MapStageOptions<Input, Services, N, Item, SchemaInput<S>, SchemaOutput<S>> &
      Checked<S> &
      Unconditional,
  ): Stage<readonly SchemaOutput<S>[]>;
  map<N extends Needs = {}, Item = unknown, S extends Schema = never>(
    name: string,
    options: MapStageOptions<Input, Services, N, Item, SchemaInput<S>, SchemaOutput<S>> & Checked<S>,
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
    options: StageOptions<Input, Needs> &
      AnyWork &
      Pick<MapStageOptions<Input, Services, Needs, Item, unknown>, 'over' | 'key' | 'limit'>,
  ): Stage {
    return this.#add({
      ...this.#base(name, options),
      ...workFrom(options),
      kind: 'map',
      over: erased(options.over),
      key: options.key && erased(options.key),
      limit: options.limit ?? Number.POSITIVE_INFINITY,
    });
  }

  /** Adds work that is repeated until its result will do, at most `maxRounds` times. Each round is recorded. */
  loop<N extends Needs = {}, Result = unknown>(
    name: string,
    options: LoopStageOptions<Input, Services, N, Result> & Unconditional,
  ): Stage<Result>;
  loop<N extends Needs = {}, Result = unknown>(
    name: string,
    options: LoopStageOptions<Input, Services, N, Result>,
  ): Stage<Result | undefined>;
  loop(name: string, options: LoopStageOptions<Input, Services, Needs, unknown>): Stage {
    const { initial, until, maxRounds } = options;
    return this.#add({
      ...this.#base(name, options),
      ...workFrom(options),
      kind: 'loop',
      initial: erased(initial),
      until: erased(until),
      maxRounds,
    });
  }

  /** Adds a run of another pipeline. Its output is that run's output. */
  call<N extends Needs = {}, In = unknown, Output = unknown>(
    name: string,
    options: CallStageOptions<Input, Services, N, In, Output> & Unconditional,
  ): Stage<Output>;
  call<N extends Needs = {}, In = unknown, Output = unknown>(
    name: string,
    options: CallStageOptions<Input, Services, N, In, Output>,
  ): Stage<Output | undefined>;
  call(name: string, options: CallStageOptions<Input, Services, Needs, unknown, unknown>): Stage {
    const { pipeline, input, compensate } = options;
    const undo = compensate && erased(compensate);
    const base = this.#base(name, options);
    return this.#add({ ...base, kind: 'call', pipeline, input: erased(input), compensate: undo });
  }

  /** Adds a wait for a person, who is shown the prompt and whose answer is the output. */
  approval<N extends Needs = {}, S extends Schema = Schema>(
    name: string,
    options: ApprovalStageOptions<Input, N, S> & Unconditional,
  ): Stage<SchemaOutput<S>>;
  approval<N extends Needs = {}, S extends Schema = Schema>(
    name: string,
    options: ApprovalStageOptions<Input, N, S>,
  ): Stage<SchemaOutput<S> | undefined>;
  approval(name: string, options: ApprovalStageOptions<Input, Needs, Schema>): Stage {
    const { prompt, answer } = options;
    return this.#add({ ...this.#base(name, options), kind: 'approval', prompt: erased(prompt), answer });
  }

  /** Adds a wait that survives the process. */
  sleep<N extends Needs = {}>(name: string, options: SleepStageOptions<Input, N>): Stage<undefined>;
  sleep(name: string, options: SleepStageOptions<Input, Needs>): Stage {
    const { forMs } = options;
    const delay = typeof forMs === 'number' ? () => forMs : erased(forMs);
    return this.#add({ ...this.#base(name, options), kind: 'sleep', forMs: delay });
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

  #add(definition: StageDefinition): Stage {
    const { name } = definition;
    assertName('stage', name);
    assertLimits(definition);
    if (this.#stages.has(name))
      throw new DefinitionError(`Pipeline ${this.#name} has two stages named ${name}`);
    this.#stages.set(name, Object.freeze(definition));
    return Object.freeze({ name, definition });
  }

  #base(name: string, options: BaseOptions<Input>): StageBase {
    return {
      name,
      needs: this.#namesOf(options.needs ?? {}),
      version: options.version ?? '1',
      when: options.when && erased(options.when),
      priority: options.priority ?? 0,
      retry: { ...noRetry, ...options.retry },
      timeoutMs: options.timeoutMs,
      uses: options.uses ?? [],
    };
  }

  #namesOf(needs: Needs): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(needs).map(([as, stage]) => [as, this.#own(stage)]));
  }

  #own(stage: Stage): string {
    if (this.#stages.get(stage.name) === stage.definition) return stage.name;
    throw new DefinitionError(`Stage ${stage.name} belongs to another pipeline than ${this.#name}`);
  }
}

type BaseOptions<Input> = StageOptions<Input, Needs> & Partial<Pick<AnyWork, 'retry' | 'timeoutMs' | 'uses'>>;

/** Work options of any kind of stage: what they have in common once types are left aside. */
type AnyWork = WorkOptions<never, unknown, unknown> & CacheOption<never> & { readonly output?: Schema };

function workFrom({ run, output, fallback, compensate, cache }: AnyWork): Work {
  return {
    run: erased(run),
    output,
    fallback: fallback && erased(fallback),
    compensate: compensate && erased(compensate),
    cacheKey: cache === undefined ? undefined : cache === true ? (context) => context : erased(cache.key),
  };
}

/** The one place where a function's parameter types are given up: the builder's signatures have checked them. */
function erased<Result>(run: (...values: never[]) => Result): (...values: unknown[]) => Result {
  return run as unknown as (...values: unknown[]) => Result;
}

function isStage(value: Stage | Needs): value is Stage {
  return typeof value.name === 'string';
}
