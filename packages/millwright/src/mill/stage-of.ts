import type { RunEvent } from '@millwright/engine';

/** The stage an event is about; undefined for events of the run as a whole. */
export function stageOf(event: RunEvent): string | undefined {
  return /^(stage|item)\./.test(event.type) && 'stage' in event ? event.stage : undefined;
}
