import type { RunEvent, TaskRef } from '../journal/event.ts';
import { taskName } from '../journal/task-name.ts';
import type { EventListener } from '../worker/event-feed.ts';
import type { ResourceStatus } from '../worker/resource.ts';

/** What metrics need of an engine. */
interface Observed {
  listen(listener: EventListener): () => void;
  resources(): Readonly<Record<string, ResourceStatus>>;
}

export interface Metrics {
  /** Everything counted so far, in Prometheus's text format 0.0.4. */
  text(): string;
  /** Stops counting. */
  stop(): void;
}

/** Upper bounds of the histogram of attempt durations, in seconds. */
const buckets = [0.01, 0.1, 1, 10, 60, 600, 3_600] as const;

const endings = ['succeeded', 'failed', 'skipped', 'cancelled', 'waiting', 'expanded'] as const;

/** Counts what happens in an engine from now on. One label for stages, none for runs: both stay few. */
export function createMetrics(engine: Observed): Metrics {
  const counts = new Counts();
  const stop = engine.listen((event) => counts.add(event));
  return { stop, text: () => `${[...counts.lines(), ...resourceLines(engine.resources())].join('\n')}\n` };
}

class Counts {
  readonly #runs = new Map<string, number>();
  readonly #attempts = new Map<string, number>();
  readonly #durations = new Map<string, { readonly perBucket: number[]; sum: number; count: number }>();
  readonly #startedAt = new Map<string, number>();

  add(event: RunEvent): void {
    const [scope, verb = ''] = event.type.split('.');
    if (scope === 'run') return this.#addRun(event.runId, verb);
    if (!('stage' in event) || event.stage === undefined) return;
    const key = `${event.runId}/${taskName(event as TaskRef)}`;
    if (verb === 'started') this.#startedAt.set(key, event.at);
    else if (isEnding(verb)) this.#end(event.stage, verb, key, event.at);
  }

  #addRun(runId: string, verb: string): void {
    increase(this.#runs, `event="${verb}"`);
    if (verb === 'created' || verb === 'resumed' || verb === 'claimed') return;
    // A run that comes to rest leaves no attempt behind that could still end.
    for (const key of this.#startedAt.keys()) if (key.startsWith(`${runId}/`)) this.#startedAt.delete(key);
  }

  #end(stage: string, outcome: string, key: string, at: number): void {
    const startedAt = this.#startedAt.get(key);
    // A map as a whole also ends, without an attempt of its own.
    if (startedAt === undefined) return;
    this.#startedAt.delete(key);
    increase(this.#attempts, `stage="${stage}",outcome="${outcome}"`);
    this.#observe(stage, (at - startedAt) / 1_000);
  }

  #observe(stage: string, seconds: number): void {
    const known = this.#durations.get(stage) ?? { perBucket: buckets.map(() => 0), sum: 0, count: 0 };
    for (const [index, bound] of buckets.entries())
      if (seconds <= bound) known.perBucket[index] = (known.perBucket[index] ?? 0) + 1;
    known.sum += seconds;
    known.count += 1;
    this.#durations.set(stage, known);
  }

  *lines(): Generator<string> {
    yield '# TYPE millwright_run_events_total counter';
    for (const [labels, count] of this.#runs) yield `millwright_run_events_total{${labels}} ${count}`;
    yield '# TYPE millwright_attempts_total counter';
    for (const [labels, count] of this.#attempts) yield `millwright_attempts_total{${labels}} ${count}`;
    yield '# TYPE millwright_attempts_running gauge';
    yield `millwright_attempts_running ${this.#startedAt.size}`;
    yield '# TYPE millwright_attempt_seconds histogram';
    for (const [stage, { perBucket, sum, count }] of this.#durations) {
      for (const [index, bound] of buckets.entries()) {
        yield `millwright_attempt_seconds_bucket{stage="${stage}",le="${bound}"} ${perBucket[index]}`;
      }
      yield `millwright_attempt_seconds_bucket{stage="${stage}",le="+Inf"} ${count}`;
      yield `millwright_attempt_seconds_sum{stage="${stage}"} ${sum}`;
      yield `millwright_attempt_seconds_count{stage="${stage}"} ${count}`;
    }
  }
}

function* resourceLines(resources: Readonly<Record<string, ResourceStatus>>): Generator<string> {
  yield '# TYPE millwright_resource_in_use gauge';
  for (const [name, { inUse }] of Object.entries(resources))
    yield `millwright_resource_in_use{resource="${escaped(name)}"} ${inUse}`;
  yield '# TYPE millwright_breaker_open gauge';
  for (const [name, { breaker }] of Object.entries(resources)) {
    yield `millwright_breaker_open{resource="${escaped(name)}"} ${breaker === 'closed' ? 0 : 1}`;
  }
}

/** A label's value as the format wants it. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function isEnding(verb: string): boolean {
  return (endings as readonly string[]).includes(verb);
}

function increase(counts: Map<string, number>, labels: string): void {
  counts.set(labels, (counts.get(labels) ?? 0) + 1);
}
