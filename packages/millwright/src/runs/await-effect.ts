import type { RunEvent, RunRecord } from '@millwright/engine';
import type { Console } from '../cli/console.ts';
import { eventLine } from './event-line.ts';
import type { RunSession } from './run-session.ts';

/** How long a request is given to show, where another process has to take it up. */
const patienceMs = 30_000;

/**
 * Shows what a request leads to until an event says that it is over, or the run comes to rest. Gives up where nobody
 * works on the run, and after a while: the request stays, and whoever works on the run next takes it up.
 */
export async function awaitEffect(
  { engine, record }: RunSession,
  isOver: (event: RunEvent) => boolean,
  console: Console,
): Promise<RunRecord> {
  const stored = async (): Promise<RunRecord> => (await engine.runs.get(record.id)) ?? record;
  if ((await stored()).owner === undefined && (await stored()).lastEvent === record.lastEvent)
    return stored();
  const events = engine.events(record.id, { after: record.lastEvent, follow: true });
  const timer = Promise.withResolvers<'late'>();
  const timeout = setTimeout(() => timer.resolve('late'), patienceMs);
  try {
    while (true) {
      const next = await Promise.race([events.next(), timer.promise]);
      if (next === 'late' || next.done) return await stored();
      console.err.write(`${eventLine(next.value)}\n`);
      if (isOver(next.value)) return await stored();
    }
  } finally {
    clearTimeout(timeout);
  }
}
