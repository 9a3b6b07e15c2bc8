import type { AnyPipeline } from '../definition/pipeline.ts';
import { LeaseLostError, RunExistsError, TerminalError } from '../errors.ts';
import { type EventBody, type RunEvent, scoped } from '../journal/event.ts';
import type { Blob } from '../journal/value.ts';
import type { Start } from '../scheduler/agenda.ts';
import { type Decision, decide } from '../scheduler/decide.ts';
import type { Plan } from '../scheduler/plan.ts';
import { reduce } from '../scheduler/reduce.ts';
import { type RunState, statusOf } from '../scheduler/state.ts';
import type { Append } from '../store/store.ts';
import { appendOf, type Change } from './change.ts';
import { AttemptRunner } from './attempt-runner.ts';
import type { Pass } from './gate.ts';
import type { Ports } from './ports.ts';
import { readChecked } from './read-signals.ts';
import { effectOf } from './signal-events.ts';

export interface DriverOptions {
  readonly runId: string;
  readonly pipeline: AnyPipeline;
  readonly plan: Plan;
  readonly state: RunState;
  readonly ports: Ports;
  /** Called once, when this process has nothing more to do for the run; with an error if it was made to stop. */
  readonly onRest: (error?: unknown) => void;
}

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
  readonly #runner: AttemptRunner;
  readonly #attempts = new Set<Promise<void>>();
  readonly #cancelled = new Set<string>();
  #receiving: Promise<void> = Promise.resolve();
  #isAtRest = false;
  #isReleasing = false;
  #cancelWake = () => {};

  constructor(options: DriverOptions) {
    const { runId, pipeline, state, ports } = options;
    this.#options = options;
    this.runId = runId;
    this.state = state;
    const record = (happened: Change) => void this.advance(happened);
    this.#runner = new AttemptRunner({ runId, pipeline, state, ports, record });
  }

  /** Adds to the run's journal a change and everything that follows from it. Never rejects: trouble ends the driver. */
  async advance(change: Change): Promise<void> {
    if (this.isResting) return;
    const starts: Begun[] = [];
    try {
      const append = this.#take(change, starts);
      if (append === undefined) return;
      this.#isReleasing = append.head.isReleased;
      await this.#write(append);
      this.#proceed(append, starts);
    } catch (error) {
      for (const { pass } of starts) this.#options.ports.gate.release(pass, 'unknown');
      this.stop(error);
    }
  }

  /** Folds a change in and decides what follows. What is to be written; nothing when there is nothing new. */
  #take(change: Change, starts: Begun[]): Append | undefined {
    const follows = this.state.last.n;
    const { events, blobs } = this.#foldAndDecide(change, starts);
    if (events.length === 0 && !change.signals?.length) return undefined;
    const consequences = { follows, events, wakeAt: this.#wakeAt() };
    return appendOf(this, this.#options.ports.workerId, { ...change, blobs }, consequences);
  }

  /** What may be done and told now that it is durable. */
  #proceed({ notify = [], head, events }: Append, starts: Begun[]): void {
    const { ports } = this.#options;
    for (const start of starts.splice(0)) this.#begin(start);
    for (const { runId } of notify) ports.poke(runId);
    if (head.isReleased) this.#rest();
    ports.feed.publish(this.runId, events);
  }

  async #write(append: Append): Promise<void> {
    const result = await this.#options.ports.journal.append(append);
    if (result === 'exists') throw new RunExistsError(this.runId);
    if (result === 'lost') throw new LeaseLostError(this.runId);
  }

  /** Whether the run is at rest, or will be as soon as that is durable: nothing more is recorded here. */
  get isResting(): boolean {
    return this.#isAtRest || this.#isReleasing;
  }

  /** Takes up what others have asked of this run, in the order they asked. */
  receiveSignals(): Promise<void> {
    this.#receiving = this.#receiveAfter(this.#receiving);
    return this.#receiving;
  }

  async #receiveAfter(earlier: Promise<void>): Promise<void> {
    await earlier;
    try {
      const { pipeline, ports } = this.#options;
      const signals = this.isResting ? [] : await readChecked(ports.store, pipeline, this.runId);
      if (signals.length > 0) await this.advance({ signals });
    } catch (error) {
      this.stop(error);
    }
  }

  /** Ends work on the run in this process without recording anything: it goes on wherever it is next claimed. */
  stop(reason: unknown): void {
    if (this.#isAtRest) return;
    this.#runner.abort(reason);
    this.#rest(reason);
  }

  /** Resolves when no code of the run is running in this process any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#attempts);
  }

  #rest(error?: unknown): void {
    if (this.#isAtRest) return;
    this.#isAtRest = true;
    this.#cancelWake();
    this.#options.ports.gate.forget(this.#ask);
    this.#options.onRest(error);
  }

  readonly #ask = (): void => void this.advance({});

  #foldAndDecide(change: Change, starts: Begun[]): { events: readonly RunEvent[]; blobs: readonly Blob[] } {
    const { plan, ports } = this.#options;
    const events: RunEvent[] = [];
    const record = (bodies: readonly EventBody[]): void => {
      for (const body of bodies) {
        const at = Math.max(ports.clock.now(), this.state.last.at);
        const event: RunEvent = { runId: this.runId, n: this.state.last.n + 1, at, ...body };
        reduce(plan, this.state, event);
        events.push(event);
      }
    };
    const blobs = this.#fold(change, record);
    let decision = decide(plan, this.state, ports.clock.now(), ports.gate);
    while (decision.record.length > 0) {
      record(decision.record);
      decision = decide(plan, this.state, ports.clock.now(), ports.gate);
    }
    for (const start of decision.start) {
      const { task, attempt, isCompensation, uses } = start;
      starts.push({ start, pass: ports.gate.take(uses) });
      record([{ type: scoped(task, isCompensation ? 'compensating' : 'started'), ...task, attempt }]);
    }
    this.#heed(decision);
    return { events, blobs };
  }

  /** Takes a change into the state. Returns the blobs that have to be stored with it. */
  #fold(change: Change, record: (bodies: readonly EventBody[]) => void): readonly Blob[] {
    const { events = [], conclude, signals = [], blobs = [] } = change;
    record(events);
    if (conclude !== undefined) record(conclude(this.state));
    const effects = signals.map(({ signal }) => {
      const effect = effectOf(this.state, signal);
      record(effect.events);
      return effect.blobs;
    });
    const all = [...blobs, ...effects.flat()];
    for (const blob of all) this.#options.ports.values.remember(blob);
    return all;
  }

  /** Carries out the parts of a decision that leave no trace in the journal. */
  #heed({ wakeAt, blocked, isStopping, cancel }: Decision): void {
    const { clock, gate, calls } = this.#options.ports;
    this.#cancelWake();
    if (wakeAt !== undefined) this.#cancelWake = clock.after(wakeAt - clock.now(), this.#ask);
    if (blocked !== undefined) gate.whenFree(this.#ask, blocked);
    if (isStopping)
      this.#runner.abort(new TerminalError(`Run ${this.runId} is ending`, { code: 'run_ending' }));
    for (const runId of cancel) {
      if (this.#cancelled.has(runId)) continue;
      this.#cancelled.add(runId);
      void calls.cancel(runId).catch((error: unknown) => this.stop(error));
    }
  }

  /** When a waiting run has to be looked at again by whoever has it then. */
  #wakeAt(): number | undefined {
    if (statusOf(this.state) !== 'waiting') return undefined;
    const { wakeAt } = decide(this.#options.plan, this.state, this.state.last.at, this.#options.ports.gate);
    return wakeAt;
  }

  #begin({ start, pass }: Begun): void {
    const { gate } = this.#options.ports;
    if (this.#isAtRest) return gate.release(pass, 'unknown');
    const attempt = this.#attempt(start, pass).finally(() => this.#attempts.delete(attempt));
    this.#attempts.add(attempt);
  }

  async #attempt(start: Start, pass: Pass): Promise<void> {
    const { gate } = this.#options.ports;
    try {
      const { isFailure, ...happened } = await this.#runner.run(start, pass);
      // The state takes the result in before the place it frees is given away, to this run or another.
      const recorded = this.advance(happened);
      gate.release(pass, isFailure ? 'failed' : 'succeeded');
      await recorded;
      await this.#watchCall(happened.events);
    } catch (error) {
      gate.release(pass, 'unknown');
      this.stop(error);
    }
  }

  /** The called run may have come to rest before this run's journal said that it waits for it. */
  async #watchCall(events: readonly EventBody[]): Promise<void> {
    for (const event of events) {
      if ('on' in event && event.on.kind === 'run') await this.checkCall(event.on.runId);
    }
  }

  /** Wakes the work that waits for a called run, if that run has come to rest. */
  async checkCall(runId: string): Promise<void> {
    try {
      if (!(await this.#options.ports.calls.isAtRest(runId))) return;
      const { events } = effectOf(this.state, { type: 'called-run-rested', runId });
      await this.advance({ events });
    } catch (error) {
      this.stop(error);
    }
  }
}

/** An attempt that has been decided on, with the room it was given. */
interface Begun {
  readonly start: Start;
  readonly pass: Pass;
}
