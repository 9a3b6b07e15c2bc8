import type { AnyPipeline, Pipeline } from '../definition/pipeline.ts';
import { validate } from '../definition/schema.ts';
import {
  EngineClosedError,
  LeaseLostError,
  RunExistsError,
  RunNotFoundError,
  RunOwnedElsewhereError,
  UnknownPipelineError,
} from '../errors.ts';
import { encodeValue } from '../journal/encode-value.ts';
import type { EventBody, RunEvent } from '../journal/event.ts';
import { initialState, type RunState, statusOf } from '../scheduler/state.ts';
import { hasEnded } from '../scheduler/status.ts';
import type { Signal } from '../store/signal.ts';
import type { RunPage, RunQuery, RunRecord } from '../store/store.ts';
import { systemClock } from './clock.ts';
import type { EngineOptions, ResumeOptions, StartOptions } from './engine-options.ts';
import { EventFeed, type EventListener } from './event-feed.ts';
import { GroupCommit } from './group-commit.ts';
import { randomIds } from './ids.ts';
import { readResult } from './inputs.ts';
import { loadState, reconcile } from './load-run.ts';
import { Membership } from './membership.ts';
import { type RegisteredPipeline, register } from './registered-pipeline.ts';
import { type DriverPorts, RunDriver } from './run-driver.ts';
import { restError, type RunHandle } from './run-handle.ts';
import { Slots } from './slots.ts';
import { ValueReader } from './value-reader.ts';

/** Creates an engine over a store. It does nothing until it is asked to start, resume or recover runs. */
export function createEngine<Services = unknown>(options: EngineOptions<Services>): Engine<Services> {
  return new Engine(options);
}

export class Engine<Services = unknown> {
  /** The runs in the store, whoever works on them. */
  readonly runs: {
    list(query?: RunQuery): Promise<RunPage>;
    get(runId: string): Promise<RunRecord | undefined>;
  };
  readonly #pipelines = new Map<string, RegisteredPipeline>();
  readonly #ports: DriverPorts;
  readonly #membership: Membership;
  readonly #live = new Map<string, Live>();
  #isClosed = false;

  constructor(options: EngineOptions<Services>) {
    const { store, clock = systemClock, ids = randomIds } = options;
    this.#membership = new Membership({
      store,
      clock,
      workerId: ids.next(clock.now()),
      leaseMs: options.leaseMs ?? 10_000,
      onSignal: (runId) => void this.#live.get(runId)?.driver.receiveSignals(),
      onLost: (error) => this.#stopAll(error),
    });
    this.#ports = {
      workerId: this.#membership.workerId,
      store,
      clock,
      ids,
      journal: new GroupCommit(store),
      feed: new EventFeed(store),
      values: new ValueReader(store),
      slots: new Slots(options.concurrency ?? 64),
      services: options.services,
      graceMs: options.graceMs ?? 5_000,
    };
    for (const pipeline of options.pipelines) this.#pipelines.set(pipeline.name, register(pipeline));
    this.runs = { list: (query = {}) => store.listRuns(query), get: (runId) => store.getRun(runId) };
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
    const { clock, ids, values, workerId } = this.#ports;
    const registered = this.#registered(pipeline.name);
    if (registered.pipeline !== pipeline) throw new UnknownPipelineError(pipeline.name, []);
    const checked = await validate(pipeline.input, input, `The input of ${pipeline.name}`);
    const encoded = encodeValue(checked);
    if (encoded.blob !== undefined) values.remember(encoded.blob);
    const labels = options.labels ?? {};
    const { name, version } = pipeline;
    const { definition, fingerprint } = registered;
    await this.#join();
    const runId = options.runId ?? ids.next(clock.now());
    const live = this.#drive(runId, registered, initialState(registered.plan));
    await live.driver.advance(
      [
        {
          type: 'run.created',
          pipeline: name,
          version,
          definition: definition.value,
          input: encoded.value,
          labels,
        },
        { type: 'run.claimed', worker: workerId },
      ],
      {
        create: { pipeline: name, version, definition: fingerprint, labels },
        blobs: encoded.blob === undefined ? [definition.blob] : [definition.blob, encoded.blob],
      },
    );
    if (live.error !== undefined) throw live.error;
    return this.#handle<Output>(live);
  }

  /**
   * Continues a run that is paused, or that a process left behind. A run that has ended, or that this process is
   * working on already, is simply returned. Throws RunNotFoundError, RunOwnedElsewhereError and
   * DefinitionChangedError.
   */
  async resume(runId: string, options: ResumeOptions = {}): Promise<RunHandle> {
    const live = this.#live.get(runId);
    if (live !== undefined) return this.#handle(live);
    const record = await this.#existing(runId);
    const registered = this.#registered(record.pipeline);
    if (hasEnded(record.status)) return this.#handle(await this.#ended(record, registered));
    await this.#join();
    const [claimed] = await this.#membership.claim({ runId, limit: 1 });
    if (claimed === undefined) throw new RunOwnedElsewhereError(runId);
    return this.#handle(await this.#continue(claimed, options.acceptChanges ?? false, true));
  }

  /**
   * Takes up every unfinished run of this engine's pipelines that no live process is working on. A run whose
   * definition has changed is left for an explicit `resume`.
   */
  async recover(): Promise<readonly RunHandle[]> {
    await this.#join();
    const records = await this.#membership.claim({ pipelines: [...this.#pipelines.keys()], limit: 1_000 });
    const isSame = (record: RunRecord) =>
      record.definition === this.#registered(record.pipeline).fingerprint && !this.#live.has(record.id);
    await this.#membership.release(records.filter((record) => !isSame(record)).map(({ id }) => id));
    const handles: RunHandle[] = [];
    for (const record of records.filter(isSame)) {
      handles.push(this.#handle(await this.#continue(record, false, false)));
    }
    return handles;
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
   * A run's events after a number (0: from the beginning). With `follow`, goes on with each event as it happens
   * for as long as this process works on the run.
   */
  events(
    runId: string,
    { after = 0, follow = false }: { readonly after?: number; readonly follow?: boolean } = {},
  ): AsyncIterableIterator<RunEvent> {
    return this.#ports.feed.follow(runId, after, () => follow && this.#live.has(runId));
  }

  /** Calls the listener for every durable event of every run in this process. Returns a function that ends it. */
  listen(listener: EventListener): () => void {
    return this.#ports.feed.listen(listener);
  }

  /**
   * Stops working: aborts what is running, waits for it, and frees the runs, which go on when an engine next
   * takes them up. The store stays open; it belongs to whoever opened it.
   */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const drivers = [...this.#live.values()].map(({ driver }) => driver);
    this.#stopAll(new EngineClosedError());
    await Promise.all(drivers.map((driver) => driver.settled()));
    await this.#membership.leave();
  }

  async #join(): Promise<void> {
    if (this.#isClosed) throw new EngineClosedError();
    await this.#membership.join();
  }

  #registered(name: string): RegisteredPipeline {
    const registered = this.#pipelines.get(name);
    if (registered === undefined) throw new UnknownPipelineError(name, [...this.#pipelines.keys()]);
    return registered;
  }

  async #existing(runId: string): Promise<RunRecord> {
    const record = await this.#ports.store.getRun(runId);
    if (record === undefined) throw new RunNotFoundError(runId);
    return record;
  }

  async #signal(runId: string, signal: Signal): Promise<void> {
    const { store, clock } = this.#ports;
    if (!(await store.sendSignal(runId, signal, clock.now()))) throw new RunNotFoundError(runId);
    const live = this.#live.get(runId);
    if (live !== undefined) return live.driver.receiveSignals();
    const record = await this.#existing(runId);
    if (hasEnded(record.status) || !this.#pipelines.has(record.pipeline)) return;
    await this.#join();
    const [claimed] = await this.#membership.claim({ runId, limit: 1 });
    if (claimed !== undefined) await this.#continue(claimed, false, false);
  }

  /** Drives a run this worker has just claimed; frees it again if it cannot. */
  async #continue(record: RunRecord, acceptChanges: boolean, isResume: boolean): Promise<Live> {
    const { workerId } = this.#ports;
    const registered = this.#registered(record.pipeline);
    const { state, accepted } = await this.#load(record, registered, acceptChanges).catch(async (error) => {
      await this.#membership.release([record.id]);
      throw error;
    });
    const resumed: EventBody[] = isResume && state.phase === 'paused' ? [{ type: 'run.resumed' }] : [];
    const live = this.#drive(record.id, registered, state);
    await live.driver.advance([{ type: 'run.claimed', worker: workerId }, ...accepted, ...resumed], {
      ...(accepted.length === 0
        ? {}
        : { blobs: [registered.definition.blob], definition: registered.fingerprint }),
    });
    await live.driver.receiveSignals();
    return live;
  }

  async #load(record: RunRecord, registered: RegisteredPipeline, acceptChanges: boolean) {
    const { store, values } = this.#ports;
    const state = await loadState(store, registered.plan, record.id);
    return { state, accepted: await reconcile(record, state, registered, values, acceptChanges) };
  }

  #drive(runId: string, registered: RegisteredPipeline, state: RunState): Live {
    if (this.#live.has(runId)) throw new RunExistsError(runId);
    const { promise, resolve } = Promise.withResolvers<void>();
    const driver = new RunDriver({
      runId,
      pipeline: registered.pipeline,
      plan: registered.plan,
      state,
      ports: this.#ports,
      onRest: (error) => {
        live.error = error;
        this.#live.delete(runId);
        this.#ports.feed.close(runId);
        resolve();
      },
    });
    const live: Live = { driver, pipeline: registered.pipeline, rested: promise, error: undefined };
    this.#live.set(runId, live);
    return live;
  }

  /** A run that has ended, as if it had just come to rest here. */
  async #ended(record: RunRecord, { pipeline, plan }: RegisteredPipeline): Promise<Live> {
    const { store } = this.#ports;
    const state = await loadState(store, plan, record.id);
    const driver = new RunDriver({
      runId: record.id,
      pipeline,
      plan,
      state,
      ports: this.#ports,
      onRest: () => {},
    });
    return { driver, pipeline, rested: Promise.resolve(), error: undefined };
  }

  #handle<Output>(live: Live): RunHandle<Output> {
    const { driver } = live;
    return {
      id: driver.runId,
      get status() {
        return statusOf(driver.state);
      },
      result: async () => {
        await live.rested;
        if (live.error !== undefined) throw live.error;
        const { phase, failure } = driver.state;
        if (phase !== 'succeeded') throw restError(driver.runId, phase, failure);
        return (await readResult(live.pipeline, driver.state, this.#ports.values)) as Output;
      },
      events: ({ after = 0 } = {}) => this.events(driver.runId, { after, follow: true }),
      cancel: (reason) => this.cancel(driver.runId, reason),
      pause: () => this.pause(driver.runId),
    };
  }

  #stopAll(error: EngineClosedError | LeaseLostError): void {
    for (const { driver } of this.#live.values()) driver.stop(error);
  }
}

interface Live {
  readonly driver: RunDriver;
  readonly pipeline: AnyPipeline;
  readonly rested: Promise<void>;
  error: unknown;
}
