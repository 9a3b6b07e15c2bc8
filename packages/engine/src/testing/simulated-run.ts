import { type EventBody, type RunEvent, scoped, type TaskRef, taskOf } from '../journal/event.ts';
import { taskName } from '../journal/task-name.ts';
import { absent } from '../journal/value.ts';
import type { Start } from '../scheduler/agenda.ts';
import { decide } from '../scheduler/decide.ts';
import { eachPlace } from '../scheduler/place.ts';
import type { Plan } from '../scheduler/plan.ts';
import { fold, reduce } from '../scheduler/reduce.ts';
import { findTask, initialState, type RunState } from '../scheduler/state.ts';
import type { Signal } from '../store/signal.ts';
import { effectOf } from '../worker/signal-events.ts';

const boom = { code: 'boom', name: 'Error', message: 'boom' };

/** A way for the attempt under way to end. */
export type Ending = 'success' | 'retry' | 'failure' | 'terminal' | 'skip' | 'question' | 'sleep';

/**
 * A worker without any work: drives the real scheduler and reducer through a run whose attempts end as the test
 * says. Checks at each step what must hold of any run at any time.
 */
export class SimulatedRun {
  readonly journal: RunEvent[] = [];
  readonly running = new Map<string, Start>();
  readonly plan: Plan;
  state: RunState;
  now = 1_000;
  wakeAt: number | undefined;
  isStopping = false;
  readonly #capacity: number;
  /** Compensable work, in order of completion: what the scheduler must undo from the end. */
  readonly #done: string[] = [];

  constructor(plan: Plan, capacity: number) {
    this.plan = plan;
    this.#capacity = capacity;
    this.state = initialState(plan);
    this.#advance(
      { type: 'run.created', pipeline: 'p', version: '1', definition: absent, input: absent, labels: {} },
      { type: 'run.claimed', worker: 'w' },
    );
  }

  get hasEnded(): boolean {
    return ['succeeded', 'failed', 'cancelled'].includes(this.state.phase);
  }

  /** The worker dies: what was running is lost, and another takes up what the journal says. */
  crash(): void {
    this.running.clear();
    this.state = fold(this.plan, this.journal);
    this.#advance({ type: 'run.claimed', worker: 'w' });
  }

  signal(signal: Signal): void {
    this.#advance(...effectOf(this.state, signal).events);
  }

  turnClock(ms: number): void {
    this.now += ms;
    this.#advance();
  }

  /** Ends one of the running attempts, chosen by `pick`. */
  end(pick: number, ending: Ending, items: readonly string[]): void {
    const start = [...this.running.values()][pick % Math.max(this.running.size, 1)];
    if (start === undefined) return;
    const events = this.#endOf(start, ending, items);
    if (events.length === 0) return;
    this.running.delete(taskName(start.task));
    this.#advance(...events);
  }

  #endOf(start: Start, ending: Ending, items: readonly string[]): EventBody[] {
    const { task, attempt, isCompensation } = start;
    if (isCompensation) return [this.#endOfCompensation(task, attempt, ending)];
    if (this.isStopping && ending !== 'success')
      return [{ type: scoped(task, 'cancelled'), ...task, attempt }];
    if (ending === 'success') return [this.#success(start, items)];
    return this.#otherEnd(start, ending);
  }

  #success({ task, attempt }: Start, items: readonly string[]): EventBody {
    const kind = this.plan.stages.get(task.stage)?.kind;
    if (task.item === undefined && (kind === 'map' || kind === 'loop')) {
      const keys = kind === 'loop' ? ['1'] : items;
      return { type: 'stage.expanded', stage: task.stage, attempt, keys, items: absent };
    }
    const next = this.#next(task, kind, items);
    return { type: scoped(task, 'succeeded'), ...task, attempt, output: absent, ...next };
  }

  #otherEnd({ task, attempt }: Start, ending: Exclude<Ending, 'success'>): EventBody[] {
    const isWhole = task.item === undefined;
    const failed = { type: scoped(task, 'failed'), ...task, attempt, failure: boom } as const;
    const waiting = { type: scoped(task, 'waiting'), ...task, attempt } as const;
    const ends: Record<typeof ending, EventBody[]> = {
      retry: [{ ...failed, retryAt: this.now + 50 }],
      failure: [failed],
      terminal: [{ ...failed, isTerminal: true }],
      sleep: [{ ...waiting, on: { kind: 'time', until: this.now + 70 } }],
      // Only stages as a whole are skipped or answered.
      skip: isWhole ? [{ type: 'stage.skipped', stage: task.stage, attempt, reason: 'condition' }] : [],
      question: isWhole ? [{ ...waiting, on: { kind: 'answer', prompt: absent } }] : [],
    };
    return ends[ending];
  }

  #next(task: TaskRef, kind: string | undefined, items: readonly string[]): { next?: string } {
    const round = Number(task.item);
    return kind === 'loop' && round < items.length ? { next: String(round + 1) } : {};
  }

  #endOfCompensation(task: TaskRef, attempt: number, ending: Ending): EventBody {
    if (ending === 'success') return { type: scoped(task, 'compensated'), ...task, attempt };
    const failure = { code: 'stuck', name: 'Error', message: 'stuck' };
    const event = { type: scoped(task, 'compensation-failed'), ...task, attempt, failure } as const;
    return ending === 'retry' ? { ...event, retryAt: this.now + 50 } : event;
  }

  #advance(...bodies: readonly EventBody[]): void {
    for (const body of bodies) this.#record(body);
    let decision = this.#decide();
    while (decision.record.length > 0) {
      for (const body of decision.record) this.#record(body);
      decision = this.#decide();
    }
    for (const start of decision.start) {
      const name = taskName(start.task);
      if (this.running.has(name)) throw new Error(`${name} would run twice at once`);
      this.running.set(name, start);
      const verb = start.isCompensation ? 'compensating' : 'started';
      this.#record({ type: scoped(start.task, verb), ...start.task, attempt: start.attempt });
    }
    this.wakeAt = decision.wakeAt;
    this.isStopping = decision.isStopping;
    this.#assertSound();
  }

  #decide() {
    return decide(this.plan, this.state, this.now, {
      total: this.#capacity - this.running.size,
      free: () => Number.POSITIVE_INFINITY,
      isDown: () => false,
    });
  }

  #record(body: EventBody): void {
    const at = Math.max(this.now, this.state.last.at);
    const event: RunEvent = { runId: 'r', n: this.state.last.n + 1, at, ...body };
    reduce(this.plan, this.state, event);
    this.journal.push(event);
    this.#noteCompensation(body);
    if (body.type === 'run.paused' && body.reason === 'failure') this.#assertStuck();
  }

  #noteCompensation(body: EventBody): void {
    if (!('stage' in body) || body.type === 'run.resumed') return;
    const task = taskOf(body.stage, 'item' in body ? body.item : undefined);
    if (body.type.endsWith('.succeeded') && this.#isCompensable(task)) this.#done.push(taskName(task));
    if (body.type.endsWith('.compensated') && this.#done.pop() !== taskName(task)) {
      throw new Error(`${taskName(task)} was compensated out of order`);
    }
  }

  #isCompensable({ stage, item }: TaskRef): boolean {
    const isMapAsAWhole = item === undefined && this.state.stages.get(stage)?.items !== undefined;
    return !isMapAsAWhole && (this.plan.stages.get(stage)?.hasCompensation ?? false);
  }

  /** A run may give up only when nothing can go on by itself. */
  #assertStuck(): void {
    eachPlace(this.state, ({ task, stage }) => {
      const isDueLater = task.status === 'waiting' && task.wait?.kind !== 'answer';
      const canStart = task.status === 'pending' && stage.unmet === 0;
      if (isDueLater || canStart) throw new Error(`the run paused although ${stage.name} could go on`);
    });
  }

  #assertSound(): void {
    if (this.running.size > this.#capacity) throw new Error('more is running than there is room for');
    for (const { task, isCompensation } of this.running.values()) {
      const status = isCompensation ? this.state.compensation.status : findTask(this.state, task)?.status;
      if (status !== 'running') throw new Error(`${taskName(task)} runs, but its status is ${status}`);
    }
    if (this.hasEnded && this.running.size > 0) throw new Error('the run ended while something was running');
    for (const [name, stage] of this.plan.stages) {
      const own = [...this.running.values()].filter(
        ({ task }) => task.stage === name && task.item !== undefined,
      );
      if (own.length > stage.limit) throw new Error(`${name} runs more items than its limit`);
    }
  }
}
