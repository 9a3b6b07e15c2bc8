import type { RunEvent } from '@millwright/engine';

const begun = new Set<string>(['stage.started', 'stage.expanded']);
const ended = new Set<string>(['stage.succeeded', 'stage.failed']);

/** Milliseconds from the start to the end of each stage, and of the run so far as `total`. */
export function stageTimings(events: readonly RunEvent[]): Readonly<Record<string, number>> {
  const startedAt = new Map<string, number>();
  const timings: Record<string, number> = {};
  for (const event of events) {
    if (!('stage' in event) || event.stage === undefined) continue;
    const start = startedAt.get(event.stage) ?? event.at;
    if (begun.has(event.type)) startedAt.set(event.stage, start);
    if (ended.has(event.type)) timings[event.stage] = event.at - start;
  }
  return { ...timings, total: (events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0) };
}
