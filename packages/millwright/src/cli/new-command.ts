import { resolve } from 'node:path';
import type { Understanding } from '@millwright/pack-system';
import { createMill } from '../mill/create-mill.ts';
import { failedDocument } from '../mill/build-document.ts';
import { describeError } from '../mill/describe-error.ts';
import { stateFolder } from '../mill/state-folder.ts';
import type { NewCommand } from './commands.ts';
import { type Console, writeJson } from './console.ts';
import { confirmReading } from './confirm-reading.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { finishBuild } from './finish-build.ts';
import { assertFolderIsFree } from './folder-is-free.ts';
import { beforeBuild } from '../knowledge/before-build.ts';
import { readTemplate } from '../packs/read-template.ts';
import { readRequest } from './read-request.ts';
import { errorLines } from '../terminal/summary.ts';
import { withModel } from './with-model.ts';

/** Builds a system from a request and tells how it went. */
export async function runNew(command: NewCommand, console: Console): Promise<ExitCode> {
  const folders = {
    project: console.workingDirectory,
    state: stateFolder(console.environment, console.workingDirectory),
  };
  const request =
    command.template === undefined
      ? await readRequest(command, console.in)
      : await readTemplate(command.template, folders);
  await using before = beforeBuild(folders);
  let understanding: Understanding;
  try {
    understanding = await before.read(request);
  } catch (error) {
    return refuse(error, command.json, console);
  }
  const out = resolve(console.workingDirectory, command.out ?? `systems/${understanding.document.name}`);
  const answers = await confirmReading(understanding, request, command, console, {
    read: before.read,
    look: (reading) => before.look(reading, out),
  });
  if (answers === undefined) return exitCode.failed;
  await assertFolderIsFree(out);
  const mill = createMill(folders.state, folders.project, withModel(console.environment, command.model));
  try {
    const { buildPipeline } = await import('@millwright/pack-system');
    const run = await mill.engine.start(
      buildPipeline,
      { request, answers, out },
      { labels: { command: 'new', name: understanding.document.name, out } },
    );
    return await finishBuild(mill, run, command, console);
  } finally {
    await mill.close();
  }
}

async function refuse(error: unknown, json: boolean, console: Console): Promise<ExitCode> {
  const described = describeError(error);
  if (json) await writeJson(console.out, failedDocument(described));
  else console.err.write(`${errorLines(described).join('\n')}\n`);
  return exitCode.failed;
}
