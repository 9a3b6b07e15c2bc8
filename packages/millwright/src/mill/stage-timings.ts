import type { RunEvent } from '@millwright/engine';

/** Milliseconds from the start to the end of each stage, and of the run so far as `total`. */
export function stageTimings(events: readonly RunEvent[]): Readonly<Record<string, number>> {
  const startedAt = new Map<string, number>();
  const timings: Record<string, number> = {};
  for (const event of events) {
    if (event.type === 'stage.started' && !startedAt.has(event.stage)) startedAt.set(event.stage, event.at);
    if (event.type === 'stage.expanded') startedAt.set(event.stage, startedAt.get(event.stage) ?? event.at);
    if (event.type === 'stage.succeeded' || event.type === 'stage.failed') {
      timings[event.stage] = event.at - (startedAt.get(event.stage) ?? event.at);
    }
  }
  const first = events[0];
  const last = events.at(-1);
  return { ...timings, total: first && last ? last.at - first.at : 0 };
}
