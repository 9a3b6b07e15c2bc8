import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Explanation } from '@millwright/pack-system';
import { beforeBuild } from '../knowledge/before-build.ts';
import { stateFolder } from '../mill/state-folder.ts';
import { failedDocument } from '../mill/build-document.ts';
import { describeError } from '../mill/describe-error.ts';
import { explanationLines } from '../terminal/explanation-lines.ts';
import { errorLines } from '../terminal/summary.ts';
import type { ExplainCommand } from './commands.ts';
import { type Console, writeJson } from './console.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { readRequest } from './read-request.ts';

/** Tells what a blueprint means, and builds nothing. Fails when it has mistakes; warnings are no failure. */
export async function runExplain(command: ExplainCommand, console: Console): Promise<ExitCode> {
  const { blueprintJsonSchema, explain } = await import('@millwright/pack-system');
  if (command.file === undefined) {
    await writeJson(console.out, blueprintJsonSchema());
    return exitCode.proven;
  }
  const file = await blueprintFile(command.file, console.workingDirectory);
  const request = await readRequest({ request: undefined, file }, console.in);
  let explanation: Explanation;
  try {
    await using before = beforeBuild({
      project: console.workingDirectory,
      state: stateFolder(console.environment, console.workingDirectory),
    });
    explanation = explain(await before.read(request));
  } catch (error) {
    const described = describeError(error);
    if (command.json) await writeJson(console.out, failedDocument(described));
    else console.err.write(`${errorLines(described).join('\n')}\n`);
    return exitCode.failed;
  }
  if (command.json) await writeJson(console.out, explanation);
  else console.out.write(`${explanationLines(explanation, console.out).join('\n')}\n`);
  return exitCode.proven;
}

/** A folder stands for the blueprint in it. */
async function blueprintFile(file: string, workingDirectory: string): Promise<string> {
  if (file === '-') return file;
  const path = resolve(workingDirectory, file);
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, 'blueprint.yaml') : path;
}
