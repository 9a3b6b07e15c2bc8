import type { RunEvent } from '@millwright/engine';
import { stageOf } from './stage-of.ts';

const begun = new Set<string>(['stage.started', 'stage.expanded']);
const ended = new Set<string>(['stage.succeeded', 'stage.failed']);

/** Milliseconds from the start to the end of each stage, and of the run so far as `total`. */
export function stageTimings(events: readonly RunEvent[]): Readonly<Record<string, number>> {
  const startedAt = new Map<string, number>();
  const timings: Record<string, number> = {};
  for (const event of events) {
    const stage = stageOf(event);
    if (stage === undefined) continue;
    const start = startedAt.get(stage) ?? event.at;
    if (begun.has(event.type)) startedAt.set(stage, start);
    if (ended.has(event.type)) timings[stage] = event.at - start;
  }
  return { ...timings, total: (events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0) };
}
