import type { AnyPipeline } from '../definition/pipeline.ts';
import { mayRetry, retryDelayMs } from '../definition/retry-policy.ts';
import {
  compensationOf,
  type StageDefinition,
  type Work,
  type WorkContext,
  workOf,
} from '../definition/stage-definition.ts';
import {
  CalledRunError,
  ResourceDownError,
  StageTimeoutError,
  StoreError,
  TerminalError,
} from '../errors.ts';
import { scoped, type TaskRef } from '../journal/event.ts';
import { type Failure, failureOf } from '../journal/failure.ts';
import { taskName } from '../journal/task-name.ts';
import type { Start } from '../scheduler/agenda.ts';
import { findTask, type RunState } from '../scheduler/state.ts';
import { fallBack, type Outcome, perform, prepare } from './attempt.ts';
import { attemptContext } from './attempt-context.ts';
import { type CacheKey, cacheKeyOf, changedParts } from './cache-key.ts';
import { orAbandon } from './deadline.ts';
import type { Pass } from './gate.ts';
import { readInputs, readItem, readPrevious } from './inputs.ts';
import { type Happened, happenedFor } from './outcome-event.ts';
import type { Ports } from './ports.ts';

interface RunnerOptions {
  readonly runId: string;
  readonly pipeline: AnyPipeline;
  /** Read only: the driver owns it. */
  readonly state: RunState;
  readonly ports: Ports;
  /** Records something that happened in the middle of an attempt. */
  readonly record: (happened: Happened) => void;
}

/** Carries out single attempts of one run and says what came of them. It decides nothing about the run. */
export class AttemptRunner {
  readonly #options: RunnerOptions;
  /** Attempts under way, by their signals. */
  readonly #controllers = new Map<AbortSignal, AbortController>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Aborts every attempt under way. */
  abort(reason: unknown): void {
    for (const controller of this.#controllers.values()) controller.abort(reason);
  }

  /**
   * Runs an attempt to its end, which is something to record. Rejects with StoreError only: that the store could not be
   * read says nothing about the stage.
   */
  async run(start: Start, pass: Pass): Promise<Happened & { readonly isFailure: boolean }> {
    const { ports, pipeline } = this.#options;
    const { task } = start;
    const stage = definitionOf(pipeline, task);
    const controller = new AbortController();
    this.#controllers.set(controller.signal, controller);
    const cancelTimeout = this.#startTimeout(stage, task, controller);
    const cacheKeys: CacheKey[] = [];
    try {
      if (pass.down !== undefined) throw new ResourceDownError(pass.down);
      const work = this.#work(stage, start, controller.signal, cacheKeys);
      const outcome = await orAbandon(work, controller.signal, ports.graceMs, ports.clock);
      return { ...this.#happened(outcome, stage, start, cacheKeys[0]), isFailure: false };
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const thrown = controller.signal.reason instanceof StageTimeoutError ? controller.signal.reason : error;
      const happened = start.isCompensation
        ? this.#compensationFailed(stage, start, thrown)
        : await this.#failed(stage, start, thrown, controller.signal);
      return {
        ...happened,
        isFailure: !(error instanceof TerminalError) && !this.#isStopped(controller.signal),
      };
    } finally {
      cancelTimeout();
      this.#controllers.delete(controller.signal);
    }
  }

  #startTimeout(stage: StageDefinition, task: TaskRef, controller: AbortController): () => void {
    const { timeoutMs } = stage;
    if (timeoutMs === undefined || workOf(stage) === undefined) return () => {};
    return this.#options.ports.clock.after(timeoutMs, () =>
      controller.abort(new StageTimeoutError(taskName(task), timeoutMs)),
    );
  }

  #happened(
    outcome: Outcome,
    stage: StageDefinition,
    { task, attempt }: Start,
    cacheKey?: CacheKey,
  ): Happened {
    const { runId, ports } = this.#options;
    const { timeoutMs } = stage;
    return happenedFor(outcome, { task, attempt, runId, timeoutMs, now: ports.clock.now(), cacheKey });
  }

  async #work(
    stage: StageDefinition,
    start: Start,
    signal: AbortSignal,
    cacheKeys: CacheKey[],
  ): Promise<Outcome> {
    const { state, ports } = this.#options;
    const seen = await readInputs(stage, state, ports.values);
    if (start.isCompensation) return this.#compensate(stage, start, signal, seen);
    if (start.task.item === undefined) {
      const prepared = await prepare(stage, seen);
      if (prepared !== undefined) return prepared;
      if (stage.kind === 'call') return this.#call(stage, start, seen);
    }
    const work = withWork(stage);
    const context = await this.#context(stage, start, signal, seen);
    const cacheKey = cacheKeyOf(this.#options.pipeline.name, work, start.task.item, {
      ...seen,
      item: context.item,
    });
    if (cacheKey !== undefined) {
      const reused = await this.#reuse(start.task, cacheKey);
      if (reused !== undefined) return reused;
      cacheKeys.push(cacheKey);
    }
    // Code that is told to stop before it starts might wait for a signal that has been given already.
    signal.throwIfAborted();
    return perform(work, context);
  }

  async #context(
    stage: StageDefinition,
    { task, attempt }: Start,
    signal: AbortSignal,
    seen: Seen,
  ): Promise<WorkContext> {
    const { state, ports, runId } = this.#options;
    const index = state.stages.get(stage.name)?.items?.indexOf.get(task.item ?? '') ?? -1;
    return attemptContext({
      ...seen,
      runId,
      task,
      attempt,
      signal,
      index,
      record: (happened) => this.#report(signal, happened),
      clock: ports.clock,
      services: ports.services,
      item: stage.kind === 'map' ? await readItem(state, task, ports.values) : undefined,
      previous: await this.#previous(stage, task, index, seen),
    });
  }

  /** Records what an attempt says while it is under way; afterwards its result says it all. */
  #report(signal: AbortSignal, happened: Happened): void {
    if (this.#controllers.has(signal)) this.#options.record(happened);
  }

  async #previous(stage: StageDefinition, task: TaskRef, index: number, seen: Seen): Promise<unknown> {
    if (stage.kind !== 'loop') return undefined;
    const { state, ports } = this.#options;
    return index === 0 ? stage.initial(seen) : readPrevious(state, task, ports.values);
  }

  async #reuse(task: TaskRef, { scope, key, parts }: CacheKey): Promise<Outcome | undefined> {
    const { ports, record } = this.#options;
    const { hit, latest } = await ports.store.findCached(scope, key, ports.clock.now());
    if (hit !== undefined) return { kind: 'reused', output: hit.output, from: hit.runId };
    const changed = changedParts(latest, parts);
    record({ events: [{ type: scoped(task, 'cache-missed'), ...task, changed }] });
    return undefined;
  }

  async #call(stage: StageDefinition & { kind: 'call' }, { task }: Start, seen: Seen): Promise<Outcome> {
    const { ports, runId, state } = this.#options;
    const { generation = 0, isWoken = false } = findTask(state, task) ?? {};
    const calledId = generation === 0 ? `${runId}.${stage.name}` : `${runId}.${stage.name}.${generation + 1}`;
    const called = isWoken
      ? await ports.calls.standing(calledId)
      : await ports.calls.begin(calledId, stage.pipeline, await stage.input(seen), {
          runId,
          stage: stage.name,
        });
    switch (called.status) {
      case 'going':
        return { kind: 'calling', runId: calledId };
      case 'succeeded':
        return { kind: 'succeeded', output: called.output };
      default:
        throw new CalledRunError(calledId, called.status, called.failure);
    }
  }

  async #compensate(stage: StageDefinition, start: Start, signal: AbortSignal, seen: Seen): Promise<Outcome> {
    const { state, ports } = this.#options;
    const context = await this.#context(stage, start, signal, seen);
    const recorded = findTask(state, start.task)?.output;
    const output = recorded === undefined ? undefined : await ports.values.read(recorded);
    await compensationOf(stage)?.({ ...context, output });
    return { kind: 'compensated' };
  }

  #compensationFailed(stage: StageDefinition, { task, attempt }: Start, thrown: unknown): Happened {
    const failure = failureOf(thrown);
    const failures = this.#options.state.compensation.failures + 1;
    const retryAt = this.#retryAt(stage, failures, failure);
    const event = { type: scoped(task, 'compensation-failed'), ...task, attempt, failure } as const;
    return { events: [retryAt === undefined ? event : { ...event, retryAt }] };
  }

  async #failed(
    stage: StageDefinition,
    start: Start,
    thrown: unknown,
    signal: AbortSignal,
  ): Promise<Happened> {
    const { task, attempt } = start;
    if (this.#isStopped(signal)) return { events: [{ type: scoped(task, 'cancelled'), ...task, attempt }] };
    const failure = failureOf(thrown);
    const event = { type: scoped(task, 'failed'), ...task, attempt, failure } as const;
    if (thrown instanceof TerminalError) return { events: [{ ...event, isTerminal: true }] };
    const failures = (findTask(this.#options.state, task)?.failures ?? 0) + 1;
    const retryAt = thrown instanceof ResourceDownError ? undefined : this.#retryAt(stage, failures, failure);
    if (retryAt !== undefined) return { events: [{ ...event, retryAt }] };
    return hasFallback(stage, task) ? this.#fallBack(stage, start, failure) : { events: [event] };
  }

  async #fallBack(stage: StageDefinition, start: Start, failure: Failure): Promise<Happened> {
    const { ports, state } = this.#options;
    const controller = new AbortController();
    this.#controllers.set(controller.signal, controller);
    try {
      const seen = await readInputs(stage, state, ports.values);
      const context = await this.#context(stage, start, controller.signal, seen);
      const work = fallBack(withWork(stage), { ...context, failure });
      return this.#happened(
        await orAbandon(work, controller.signal, ports.graceMs, ports.clock),
        stage,
        start,
      );
    } catch (error) {
      const { task, attempt } = start;
      const both = { ...failureOf(error), cause: failure };
      return { events: [{ type: scoped(task, 'failed'), ...task, attempt, failure: both }] };
    } finally {
      this.#controllers.delete(controller.signal);
    }
  }

  #retryAt({ retry }: StageDefinition, failures: number, { code }: Failure): number | undefined {
    const { clock, ids } = this.#options.ports;
    if (!mayRetry(retry, failures, code)) return undefined;
    return clock.now() + retryDelayMs(retry, failures, ids.random());
  }

  /** Whether the attempt was ended because its run is ending. */
  #isStopped(signal: AbortSignal): boolean {
    const { phase } = this.#options.state;
    return signal.aborted && (phase === 'failing' || phase === 'cancelling');
  }
}

type Seen = Awaited<ReturnType<typeof readInputs>>;

function definitionOf(pipeline: AnyPipeline, { stage: name }: TaskRef): StageDefinition {
  const stage = pipeline.stages.get(name);
  if (stage === undefined) throw new RangeError(`The definition has no stage ${name}`);
  return stage;
}

/** A fallback stands in for work, not for finding out what a map's items are. */
function hasFallback(stage: StageDefinition, { item }: TaskRef): boolean {
  return (stage.kind === 'run' || item !== undefined) && workOf(stage)?.fallback !== undefined;
}

function withWork(stage: StageDefinition): StageDefinition & Work {
  if ('run' in stage) return stage;
  throw new TypeError(`A ${stage.kind} stage has no work of its own`);
}
