import type { RunEvent, RunRecord } from '@millwright/engine';
import { createMill, type Mill } from '../mill/create-mill.ts';
import { readBuild } from '../mill/read-build.ts';
import { stateFolder } from '../mill/state-folder.ts';
import { stageTimings } from '../mill/stage-timings.ts';
import { formatDuration } from '../terminal/duration.ts';
import { summaryLines } from '../terminal/summary.ts';
import { UsageError } from '../errors.ts';
import type { RunsCommand } from './commands.ts';
import { type Console, writeJson } from './console.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { finishBuild } from './finish-build.ts';

/** Lists and shows runs, prints their events, continues one that was interrupted. */
export async function runRuns(command: RunsCommand, console: Console): Promise<ExitCode> {
  if (command.action === 'resume' || command.action === 'show') {
    const workflows = await import('../workflow/runs-of-workflows.ts');
    if (await workflows.isWorkflowRun(command.runId, console))
      return workflows.runWorkflowRun(command, console);
  }
  const mill = createMill(stateFolder(console.environment, console.workingDirectory));
  try {
    switch (command.action) {
      case 'list':
        return await listRuns(mill, command, console);
      case 'show':
        return await showRun(mill, command, console);
      case 'events':
        return await printEvents(mill, command, console);
      case 'resume':
        await existingRun(mill, command.runId);
        return await finishBuild(mill, await mill.engine.resume(command.runId), command, console);
    }
  } finally {
    await mill.close();
  }
}

type Of<Action extends RunsCommand['action']> = Extract<RunsCommand, { action: Action }>;

async function listRuns(
  mill: Mill,
  { limit, offset, json }: Of<'list'>,
  console: Console,
): Promise<ExitCode> {
  const { runs, total } = await mill.engine.runs.list({ limit, offset });
  if (json) {
    await writeJson(console.out, { runs: runs.map(runSummary), total });
    return exitCode.proven;
  }
  if (runs.length === 0) console.out.write('There are no runs here yet.\n');
  for (const run of runs) {
    const took = formatDuration(run.updatedAt - run.createdAt);
    const started = new Date(run.createdAt).toISOString().slice(0, 19).replace('T', ' ');
    console.out.write(
      `${run.id}  ${run.status.padEnd(9)}  ${started}  ${took.padStart(8)}  ${run.labels['command'] ?? run.pipeline} ${run.labels['name'] ?? ''}\n`,
    );
  }
  if (total > runs.length) console.out.write(`${runs.length} of ${total}; --offset shows more.\n`);
  return exitCode.proven;
}

async function showRun(mill: Mill, { runId, json }: Of<'show'>, console: Console): Promise<ExitCode> {
  const record = await existingRun(mill, runId);
  const document = await readBuild(mill, runId);
  if (json) {
    await writeJson(console.out, { ...runSummary(record), document });
    return exitCode.proven;
  }
  console.out.write(`${record.id}  ${record.status}  ${record.labels['name'] ?? ''}\n\n`);
  for (const [stage, ms] of Object.entries(document.timingsMs)) {
    console.out.write(`  ${stage.padEnd(12)} ${formatDuration(ms).padStart(8)}\n`);
  }
  console.out.write(`\n${summaryLines(document, console.workingDirectory).join('\n')}\n`);
  return exitCode.proven;
}

async function printEvents(
  mill: Mill,
  { runId, after, json }: Of<'events'>,
  console: Console,
): Promise<ExitCode> {
  await existingRun(mill, runId);
  const events: RunEvent[] = [];
  for await (const event of mill.engine.events(runId, { after, follow: false })) {
    if (json) events.push(event);
    else console.out.write(`${eventLine(event)}\n`);
  }
  if (json) await writeJson(console.out, { runId, events, timingsMs: stageTimings(events) });
  return exitCode.proven;
}

async function existingRun(mill: Mill, runId: string): Promise<RunRecord> {
  const record = await mill.engine.runs.get(runId);
  if (record === undefined) {
    throw new UsageError(
      'unknown_run',
      `There is no run ${runId} here.`,
      'millwright runs list shows those there are.',
    );
  }
  return record;
}

function runSummary({ id, pipeline, status, labels, createdAt, updatedAt, lastEvent, failure }: RunRecord) {
  return { id, pipeline, status, labels, createdAt, updatedAt, lastEvent, ...(failure ? { failure } : {}) };
}

function eventLine(event: RunEvent): string {
  const where = 'stage' in event ? [event.stage, 'item' in event ? event.item : undefined] : [];
  const what = 'failure' in event && event.failure ? [event.failure.message.split('\n', 1)[0]] : [];
  const message = 'message' in event ? [event.message] : [];
  const words = [...where, ...message, ...what].filter((word) => word !== undefined);
  const time = new Date(event.at).toISOString().slice(11, 23);
  return `${String(event.n).padStart(4)}  ${time}  ${event.type.padEnd(18)} ${words.join(' ')}`.trimEnd();
}
