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
import { approveRun } from '../runs/approve-run.ts';
import { deleteRuns } from '../runs/delete-runs.ts';
import { eventLine } from '../runs/event-line.ts';
import { forkRun } from '../runs/fork-run.ts';
import { openRun, type RunSession } from '../runs/run-session.ts';
import { runSummary } from '../runs/run-summary.ts';
import { stopRun } from '../runs/stop-run.ts';

/** Lists, shows and follows runs; continues, stops, answers, branches and deletes them. */
export async function runRuns(command: RunsCommand, console: Console): Promise<ExitCode> {
  switch (command.action) {
    case 'list':
      return withMill(console, (mill) => listRuns(mill, command, console));
    case 'delete':
      return withMill(console, (mill) => deleteRuns(mill, command, console));
    case 'show':
    case 'resume':
      return showOrResume(command, console);
    default:
      return withRun(command, console);
  }
}

/** Opens a run and does with it what was asked for. */
async function withRun(command: OneRunCommand, console: Console): Promise<ExitCode> {
  const session = await openRun(command.runId, console);
  try {
    return await perform(session, command, console);
  } finally {
    await session.close();
  }
}

type OneRunCommand = Exclude<RunsCommand, { action: 'list' | 'delete' | 'show' | 'resume' }>;

async function perform(session: RunSession, command: OneRunCommand, console: Console): Promise<ExitCode> {
  switch (command.action) {
    case 'events':
      return printEvents(session, command, console);
    case 'retry':
      return session.finish(
        await session.engine.resume(command.runId, { stage: command.stage }),
        command.json,
      );
    case 'pause':
    case 'cancel':
      return stopRun(session, command, console);
    case 'approve':
      return approveRun(session, command, console);
    case 'fork':
      return forkRun(session, command, console);
  }
}

async function showOrResume(command: Of<'show' | 'resume'>, console: Console): Promise<ExitCode> {
  const workflows = await import('../workflow/runs-of-workflows.ts');
  if (await workflows.isWorkflowRun(command.runId, console))
    return workflows.runWorkflowRun(command, console);
  return withMill(console, async (mill) => {
    if (command.action === 'show') return showRun(mill, command, console);
    await existingRun(mill, command.runId);
    return finishBuild(mill, await mill.engine.resume(command.runId), command, console);
  });
}

async function withMill(console: Console, work: (mill: Mill) => Promise<ExitCode>): Promise<ExitCode> {
  const mill = createMill(stateFolder(console.environment, console.workingDirectory));
  try {
    return await work(mill);
  } finally {
    await mill.close();
  }
}

type Of<Action extends RunsCommand['action']> = Extract<RunsCommand, { action: Action }>;

async function listRuns(
  mill: Mill,
  { limit, offset, status, json }: Of<'list'>,
  console: Console,
): Promise<ExitCode> {
  const { runs, total } = await mill.engine.runs.list({ limit, offset, ...(status && { status }) });
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
  { engine }: RunSession,
  { runId, after, follow, json }: Of<'events'>,
  console: Console,
): Promise<ExitCode> {
  const events: RunEvent[] = [];
  for await (const event of engine.events(runId, { after, follow })) {
    if (json && !follow) events.push(event);
    else console.out.write(`${json ? JSON.stringify(event) : eventLine(event)}\n`);
  }
  if (json && !follow) await writeJson(console.out, { runId, events, timingsMs: stageTimings(events) });
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
