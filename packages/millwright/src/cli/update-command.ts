import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RunEvent, RunHandle } from '@millwright/engine';
import { type TreeChange, unifiedDiff } from '@millwright/factory';
import { UsageError } from '../errors.ts';
import { failedDocument } from '../mill/build-document.ts';
import { createMill, type Mill } from '../mill/create-mill.ts';
import { describeError } from '../mill/describe-error.ts';
import { readBuild } from '../mill/read-build.ts';
import { stageOutput } from '../mill/stage-output.ts';
import { stateFolder } from '../mill/state-folder.ts';
import { changeLines } from '../terminal/change-lines.ts';
import { errorLines } from '../terminal/summary.ts';
import type { UpdateCommand } from './commands.ts';
import { confirmReading } from './confirm-reading.ts';
import { type Console, writeJson } from './console.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { finishBuild } from './finish-build.ts';
import { beforeBuild } from '../knowledge/before-build.ts';
import { readRequest } from './read-request.ts';

/** Generates a written system anew and merges it with what was edited by hand; or takes the last update back. */
export async function runUpdate(command: UpdateCommand, console: Console): Promise<ExitCode> {
  const folder = resolve(console.workingDirectory, command.folder);
  await assertIsSystem(folder);
  if (command.undo) return undo(folder, command, console);
  const { file, withoutBase, dryRun } = command;
  const folders = {
    project: console.workingDirectory,
    state: stateFolder(console.environment, console.workingDirectory),
  };
  const request = file === undefined ? null : await readRequest({ request: undefined, file }, console.in);
  const { readForUpdate, updatePipeline } = await import('@millwright/pack-system');
  await using before = beforeBuild(folders);
  let answers: Readonly<Record<string, string>> | undefined = {};
  try {
    if (request !== null)
      answers = await confirmReading(await before.read(request), request, command, console, {
        read: before.read,
        look: (reading) => before.look(reading, folder),
      });
    if (answers === undefined) return exitCode.failed;
    await readForUpdate({ folder, request, answers, withoutBase }, before.read);
  } catch (error) {
    return refuse(error, command, console);
  }
  const mill = createMill(folders.state, folders.project);
  try {
    const run = await mill.engine.start(
      updatePipeline,
      { folder, request, answers, withoutBase, dryRun },
      { labels: { command: 'update', name: folder, out: folder } },
    );
    return await (dryRun ? showPlan(mill, run, command, console) : finishBuild(mill, run, command, console));
  } finally {
    await mill.close();
  }
}

async function assertIsSystem(folder: string): Promise<void> {
  const entry = await stat(join(folder, 'blueprint.yaml')).catch(() => undefined);
  if (entry?.isFile()) return;
  throw new UsageError(
    'not_a_system',
    `${folder} holds no blueprint.yaml.`,
    'Give the folder of a system that Millwright wrote.',
  );
}

async function undo(folder: string, { json }: UpdateCommand, console: Console): Promise<ExitCode> {
  const { undoUpdate } = await import('@millwright/pack-system');
  const changes = (await undoUpdate(folder)).map(({ path, kind }) => ({ path, kind }));
  if (json) await writeJson(console.out, { out: folder, undone: true, changes });
  else {
    const count = `${changes.length} file${changes.length === 1 ? '' : 's'}`;
    console.out.write(
      `The last update is undone: ${count} as before. The evidence is still that of the update; renew it with: millwright verify ${folder}\n`,
    );
  }
  return exitCode.proven;
}

/** What would change, as a diff. Fails when it could not be worked out. */
async function showPlan(
  mill: Mill,
  run: RunHandle,
  { json }: UpdateCommand,
  console: Console,
): Promise<ExitCode> {
  const settled = await run.result().then(
    () => true,
    () => false,
  );
  const { runId, out, changes = [], error } = await readBuild(mill, run.id);
  if (!settled || error) {
    const told = error ?? { code: 'internal_error', message: 'The changes could not be worked out.' };
    if (json) await writeJson(console.out, failedDocument(told, { runId }));
    else console.err.write(`${errorLines(told).join('\n')}\n`);
    return exitCode.failed;
  }
  const diff = unifiedDiff(await plannedChanges(mill, run.id));
  if (json) await writeJson(console.out, { runId, dryRun: true, out, changes, diff });
  else if (diff === '') console.out.write('Nothing would change.\n');
  else console.out.write(`${diff}${changeLines(changes).join('\n')}\n\nNothing was changed.\n`);
  return exitCode.proven;
}

/** Without what only Millwright reads: how the next update will know what was generated. */
async function plannedChanges(mill: Mill, runId: string): Promise<readonly TreeChange[]> {
  const events: RunEvent[] = [];
  for await (const event of mill.engine.events(runId, { follow: false })) events.push(event);
  const plan = (await stageOutput(mill.store, events, 'merge')) as { changes: readonly TreeChange[] };
  const isForPeople = ({ path }: TreeChange) =>
    !path.startsWith('.millwright/') || path.startsWith('.millwright/conflicts/');
  return plan.changes.filter(isForPeople);
}

async function refuse(error: unknown, { json }: UpdateCommand, console: Console): Promise<ExitCode> {
  const described = describeError(error);
  if (json) await writeJson(console.out, failedDocument(described));
  else console.err.write(`${errorLines(described).join('\n')}\n`);
  return described.code === 'no_base' ? exitCode.usage : exitCode.failed;
}
