import type { Window } from '../../model/dataflow.ts';
import { dataflowOf } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';

/** So long that every window is over and every schedule has come round, in milliseconds. */
export function longestWaitMs(model: SystemModel): number {
  const lengths = dataflowOf(model).map((component) => {
    if (component.kind === 'Source' && component.entrance.kind === 'schedule')
      return component.entrance.everyMs;
    if (component.kind !== 'Aggregator') return 0;
    return lengthOf(component.window) + (component.time?.idleMs ?? 0);
  });
  return (Math.ceil(Math.max(0, ...lengths) / 1000) + 60) * 1000;
}

/** The same as an ISO 8601 duration. */
export function longestWait(model: SystemModel): string {
  return `PT${longestWaitMs(model) / 1000}S`;
}

function lengthOf(window: Window): number {
  if (window.kind === 'count') return 0;
  return window.kind === 'session' ? window.gapMs : window.sizeMs;
}
