import type { RunEvent } from '@millwright/engine';
import type { Mill } from './create-mill.ts';

/** All events of a run so far. */
export async function runEvents(mill: Mill, runId: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of mill.engine.events(runId)) events.push(event);
  return events;
}
