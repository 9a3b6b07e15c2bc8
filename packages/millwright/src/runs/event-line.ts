import type { RunEvent } from '@millwright/engine';

/** An event as one line for a person. */
export function eventLine(event: RunEvent): string {
  const where = 'stage' in event ? [event.stage, 'item' in event ? event.item : undefined] : [];
  const what = 'failure' in event && event.failure ? [event.failure.message.split('\n', 1)[0]] : [];
  const message = 'message' in event ? [event.message] : [];
  const words = [...where, ...message, ...what].filter((word) => word !== undefined);
  const time = new Date(event.at).toISOString().slice(11, 23);
  return `${String(event.n).padStart(4)}  ${time}  ${event.type.padEnd(18)} ${words.join(' ')}`.trimEnd();
}
