import type { AnyPipeline } from '../definition/pipeline.ts';
import { workOf } from '../definition/stage-definition.ts';
import {
  DefinitionError,
  EngineClosedError,
  RunExistsError,
  RunNotFoundError,
  RunOwnedElsewhereError,
  StoreError,
  UnknownPipelineError,
} from '../errors.ts';
import type { EventBody, RunPlace } from '../journal/event.ts';
import { failuresByLoss } from '../scheduler/losses.ts';
import { initialState, isAtRest, reasonOf, type RunState } from '../scheduler/state.ts';
import { hasEnded } from '../scheduler/status.ts';
import type { RunRecord } from '../store/store.ts';
import type { CalledRun, Calls } from './calls.ts';
import { readResult } from './inputs.ts';
import { loadState, reconcile } from './load-run.ts';
import { readChecked } from './read-signals.ts';
import type { Place } from './event-feed.ts';
import type { Membership } from './membership.ts';
import type { Ports } from './ports.ts';
import { beginning, type NewRun } from './new-run.ts';
import { type RegisteredPipeline, register } from './registered-pipeline.ts';
import { RunDriver } from './run-driver.ts';

/** A run that this process works on, or that came to rest here. */
export interface LiveRun {
  readonly driver: RunDriver;
  readonly pipeline: AnyPipeline;
  /** Resolves when this process has nothing more to do for the run. */
  readonly rested: Promise<void>;
  /** What made this process stop, if the run did not come to rest by itself. */
  error: unknown;
}

/** The runs this process works on: how they get here, and how one reaches another. */
export class LiveRuns implements Calls {
  readonly #live = new Map<string, LiveRun>();
  readonly #pipelines = new Map<string, RegisteredPipeline>();
  readonly #membership: Membership;
  readonly ports: Ports;

  constructor(pipelines: readonly AnyPipeline[], membership: Membership, portsFor: (calls: Calls) => Ports) {
    this.#membership = membership;
    this.ports = portsFor(this);
    for (const pipeline of pipelines) this.#register(pipeline);
  }

  get pipelineNames(): readonly string[] {
    return [...this.#pipelines.keys()];
  }

  /** Fingerprints of all definitions that this process can work on. */
  get definitions(): readonly string[] {
    return [...this.#pipelines.values()].map(({ fingerprint }) => fingerprint);
  }

  get(runId: string): LiveRun | undefined {
    return this.#live.get(runId);
  }

  all(): readonly LiveRun[] {
    return [...this.#live.values()];
  }

  registered(name: string): RegisteredPipeline {
    const registered = this.#pipelines.get(name);
    if (registered === undefined) throw new UnknownPipelineError(name, this.pipelineNames);
    return registered;
  }

  knows(pipeline: string): boolean {
    return this.#pipelines.has(pipeline);
  }

  async record(runId: string): Promise<RunRecord> {
    const record = await this.ports.store.getRun(runId);
    if (record === undefined) throw new RunNotFoundError(runId);
    return record;
  }

  /** Creates a run and drives it here. Throws SchemaMismatchError and RunExistsError. */
  async start(pipeline: AnyPipeline, input: unknown, run: NewRun): Promise<LiveRun> {
    const registered = this.registered(pipeline.name);
    const { events, ...creation } = await beginning(registered, input, run);
    await this.#membership.join();
    const live = this.#drive(run.runId, registered, initialState(registered.plan));
    const claimed = { type: 'run.claimed', worker: this.ports.workerId } as const;
    await live.driver.advance({ ...creation, events: [...events, claimed] });
    if (live.error !== undefined) throw live.error;
    return live;
  }

  /** Creates a run for whoever has time for it. Throws SchemaMismatchError and RunExistsError. */
  async enqueue(pipeline: AnyPipeline, input: unknown, run: NewRun): Promise<void> {
    const { runId } = run;
    const { events, ...creation } = await beginning(this.registered(pipeline.name), input, run);
    const at = this.ports.clock.now();
    const result = await this.ports.journal.append({
      ...creation,
      runId,
      owner: this.ports.workerId,
      follows: 0,
      events: events.map((event, index) => ({ runId, n: index + 1, at, ...event })),
      head: { status: 'queued', isDegraded: false, isReleased: true },
    });
    if (result !== 'written') throw new RunExistsError(runId);
  }

  /** Claims a run and drives it here; see Engine.resume. */
  async resume(runId: string, acceptChanges: boolean, stage?: string): Promise<LiveRun> {
    const onStage = stage === undefined ? {} : { stage };
    const here = this.#live.get(runId);
    if (here?.driver.isResting) await here.rested;
    else if (here !== undefined) {
      await this.ports.store.sendSignal(runId, { type: 'resume', ...onStage }, this.ports.clock.now());
      await here.driver.receiveSignals();
      return here;
    }
    if (hasEnded((await this.record(runId)).status)) return this.find(runId);
    const claimed = await this.#claim(runId);
    if (claimed !== undefined) return this.take(claimed, acceptChanges, { type: 'run.resumed', ...onStage });
    if (hasEnded((await this.record(runId)).status)) return this.find(runId);
    throw new RunOwnedElsewhereError(runId);
  }

  /** Takes up a run for which a request has been left, unless somebody else has it. */
  async attend(runId: string): Promise<void> {
    const here = this.#live.get(runId);
    if (here !== undefined) return here.driver.receiveSignals();
    const record = await this.record(runId);
    if (hasEnded(record.status) || !this.#pipelines.has(record.pipeline)) return;
    const claimed = await this.#claim(runId);
    if (claimed !== undefined) await this.take(claimed, false);
  }

  /** Drives a run this worker has just claimed; frees it again if it cannot. */
  async take(record: RunRecord, acceptChanges: boolean, onPause?: EventBody): Promise<LiveRun> {
    const here = this.#live.get(record.id);
    if (here !== undefined) return here;
    const { store, values, workerId } = this.ports;
    const registered = this.registered(record.pipeline);
    const limitOf = (stage: string) => registered.pipeline.stages.get(stage)?.retry.losses ?? Infinity;
    try {
      const state = await loadState(store, registered.plan, record.id);
      const accepted = await reconcile(record, state, registered, values, acceptChanges);
      const signals = await readChecked(store, registered.pipeline, record.id);
      const live = this.#drive(record.id, registered, state);
      const resumed = onPause !== undefined && state.phase === 'paused' ? [onPause] : [];
      await live.driver.advance({
        events: [{ type: 'run.claimed', worker: workerId }, ...accepted, ...resumed],
        conclude: (folded) => failuresByLoss(folded, limitOf),
        signals,
        ...(accepted.length === 0
          ? {}
          : { blobs: [registered.definition.blob], definition: registered.fingerprint }),
      });
      await this.#afterClaim(live);
      return live;
    } catch (error) {
      // A run that cannot be read stays claimed, so that it is not taken up again and again.
      if (!(error instanceof StoreError)) await this.#membership.release(record.id);
      throw error;
    }
  }

  async begin(runId: string, pipeline: AnyPipeline, input: unknown, parent: RunPlace): Promise<CalledRun> {
    const known = this.#live.has(runId) || (await this.ports.store.getRun(runId)) !== undefined;
    if (!known) return this.#standing(await this.start(pipeline, input, { runId, labels: {}, parent }));
    try {
      return await this.#standing(await this.resume(runId, false));
    } catch (error) {
      // Whoever works on it will tell the caller when it comes to rest.
      if (error instanceof RunOwnedElsewhereError) return { status: 'going' };
      throw error;
    }
  }

  async whereIsWork(runId: string): Promise<Place> {
    if (this.#live.has(runId)) return 'here';
    const record = await this.ports.store.getRun(runId);
    return record === undefined || hasEnded(record.status) || record.status === 'paused'
      ? 'nowhere'
      : 'elsewhere';
  }

  /** A run as it stands, without working on it. */
  async find(runId: string): Promise<LiveRun> {
    const live = this.#live.get(runId);
    if (live !== undefined) return live;
    const { pipeline, plan } = this.registered((await this.record(runId)).pipeline);
    const state = await loadState(this.ports.store, plan, runId);
    const driver = new RunDriver({ runId, pipeline, plan, state, ports: this.ports, onRest: () => {} });
    return { driver, pipeline, rested: Promise.resolve(), error: undefined };
  }

  async standing(runId: string): Promise<CalledRun> {
    return this.#standing(await this.find(runId));
  }

  async #standing(live: LiveRun): Promise<CalledRun> {
    const { phase } = live.driver.state;
    switch (phase) {
      case 'succeeded':
        return {
          status: phase,
          output: await readResult(live.pipeline, live.driver.state, this.ports.values),
        };
      case 'failed':
      case 'cancelled':
      case 'paused':
        return { status: phase, failure: reasonOf(live.driver.state) };
      default:
        return { status: 'going' };
    }
  }

  async isAtRest(runId: string): Promise<boolean> {
    const live = this.#live.get(runId);
    if (live !== undefined) return isAtRest(live.driver.state);
    const { status } = await this.record(runId);
    return hasEnded(status) || status === 'paused';
  }

  async cancel(runId: string): Promise<void> {
    await this.ports.store.sendSignal(runId, { type: 'cancel' }, this.ports.clock.now());
    await this.attend(runId);
  }

  stopAll(error: unknown): void {
    for (const { driver } of this.all()) driver.stop(error);
  }

  async #claim(runId: string): Promise<RunRecord | undefined> {
    await this.#membership.join();
    const [claimed] = await this.#membership.claim({ runId, limit: 1 });
    return claimed;
  }

  /** Requests that came while the run was coming to rest. */
  async #attendLate(runId: string): Promise<void> {
    try {
      if ((await this.ports.store.readSignals(runId)).length > 0) await this.attend(runId);
    } catch {
      // Nobody waits for this; the requests are durable, and whoever works next finds them.
    }
  }

  /** Looks after what may have gone on while nobody worked on the run. */
  async #afterClaim({ driver }: LiveRun): Promise<void> {
    for (const runId of driver.state.calls.keys()) await driver.checkCall(runId);
    await driver.receiveSignals();
  }

  #drive(runId: string, registered: RegisteredPipeline, state: RunState): LiveRun {
    if (this.#live.has(runId)) throw new RunExistsError(runId);
    const { promise, resolve } = Promise.withResolvers<void>();
    const { pipeline, plan } = registered;
    const onRest = (error?: unknown) => {
      live.error = error;
      this.#live.delete(runId);
      this.ports.feed.close(runId);
      resolve();
      if (error === undefined && state.phase === 'paused') void this.#attendLate(runId);
      // What this process could not go on with is free for whoever can.
      if (error !== undefined && !(error instanceof EngineClosedError)) void this.#membership.release(runId);
    };
    const driver = new RunDriver({ runId, pipeline, plan, state, ports: this.ports, onRest });
    const live: LiveRun = { driver, pipeline, rested: promise, error: undefined };
    this.#live.set(runId, live);
    return live;
  }

  /** Registers a pipeline and those it calls. */
  #register(pipeline: AnyPipeline): void {
    const known = this.#pipelines.get(pipeline.name);
    if (known?.pipeline === pipeline) return;
    if (known !== undefined) throw new DefinitionError(`Two pipelines are named ${pipeline.name}`);
    this.#pipelines.set(pipeline.name, register(pipeline));
    for (const stage of pipeline.stages.values()) {
      for (const name of workOf(stage) === undefined ? [] : stage.uses)
        this.ports.gate.assertKnown(name, stage.name);
      if (stage.kind === 'call') this.#register(stage.pipeline);
    }
  }
}
