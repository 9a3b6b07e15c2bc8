import { nonNull } from '../../expression/value-type.ts';
import type { BlockVariable, Flow, FlowBlock } from '../../model/flow.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Moment } from './accept-input.ts';
import { evaluate, NotSimulated, type Scope, type Value } from './evaluate.ts';
import type { ToldEvent } from './happenings.ts';
import { Refused } from './problem.ts';
import { idOf, runSteps } from './run-steps.ts';
import { nextTime } from './schedule-times.ts';
import type { Tables } from './tables.ts';

/** A run of a flow that has still to be done, or the one entry of a schedule, which starts runs. */
interface Job {
  readonly flow: Flow;
  readonly dueAt: string;
  readonly scope: Scope;
  readonly blocks: readonly FlowBlock[];
  /** Starts a run at its time, and waits for the next. */
  readonly isSchedule: boolean;
}

/** What flows have still to do, and the simulation of doing it. */
export class FlowJobs {
  readonly #flows: readonly Flow[];
  readonly #config: Scope;
  #jobs: readonly Job[];

  constructor({ flows = [] }: SystemModel, config: Scope, { now }: Moment) {
    this.#flows = flows;
    this.#config = config;
    this.#jobs = flows.flatMap((flow) => {
      const due = flow.trigger.kind === 'event' ? undefined : nextTime(flow.trigger, Date.parse(now));
      return due === undefined ? [] : [{ flow, dueAt: isoOf(due), scope: {}, blocks: [], isSchedule: true }];
    });
  }

  /** Starts the flows that wait for an event. */
  hear(event: ToldEvent, { now, today }: Moment): void {
    const scope: Scope = { event, now, today, config: this.#config };
    for (const flow of this.#flows) {
      const { trigger } = flow;
      if (trigger.kind !== 'event' || trigger.event !== event.event) continue;
      if (trigger.when !== undefined && evaluate(trigger.when.node, scope) !== true) continue;
      const after = trigger.after === undefined ? 0 : Number(evaluate(trigger.after.node, scope));
      const at = trigger.at === undefined ? null : evaluate(trigger.at.node, scope);
      const dueAt = typeof at === 'string' ? at : isoOf(Date.parse(now) + after);
      this.#add({ flow, dueAt, scope: { event }, blocks: flow.blocks, isSchedule: false });
    }
  }

  /** When the next job is due, of those due by an instant. */
  nextDue(by: string): string | undefined {
    const [first] = this.#jobs;
    return first !== undefined && first.dueAt <= by ? first.dueAt : undefined;
  }

  /** When the first run that an event has started is due, or the first schedule of a flow. */
  dueOf(flow: string): string | undefined {
    return this.#jobs.find((job) => job.flow.name === flow)?.dueAt;
  }

  /** Does what is due first. @throws NotSimulated */
  runNext(tables: Tables, { now, today }: Moment): Tables {
    const [job, ...rest] = this.#jobs;
    if (job === undefined) return tables;
    this.#jobs = rest;
    if (job.isSchedule) {
      this.#startScheduled(job, now);
      return tables;
    }
    const given: Scope = { now, today, config: this.#config };
    return this.#run(job, tables, given);
  }

  #startScheduled(job: Job, now: string): void {
    const { flow, dueAt } = job;
    const next =
      flow.trigger.kind === 'event' ? undefined : nextTime(flow.trigger, Date.parse(now), Date.parse(dueAt));
    this.#add({ flow, dueAt, scope: { event: { dueAt } }, blocks: flow.blocks, isSchedule: false });
    if (next !== undefined) this.#add({ ...job, dueAt: isoOf(next) });
  }

  /** Block by block, each a transaction of its own, until it is done, has to wait, or fails. */
  #run(job: Job, before: Tables, given: Scope): Tables {
    let tables = before;
    let { scope } = job;
    for (const [position, block] of job.blocks.entries()) {
      try {
        const done = runBlock(block, job.flow, tables, scope, given);
        ({ tables, scope } = done);
        if (done.dueAt === undefined) continue;
        this.#add({ ...job, dueAt: done.dueAt, scope, blocks: job.blocks.slice(position + 1) });
        return tables;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return this.#takeBack(job, block, tables, { ...scope, failure: failureOf(error) }, given);
      }
    }
    return tables;
  }

  /** What a refusal leaves to be undone, the last thing first. */
  #takeBack(job: Job, failed: FlowBlock, tables: Tables, scope: Scope, given: Scope): Tables {
    const { flow } = job;
    const place = flow.blocks.indexOf(failed);
    if (place === -1) return tables;
    const undone = flow.blocks.slice(0, place).toReversed();
    const blocks = [...undone.flatMap(({ undo }) => undo), ...flow.failed];
    return this.#run({ ...job, scope, blocks }, tables, given);
  }

  /** Jobs are done in the order of their times, and of their beginnings where these are the same. */
  #add(job: Job): void {
    const place = this.#jobs.findIndex(({ dueAt }) => dueAt > job.dueAt);
    this.#jobs = this.#jobs.toSpliced(place === -1 ? this.#jobs.length : place, 0, job);
  }
}

interface BlockDone {
  readonly tables: Tables;
  readonly scope: Scope;
  /** When the next block may be done. */
  readonly dueAt?: string;
}

/** @throws Refused; NotSimulated for what other systems answer. */
function runBlock(block: FlowBlock, flow: Flow, tables: Tables, scope: Scope, given: Scope): BlockDone {
  if (block.kind === 'call') throw new NotSimulated('what another system answers');
  const variables = reread(scope, tables, flow);
  if (block.kind === 'wait') {
    const ms = Number(evaluate(block.duration.node, { ...variables, ...given }));
    return { tables, scope, dueAt: isoOf(Date.parse(String(given['now'])) + ms) };
  }
  const state = { tables, scope: { ...variables, ...given } };
  runSteps(block.steps, state, { given: { input: {}, query: {} }, order: [] });
  const kept = block.variables.flatMap(({ name }): [string, Value][] => {
    const value = state.scope[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { tables: state.tables, scope: { ...scope, ...Object.fromEntries(kept) } };
}

/** Records as they are by now: a run keeps their ids alone. */
function reread(scope: Scope, tables: Tables, { blocks }: Flow): Scope {
  const entities = new Map(
    blocks.flatMap((block) => (block.kind === 'transaction' ? block.variables : [])).map(entityOfVariable),
  );
  const entries = Object.entries(scope).flatMap(([name, value]): [string, Value][] => {
    const entity = entities.get(name);
    if (entity === undefined || value === null) return [[name, value]];
    const present = tables.find(entity, idOf(value));
    return present === undefined ? [] : [[name, present]];
  });
  return Object.fromEntries(entries);
}

function entityOfVariable({ name, type }: BlockVariable): [name: string, entity: string | undefined] {
  const own = nonNull(type);
  return [name, own.kind === 'record' ? own.entity : undefined];
}

function failureOf({ problem }: Refused): Scope {
  return { code: problem.code, message: problem.code };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
