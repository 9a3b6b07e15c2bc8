import type { Engine, RunEvent } from '@millwright/engine';
import type { RunsCommand } from '../cli/commands.ts';
import { type Console, writeJson } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';
import { stageTimings } from '../mill/stage-timings.ts';
import { eventLine } from './event-line.ts';
import { existingRun } from './existing-run.ts';

/** Prints a run's events; with `follow` each as it happens, until the run comes to rest. */
export async function printEvents(
  engine: Pick<Engine, 'events' | 'runs'>,
  { runId, after, follow, json }: Extract<RunsCommand, { action: 'events' }>,
  console: Console,
): Promise<ExitCode> {
  await existingRun(engine, runId);
  const events: RunEvent[] = [];
  for await (const event of engine.events(runId, { after, follow })) {
    if (json && !follow) events.push(event);
    else console.out.write(`${json ? JSON.stringify(event) : eventLine(event)}\n`);
  }
  if (json && !follow) await writeJson(console.out, { runId, events, timingsMs: stageTimings(events) });
  return exitCode.proven;
}
