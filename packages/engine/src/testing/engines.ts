import type { Pipeline } from '../definition/pipeline.ts';
import type { RunEvent } from '../journal/event.ts';
import { openStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { createEngine, type Engine } from '../worker/engine.ts';
import type { EngineOptions } from '../worker/engine-options.ts';

const open: { close(): Promise<void> }[] = [];

/** Closes what a test has opened, last first. */
export async function closeAll(): Promise<void> {
  for (const each of open.splice(0).toReversed()) await each.close();
}

/** Has `closeAll` close it. */
export function opened<T extends { close(): Promise<void> }>(closeable: T): T {
  open.push(closeable);
  return closeable;
}

export function memoryStore(): Store {
  return opened(openStore(':memory:'));
}

/** An engine for one pipeline, on a store of its own unless one is given. */
export function engineFor<Input, Output>(
  pipeline: Pipeline<Input, unknown, Output>,
  options: Partial<EngineOptions<unknown>> = {},
): Engine {
  return opened(createEngine({ store: options.store ?? memoryStore(), pipelines: [pipeline], ...options }));
}

export async function eventsOf(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const list: RunEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

/** The types of events about one stage, in order; with items in brackets. */
export function typesOf(events: readonly RunEvent[], stage?: string): string[] {
  return events
    .filter((event) => stage === undefined || ('stage' in event && event.stage === stage))
    .map((event) =>
      'item' in event && event.item !== undefined ? `${event.type}[${event.item}]` : event.type,
    );
}

/** Waits until a run's journal holds an event of this type. The run must be worked on in this process. */
export async function until(engine: Engine, runId: string, type: string): Promise<RunEvent> {
  for await (const event of engine.events(runId, { follow: true })) if (event.type === type) return event;
  throw new Error(`Run ${runId} came to rest without ${type}`);
}
