import { failedDocument } from '../mill/build-document.ts';
import { describeError } from '../mill/describe-error.ts';
import { errorLines } from '../terminal/summary.ts';
import { UsageError } from '../errors.ts';
import type { Command } from './commands.ts';
import { type Console, writeJson } from './console.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { helpText } from './help.ts';
import { parseCommand } from './parse-command.ts';

/** Runs a command line and resolves with its exit code. Never throws: every error is told and has a code. */
export async function main(argv: readonly string[], console: Console): Promise<ExitCode> {
  try {
    return await perform(parseCommand(argv), console);
  } catch (error) {
    const described = describeError(error);
    if (argv.includes('--json')) await writeJson(console.out, failedDocument(described));
    else console.err.write(`${errorLines(described).join('\n')}\n`);
    return error instanceof UsageError ? exitCode.usage : exitCode.failed;
  }
}

/** Each command is loaded when it is asked for, so that help and errors come at once. */
async function perform(command: Command, console: Console): Promise<ExitCode> {
  switch (command.kind) {
    case 'new':
      return (await import('./new-command.ts')).runNew(command, console);
    case 'update':
      return (await import('./update-command.ts')).runUpdate(command, console);
    case 'verify':
      return (await import('./verify-command.ts')).runVerify(command, console);
    case 'explain':
      return (await import('./explain-command.ts')).runExplain(command, console);
    case 'runs':
      return (await import('./runs-command.ts')).runRuns(command, console);
    case 'workflow':
      return (await import('./workflow-command.ts')).runWorkflow(command, console);
    case 'catalogue':
      return (await import('../packs/catalogue-command.ts')).runCatalogue(command, console);
    case 'pack':
      return (await import('../packs/create-pack.ts')).runPack(command, console);
    case 'doctor':
      return (await import('./doctor-command.ts')).runDoctor(command, console);
    case 'help':
      console.out.write(helpText(command.topic));
      return exitCode.proven;
    case 'version':
      console.out.write(
        `${(await import('../../package.json', { with: { type: 'json' } })).default.version}\n`,
      );
      return exitCode.proven;
  }
}
