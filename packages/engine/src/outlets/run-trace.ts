import { createHash } from 'node:crypto';
import {
  type Attributes,
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import type { RunEvent, RunPlace, TaskRef } from '../journal/event.ts';
import type { Failure } from '../journal/failure.ts';
import { taskName } from '../journal/task-name.ts';

type EventOf<Type extends string> = Extract<RunEvent, { type: Type }>;

/** The spans of one run while it is worked on here. Times are the events', so a trace says what the journal says. */
export class RunTrace {
  readonly #tracer: Tracer;
  readonly #run: Span;
  /** Open spans below the run's: tasks by name, attempts by name with a sign before it. */
  readonly #open = new Map<string, Span>();
  #last: number;

  constructor(tracer: Tracer, first: RunEvent) {
    this.#tracer = tracer;
    this.#last = first.at;
    const links = first.type === 'run.created' ? linksOf(first) : [];
    const parent = trace.setSpanContext(ROOT_CONTEXT, placeOf(first.runId));
    const attributes = { 'millwright.run.id': first.runId };
    this.#run = tracer.startSpan('run', { startTime: first.at, attributes, links }, parent);
    if (first.type === 'run.created') this.describe(first);
  }

  describe({ pipeline, version }: { readonly pipeline: string; readonly version: string }): void {
    this.#run.updateName(`run ${pipeline}`);
    this.#run.setAttributes({ 'millwright.pipeline.name': pipeline, 'millwright.pipeline.version': version });
  }

  /** Takes the next event in. `ended` when the run is not worked on any more. */
  add(event: RunEvent): 'open' | 'ended' {
    this.#last = event.at;
    const [scope, verb = ''] = event.type.split('.');
    if (scope !== 'run') {
      this.#addTask(event as RunEvent & TaskRef, verb);
      return 'open';
    }
    if (!isRest(event)) {
      this.#run.addEvent(verb, {}, event.at);
      return 'open';
    }
    this.#run.setAttribute('millwright.run.status', verb);
    if ('failure' in event && event.failure !== undefined) fail(this.#run, event.failure, event.at);
    if (verb === 'succeeded') this.#run.setStatus({ code: SpanStatusCode.OK });
    this.abandon();
    return 'ended';
  }

  /** Ends what is open, as of the last event. */
  abandon(): void {
    for (const span of this.#open.values()) span.end(this.#last);
    this.#open.clear();
    this.#run.end(this.#last);
  }

  #addTask(event: RunEvent & TaskRef, verb: string): void {
    const name = taskName(event);
    if (verb === 'started')
      this.#start(event as EventOf<'stage.started'>, 'attempt', this.#task(event, event.at));
    else if (verb === 'compensating')
      this.#start(event as EventOf<'stage.compensating'>, 'compensation', this.#run);
    else if (verb === 'log') this.#log(event as EventOf<'stage.log'>, name);
    else if (isSettled(event, verb)) this.#settle(name, event, verb);
    else this.#pass(name, event, verb);
  }

  /** What neither begins nor settles a task: it may end an attempt, and is noted on the task. */
  #pass(name: string, event: RunEvent, verb: string): void {
    if (verb === 'progress') return;
    if (endsAttempt.has(verb)) this.#end(attemptKey(name), event);
    this.#open.get(name)?.addEvent(verb, {}, event.at);
  }

  /** The span of a stage, or of an item below that of its stage; begun when there is none. */
  #task(task: TaskRef, at: number): Span {
    const name = taskName(task);
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const isItem = task.item !== undefined;
    const parent = isItem ? this.#task({ stage: task.stage }, at) : this.#run;
    const span = this.#span(`${isItem ? 'item' : 'stage'} ${task.stage}`, at, taskAttributes(task), parent);
    this.#open.set(name, span);
    return span;
  }

  #start(event: RunEvent & TaskRef & { readonly attempt: number }, kind: string, parent: Span): void {
    const key = attemptKey(taskName(event));
    const attributes = { ...taskAttributes(event), 'millwright.attempt': event.attempt };
    this.#open.get(key)?.end(event.at);
    this.#open.set(key, this.#span(`${kind} ${event.stage}`, event.at, attributes, parent));
  }

  #span(name: string, startTime: number, attributes: Attributes, parent: Span): Span {
    const context: Context = trace.setSpan(ROOT_CONTEXT, parent);
    return this.#tracer.startSpan(name, { startTime, attributes }, context);
  }

  #settle(name: string, event: RunEvent, outcome: string): void {
    this.#open.get(name)?.setAttributes({
      'millwright.outcome': outcome,
      ...('cached' in event && event.cached !== undefined ? { 'millwright.cached_from': event.cached } : {}),
      ...('degraded' in event && event.degraded !== undefined ? { 'millwright.degraded': true } : {}),
    });
    this.#end(attemptKey(name), event);
    this.#end(name, event);
  }

  #end(key: string, event: RunEvent): void {
    const span = this.#open.get(key);
    if (span === undefined) return;
    if ('failure' in event && event.failure !== undefined) fail(span, event.failure, event.at);
    span.end(event.at);
    this.#open.delete(key);
  }

  #log({ level, message, at }: EventOf<'stage.log'>, name: string): void {
    const span = this.#open.get(attemptKey(name)) ?? this.#open.get(name) ?? this.#run;
    span.addEvent('log', { 'log.level': level, 'log.message': message }, at);
  }
}

const attemptKey = (name: string): string => `>${name}`;

/** Verbs after which an attempt is over while its task goes on. */
const endsAttempt = new Set(['waiting', 'expanded', 'failed', 'compensated', 'compensation-failed']);

function isSettled(event: RunEvent, verb: string): boolean {
  return verb === 'failed'
    ? !('retryAt' in event)
    : verb === 'succeeded' || verb === 'skipped' || verb === 'cancelled';
}

function isRest({ type }: RunEvent): boolean {
  return ['run.succeeded', 'run.failed', 'run.cancelled', 'run.paused'].includes(type);
}

function taskAttributes({ stage, item }: TaskRef): Attributes {
  return { 'millwright.stage': stage, ...(item === undefined ? {} : { 'millwright.item': item }) };
}

function fail(span: Span, { code, message, name, stack }: Failure, at: number): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.setAttribute('error.type', code);
  span.recordException({ code, message, name, ...(stack === undefined ? {} : { stack }) }, at);
}

function linksOf({ parent, forkedFrom }: EventOf<'run.created'>): Link[] {
  const link = (place: RunPlace | undefined, relation: string): Link[] =>
    place === undefined
      ? []
      : [
          {
            context: placeOf(place.runId),
            attributes: { 'millwright.relation': relation, 'millwright.stage': place.stage },
          },
        ];
  return [...link(parent, 'called-by'), ...link(forkedFrom, 'forked-from')];
}

const traceIdDigits = 32;
const spanIdDigits = 16;

/** Where a run's trace begins, computable by whoever knows the run's id. */
function placeOf(runId: string): SpanContext {
  const hash = createHash('sha256').update(runId).digest('hex');
  return {
    traceId: hash.slice(0, traceIdDigits),
    spanId: hash.slice(traceIdDigits, traceIdDigits + spanIdDigits),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  };
}
