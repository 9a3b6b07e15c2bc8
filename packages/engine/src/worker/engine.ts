import type { AnyPipeline, Pipeline } from '../definition/pipeline.ts';
import { validate } from '../definition/schema.ts';
import { EngineClosedError, RunNotFoundError, RunStateError, UnknownPipelineError } from '../errors.ts';
import { encodeValue } from '../journal/encode-value.ts';
import type { RunEvent } from '../journal/event.ts';
import { findTask, reasonOf, statusOf } from '../scheduler/state.ts';
import type { Signal } from '../store/signal.ts';
import type { DeleteQuery, RunPage, RunQuery, RunRecord } from '../store/store.ts';
import { systemClock } from './clock.ts';
import type {
  AnswerOptions,
  EngineOptions,
  ForkOptions,
  ResumeOptions,
  StartOptions,
} from './engine-options.ts';
import { EventFeed, type EventListener, type Place } from './event-feed.ts';
import { forkRun } from './fork.ts';
import { Gate } from './gate.ts';
import { GroupCommit } from './group-commit.ts';
import { randomIds } from './ids.ts';
import { isAsking } from './is-asking.ts';
import { readResult, readSettled } from './inputs.ts';
import { type LiveRun, LiveRuns } from './live-runs.ts';
import { Membership } from './membership.ts';
import type { Ports } from './ports.ts';
import type { ResourceStatus } from './resource.ts';
import { restError, type RunHandle } from './run-handle.ts';
import { type RunView, viewOf } from './run-view.ts';
import { ValueReader } from './value-reader.ts';

/** Creates an engine over a store. It does nothing until it is asked to start, resume, recover or work. */
export function createEngine<Services = unknown>(options: EngineOptions<Services>): Engine<Services> {
  return new Engine(options);
}

const defaultCacheBytes = 512 * 1024 * 1024;

export class Engine<Services = unknown> {
  /** The runs in the store, whoever works on them. */
  readonly runs: {
    list(query?: RunQuery): Promise<RunPage>;
    get(runId: string): Promise<RunRecord | undefined>;
    /** Deletes runs that are paused or have ended, with their events and values. Returns how many. */
    delete(query: DeleteQuery): Promise<number>;
  };
  readonly #ports: Ports;
  readonly #membership: Membership;
  readonly #live: LiveRuns;
  readonly #cacheBytes: number;
  readonly #onProblem: ((runId: string, error: unknown) => void) | undefined;
  #isClosed = false;

  constructor(options: EngineOptions<Services>) {
    const { store, clock = systemClock, ids = randomIds } = options;
    const poke = (runId: string) => void this.#live.get(runId)?.driver.receiveSignals();
    this.#onProblem = options.onProblem;
    this.#cacheBytes = options.cacheLimitBytes ?? defaultCacheBytes;
    this.#membership = new Membership({
      store,
      clock,
      workerId: ids.next(clock.now()),
      leaseMs: options.leaseMs ?? 10_000,
      onSignal: poke,
      onClaimed: (record) => void this.#takeUp(record),
      onLost: (error) => this.#live.stopAll(error),
    });
    const gate = new Gate(options.concurrency ?? 64, options.resources ?? {}, clock);
    this.#live = new LiveRuns(options.pipelines, this.#membership, (calls) => {
      const shared = { store, clock, ids, gate, calls, poke };
      return {
        ...shared,
        workerId: this.#membership.workerId,
        journal: new GroupCommit(store),
        feed: new EventFeed(store),
        values: new ValueReader(store),
        services: options.services,
        graceMs: options.graceMs ?? 5_000,
      };
    });
    this.#ports = this.#live.ports;
    this.runs = {
      list: (query = {}) => store.listRuns(query),
      get: (runId) => store.getRun(runId),
      delete: (query) => store.deleteRuns(query),
    };
  }

  /**
   * Starts a run in this process. When the promise resolves, the run is durable: it will be finished even if the
   * process dies at once. Throws SchemaMismatchError for a bad input and RunExistsError for a taken id.
   */
  async start<Input, Output>(
    pipeline: Pipeline<Input, Services, Output>,
    input: NoInfer<Input>,
    options: StartOptions = {},
  ): Promise<RunHandle<Output>> {
    const { known, run } = this.#newRun(pipeline, options);
    return this.#handle<Output>(await this.#live.start(known, input, run));
  }

  /**
   * Creates a run without working on it: some process that does `work` takes it up. Resolves with its id when it is
   * durable. Throws as `start` does.
   */
  async enqueue<Input>(
    pipeline: Pipeline<Input, Services, unknown>,
    input: NoInfer<Input>,
    options: StartOptions = {},
  ): Promise<string> {
    const { known, run } = this.#newRun(pipeline, options);
    await this.#live.enqueue(known, input, run);
    return run.runId;
  }

  /**
   * Continues a run that is paused, or that a process left behind, and gives failed work another chance. A run that
   * has ended is simply returned. Throws RunNotFoundError, RunOwnedElsewhereError and
   * DefinitionChangedError.
   */
  async resume(runId: string, options: ResumeOptions = {}): Promise<RunHandle> {
    this.#assertOpen();
    return this.#handle(await this.#live.resume(runId, options.acceptChanges ?? false, options.stage));
  }

  /**
   * Starts a new run that takes over another's results, except those of one stage and of all that depend on it.
   * The other run stays as it is.
   */
  async fork(runId: string, options: ForkOptions): Promise<RunHandle> {
    this.#assertOpen();
    return this.#handle(await forkRun(this.#live, this.#ports, runId, options));
  }

  /**
   * Takes up every unfinished run of this engine's pipelines that no live process is working on. A run whose
   * definition has changed is left for an explicit `resume`.
   */
  async recover(): Promise<readonly RunHandle[]> {
    this.#assertOpen();
    await this.#membership.join();
    const records = await this.#membership.claim({ definitions: this.#live.definitions, limit: 1_000 });
    const taken = await Promise.all(records.map((record) => this.#takeUp(record)));
    return taken.filter((live) => live !== undefined).map((live) => this.#handle(live));
  }

  /** Goes on taking up runs, as `recover` does, whenever there are any: queued, due, or left by a dead process. */
  async work(): Promise<void> {
    await this.recover();
    this.#membership.keepClaiming(this.#live.definitions);
  }

  /** How a run stands, stage by stage. */
  async inspect(runId: string): Promise<RunView> {
    return viewOf(await this.#live.find(runId));
  }

  /** The results of all stages that have settled so far, by name: what there is even if the run did not succeed. */
  async outputs(runId: string): Promise<Readonly<Record<string, unknown>>> {
    const { driver } = await this.#live.find(runId);
    return readSettled(driver.state, this.#ports.values);
  }

  /** Asks a run to stop, wherever it is worked on. Resolves when the request is durable. */
  cancel(runId: string, reason?: string): Promise<void> {
    return this.#signal(runId, reason === undefined ? { type: 'cancel' } : { type: 'cancel', reason });
  }

  /** Lets a run's running stages finish and starts nothing more, until `resume`. */
  pause(runId: string): Promise<void> {
    return this.#signal(runId, { type: 'pause' });
  }

  /**
   * Answers an approval stage that waits. Throws RunStateError when the stage is not waiting, and
   * SchemaMismatchError when the answer does not fit the stage's schema. Where the run's pipeline is not known, that is
   * found out by whoever works on the run, and logged in its journal.
   */
  async answer(runId: string, stage: string, answer: unknown, { by }: AnswerOptions = {}): Promise<void> {
    const { pipeline: name } = await this.#live.record(runId);
    const signal = { type: 'answer', stage, ...(by === undefined ? {} : { by }) } as const;
    encodeValue(answer);
    if (!this.#live.knows(name)) {
      if (!(await isAsking(this.#ports.store, runId, stage))) throw notAsking(runId, stage);
      return this.#signal(runId, { ...signal, answer, isUnchecked: true });
    }
    const { pipeline, driver } = await this.#live.find(runId);
    const definition = pipeline.stages.get(stage);
    if (definition?.kind !== 'approval' || findTask(driver.state, { stage })?.wait?.kind !== 'answer')
      throw notAsking(runId, stage);
    const checked = await validate(definition.answer, answer, `The answer to ${stage}`);
    encodeValue(checked);
    await this.#signal(runId, { ...signal, answer: checked });
  }

  /**
   * A run's events after a number (0: from the beginning). With `follow`, goes on with each event as it happens,
   * in whatever process, until the run comes to rest or this engine is closed.
   */
  events(
    runId: string,
    { after = 0, follow = false }: { readonly after?: number; readonly follow?: boolean } = {},
  ): AsyncIterableIterator<RunEvent> {
    const whereIsWork = async (): Promise<Place> => {
      if (!follow) return 'nowhere';
      return this.#isClosed ? 'closed' : this.#live.whereIsWork(runId);
    };
    return this.#ports.feed.follow(runId, after, whereIsWork);
  }

  /** Calls the listener for every durable event of every run in this process. Returns a function that ends it. */
  listen(listener: EventListener): () => void {
    return this.#ports.feed.listen(listener);
  }

  /** How the named resources stand in this process. */
  resources(): Readonly<Record<string, ResourceStatus>> {
    return this.#ports.gate.status();
  }

  /**
   * Stops working: aborts what is running, waits for it, and frees the runs, which go on when an engine next
   * takes them up. The store stays open; it belongs to whoever opened it.
   */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const drivers = this.#live.all().map(({ driver }) => driver);
    this.#live.stopAll(new EngineClosedError());
    this.#ports.feed.closeAll();
    await Promise.all(drivers.map((driver) => driver.settled()));
    await this.#ports.store.trimCache(this.#cacheBytes);
    await this.#membership.leave();
  }

  #newRun(pipeline: Pipeline<unknown, Services, unknown>, { runId, labels = {} }: StartOptions) {
    this.#assertOpen();
    const known = this.#live.registered(pipeline.name).pipeline;
    if (known !== (pipeline as AnyPipeline))
      throw new UnknownPipelineError(pipeline.name, this.#live.pipelineNames);
    const { ids, clock } = this.#ports;
    return { known, run: { runId: runId ?? ids.next(clock.now()), labels } };
  }

  /** Takes up a run nobody has asked for by name: one that cannot be must not keep others from it. */
  async #takeUp(record: RunRecord): Promise<LiveRun | undefined> {
    try {
      return await this.#live.take(record, false);
    } catch (error) {
      this.#onProblem?.(record.id, error);
      return undefined;
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new EngineClosedError();
  }

  async #signal(runId: string, signal: Signal): Promise<void> {
    const { store, clock } = this.#ports;
    const result = await store.sendSignal(runId, signal, clock.now());
    if (result === 'unknown') throw new RunNotFoundError(runId);
    if (result === 'sent' && !this.#isClosed) await this.#live.attend(runId);
  }

  /** Like `events` with `follow`, but ends as well when this process had to give the run up; `result` tells why. */
  #follow(live: LiveRun, after: number): AsyncIterableIterator<RunEvent> {
    const { runId } = live.driver;
    const whereIsWork = async (): Promise<Place> => {
      if (this.#isClosed) return 'closed';
      return live.error === undefined ? this.#live.whereIsWork(runId) : 'nowhere';
    };
    return this.#ports.feed.follow(runId, after, whereIsWork);
  }

  #handle<Output>(live: LiveRun): RunHandle<Output> {
    const { driver } = live;
    return {
      id: driver.runId,
      get status() {
        return statusOf(driver.state);
      },
      result: async () => {
        await live.rested;
        if (live.error !== undefined) throw live.error;
        const { phase } = driver.state;
        if (phase !== 'succeeded') throw restError(driver.runId, phase, reasonOf(driver.state));
        return (await readResult(live.pipeline, driver.state, this.#ports.values)) as Output;
      },
      events: ({ after = 0 } = {}) => this.#follow(live, after),
      cancel: (reason) => this.cancel(driver.runId, reason),
      pause: () => this.pause(driver.runId),
    };
  }
}

function notAsking(runId: string, stage: string): RunStateError {
  return new RunStateError(`Stage ${stage} of run ${runId} is not waiting for an answer`);
}
