/** OpenTelemetry: an entry of its own, `@millwright/engine/opentelemetry`, with the API package as an optional peer. */
import { trace, type Tracer } from '@opentelemetry/api';
import type { RunEvent } from '../journal/event.ts';
import type { RunRecord } from '../store/store.ts';
import type { EventListener } from '../worker/event-feed.ts';
import { RunTrace } from './run-trace.ts';

/** What tracing needs of an engine. */
interface Traced {
  listen(listener: EventListener): () => void;
  readonly runs: { get(runId: string): Promise<RunRecord | undefined> };
}

/**
 * Makes spans of what happens in an engine from now on: one for each time a run is worked on, below it one for each
 * stage and item, below those one for each attempt. All spans of a run share a trace, whose id follows from the run's,
 * so what several processes did comes together. Called runs and forks link to where they come from. Returns a function
 * that ends tracing, and with it the spans that are open.
 */
export function traceRuns(
  engine: Traced,
  tracer: Tracer = trace.getTracer('@millwright/engine'),
): () => void {
  const open = new Map<string, RunTrace>();
  const begin = (event: RunEvent): RunTrace => {
    const run = new RunTrace(tracer, event);
    open.set(event.runId, run);
    // A run that was created elsewhere is known by its id alone.
    if (event.type !== 'run.created')
      void engine.runs.get(event.runId).then(
        (record) => record && run.describe(record),
        () => {},
      );
    return run;
  };
  const unlisten = engine.listen((event) => {
    const run = open.get(event.runId) ?? begin(event);
    if (run.add(event) === 'ended') open.delete(event.runId);
  });
  return () => {
    unlisten();
    for (const run of open.values()) run.abandon();
    open.clear();
  };
}
