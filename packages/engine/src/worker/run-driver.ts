import { mayRetry, retryDelayMs } from '../definition/retry-policy.ts';
import type { AnyPipeline } from '../definition/pipeline.ts';
import type { StageDefinition } from '../definition/stage.ts';
import { LeaseLostError, RunExistsError, StageTimeoutError, TerminalError } from '../errors.ts';
import { encodeValue } from '../journal/encode-value.ts';
import { type EventBody, type RunEvent, scoped, type TaskRef } from '../journal/event.ts';
import { failureOf } from '../journal/failure.ts';
import { taskName } from '../journal/task-name.ts';
import type { Blob } from '../journal/value.ts';
import { decide, type Start } from '../scheduler/decide.ts';
import type { Plan } from '../scheduler/plan.ts';
import { reduce } from '../scheduler/reduce.ts';
import { type RunState, statusOf, taskState } from '../scheduler/state.ts';
import { hasEnded } from '../scheduler/status.ts';
import type { Append, Store } from '../store/store.ts';
import { type Outcome, runAttempt } from './attempt.ts';
import { attemptContext } from './attempt-context.ts';
import type { Clock } from './clock.ts';
import { orAbandon } from './deadline.ts';
import type { EventFeed } from './event-feed.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Ids } from './ids.ts';
import { readInputs } from './inputs.ts';
import { signalEvents } from './signal-events.ts';
import type { Slots } from './slots.ts';
import type { ValueReader } from './value-reader.ts';

/** What the drivers of one process share. */
export interface DriverPorts {
  readonly workerId: string;
  readonly store: Store;
  readonly journal: GroupCommit;
  readonly feed: EventFeed;
  readonly values: ValueReader;
  readonly slots: Slots;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly services: unknown;
  /** How long code may take to heed its signal before the run goes on without it. */
  readonly graceMs: number;
}

export interface DriverOptions {
  readonly runId: string;
  readonly pipeline: AnyPipeline;
  readonly plan: Plan;
  readonly state: RunState;
  readonly ports: DriverPorts;
  /** Called once, when this process has nothing more to do for the run; with an error if it was made to stop. */
  readonly onRest: (error?: unknown) => void;
}

/** What goes into the journal together with a set of events. */
type Extras = Partial<Pick<Append, 'blobs' | 'consumed' | 'create'>> & { readonly definition?: string };

/**
 * Moves one run forward: folds what happened into the state, asks the scheduler what follows, makes both durable
 * in one write, and only then begins the attempts decided on.
 *
 * Invariants
 * 1. Nothing is begun, and nobody is told of anything, before the events that say so are durable.
 * 2. After a failed or refused write the driver does nothing more; the journal alone knows the truth.
 */
export class RunDriver {
  readonly runId: string;
  readonly state: RunState;
  readonly #options: DriverOptions;
  readonly #running = new Map<string, AbortController>();
  readonly #attempts = new Set<Promise<void>>();
  #signals: Promise<void> = Promise.resolve();
  #isAtRest = false;
  #cancelWake = () => {};

  constructor(options: DriverOptions) {
    this.#options = options;
    this.runId = options.runId;
    this.state = options.state;
  }

  /** Adds events to the run and everything that follows from them. Never rejects: trouble ends the driver. */
  async advance(bodies: readonly EventBody[], extras: Extras = {}): Promise<void> {
    if (this.#isAtRest) return;
    const { ports } = this.#options;
    const follows = this.state.last.n;
    const { events, starts } = this.#foldAndDecide(bodies);
    if (events.length === 0 && extras.consumed === undefined) return;
    const isResting = hasEnded(statusOf(this.state)) || this.state.phase === 'paused';
    try {
      const append = this.#append(follows, events, extras, isResting);
      const result = await ports.journal.append(append);
      if (result === 'exists') throw new RunExistsError(this.runId);
      if (result === 'lost') throw new LeaseLostError(this.runId);
    } catch (error) {
      for (const _ of starts) ports.slots.release();
      return this.stop(error);
    }
    for (const start of starts) this.#begin(start);
    if (isResting) this.#rest();
    ports.feed.publish(this.runId, events);
  }

  /** Takes up what others have asked of this run, in the order they asked. */
  receiveSignals(): Promise<void> {
    this.#signals = this.#signals.then(() => this.#readSignals());
    return this.#signals;
  }

  async #readSignals(): Promise<void> {
    if (this.#isAtRest) return;
    try {
      for (const { id, signal } of await this.#options.ports.store.readSignals(this.runId)) {
        await this.advance(signalEvents(this.state, signal), { consumed: [id] });
      }
    } catch (error) {
      this.stop(error);
    }
  }

  /** Ends work on the run in this process without recording anything: it goes on wherever it is next claimed. */
  stop(reason: unknown): void {
    if (this.#isAtRest) return;
    for (const controller of this.#running.values()) controller.abort(reason);
    this.#rest(reason);
  }

  #rest(error?: unknown): void {
    this.#isAtRest = true;
    this.#cancelWake();
    this.#options.ports.slots.forget(this.#ask);
    this.#options.onRest(error);
  }

  readonly #ask = (): void => void this.advance([]);

  #foldAndDecide(bodies: readonly EventBody[]): { events: RunEvent[]; starts: readonly Start[] } {
    const { plan, ports } = this.#options;
    const events: RunEvent[] = [];
    const record = (body: EventBody): void => {
      const at = Math.max(ports.clock.now(), this.state.last.at);
      const event: RunEvent = { runId: this.runId, n: this.state.last.n + 1, at, ...body };
      reduce(plan, this.state, event);
      events.push(event);
    };
    for (const body of bodies) record(body);
    let decision = decide(plan, this.state, ports.clock.now(), ports.slots.free);
    while (decision.record.length > 0) {
      for (const body of decision.record) record(body);
      decision = decide(plan, this.state, ports.clock.now(), ports.slots.free);
    }
    for (const { task, attempt } of decision.start) {
      ports.slots.take();
      record({ type: scoped(task, 'started'), ...task, attempt });
    }
    this.#cancelWake();
    if (decision.wakeAt !== undefined) {
      this.#cancelWake = ports.clock.after(decision.wakeAt - ports.clock.now(), this.#ask);
    }
    if (ports.slots.free === 0) ports.slots.whenFree(this.#ask);
    if (decision.isStopping)
      for (const controller of this.#running.values()) controller.abort(this.#stopReason());
    return { events, starts: decision.start };
  }

  #append(follows: number, events: readonly RunEvent[], extras: Extras, isReleased: boolean): Append {
    const { failure } = this.state;
    return {
      runId: this.runId,
      owner: this.#options.ports.workerId,
      follows,
      events,
      blobs: extras.blobs ?? [],
      head: {
        status: statusOf(this.state),
        isReleased,
        ...(failure === undefined ? {} : { failure }),
        ...(extras.definition === undefined ? {} : { definition: extras.definition }),
      },
      ...(extras.consumed === undefined ? {} : { consumed: extras.consumed }),
      ...(extras.create === undefined ? {} : { create: extras.create }),
    };
  }

  #stopReason(): Error {
    return new TerminalError(`Run ${this.runId} is stopping`, { code: 'run_stopping' });
  }

  /** Resolves when no code of the run is running in this process any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#attempts);
  }

  #begin(start: Start): void {
    if (this.#isAtRest) return this.#options.ports.slots.release();
    const attempt = this.#attempt(start).finally(() => this.#attempts.delete(attempt));
    this.#attempts.add(attempt);
  }

  async #attempt({ task, attempt }: Start): Promise<void> {
    const { ports, pipeline } = this.#options;
    const stage = pipeline.stages.get(task.stage);
    if (stage === undefined) throw new RangeError(`The definition has no stage ${task.stage}`);
    const controller = new AbortController();
    const name = taskName(task);
    this.#running.set(name, controller);
    const cancelTimeout =
      stage.timeoutMs === undefined
        ? undefined
        : ports.clock.after(stage.timeoutMs, () =>
            controller.abort(new StageTimeoutError(name, stage.timeoutMs ?? 0)),
          );
    let happened: Happened;
    try {
      const work = this.#work(stage, task, attempt, controller.signal);
      happened = recordOf(
        task,
        attempt,
        await orAbandon(work, controller.signal, ports.graceMs, ports.clock),
      );
    } catch (error) {
      happened = { event: this.#failed(stage, task, attempt, error, controller.signal), blobs: [] };
    }
    cancelTimeout?.();
    this.#running.delete(name);
    for (const blob of happened.blobs) ports.values.remember(blob);
    ports.slots.release();
    await this.advance([happened.event], { blobs: happened.blobs });
  }

  async #work(stage: StageDefinition, task: TaskRef, attempt: number, signal: AbortSignal): Promise<Outcome> {
    const { ports } = this.#options;
    const inputs = await readInputs(stage, this.state, ports.values);
    const items = task.item === undefined ? undefined : this.state.stages.get(stage.name)?.items;
    const index = items?.indexOf.get(task.item ?? '') ?? -1;
    const all = items === undefined ? [] : ((await ports.values.read(items.values)) as readonly unknown[]);
    const context = attemptContext({
      ...inputs,
      runId: this.runId,
      task,
      attempt,
      signal,
      services: ports.services,
      item: all[index],
      index,
      record: (event, blobs) => void this.advance([event], { blobs }),
    });
    return runAttempt(stage, context, items !== undefined);
  }

  #failed(
    stage: StageDefinition,
    task: TaskRef,
    attempt: number,
    error: unknown,
    signal: AbortSignal,
  ): EventBody {
    const isStopping = this.state.phase === 'failing' || this.state.phase === 'cancelling';
    if (isStopping && signal.aborted) return { type: scoped(task, 'cancelled'), ...task, attempt };
    const timedOut = signal.reason instanceof StageTimeoutError ? signal.reason : undefined;
    const failure = failureOf(timedOut ?? error);
    const event = { type: scoped(task, 'failed'), ...task, attempt, failure } as const;
    if (error instanceof TerminalError) return { ...event, isTerminal: true };
    const failures = taskState(this.state, task.stage, task.item).failures + 1;
    if (!mayRetry(stage.retry, failures, failure.code)) return event;
    const { clock, ids } = this.#options.ports;
    return { ...event, retryAt: clock.now() + retryDelayMs(stage.retry, failures, ids.random()) };
  }
}

interface Happened {
  readonly event: EventBody;
  readonly blobs: readonly Blob[];
}

/** The event for an outcome. Throws ValueNotSerialisableError when the result cannot be kept. */
function recordOf(task: TaskRef, attempt: number, outcome: Outcome): Happened {
  switch (outcome.kind) {
    case 'skipped':
      return { event: { type: scoped(task, 'skipped'), ...task, attempt, reason: 'condition' }, blobs: [] };
    case 'expanded': {
      const { value, blob } = encodeValue(outcome.items);
      const event = {
        type: 'stage.expanded',
        stage: task.stage,
        attempt,
        keys: outcome.keys,
        items: value,
      } as const;
      return { event, blobs: blob === undefined ? [] : [blob] };
    }
    case 'succeeded': {
      const { value, blob } = encodeValue(outcome.output);
      const event = { type: scoped(task, 'succeeded'), ...task, attempt, output: value };
      return { event, blobs: blob === undefined ? [] : [blob] };
    }
  }
}
