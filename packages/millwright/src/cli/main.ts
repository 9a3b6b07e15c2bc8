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

type Runners = {
  readonly [Kind in Command['kind']]: (
    command: Extract<Command, { kind: Kind }>,
    console: Console,
  ) => Promise<ExitCode>;
};

/** Each command is loaded when it is asked for, so that help and errors come at once. */
const runners: Runners = {
  new: async (command, console) => (await import('./new-command.ts')).runNew(command, console),
  update: async (command, console) => (await import('./update-command.ts')).runUpdate(command, console),
  verify: async (command, console) => (await import('./verify-command.ts')).runVerify(command, console),
  explain: async (command, console) => (await import('./explain-command.ts')).runExplain(command, console),
  runs: async (command, console) => (await import('./runs-command.ts')).runRuns(command, console),
  workflow: async (command, console) => (await import('./workflow-command.ts')).runWorkflow(command, console),
  catalogue: async (command, console) =>
    (await import('../packs/catalogue-command.ts')).runCatalogue(command, console),
  pack: async (command, console) => (await import('../packs/create-pack.ts')).runPack(command, console),
  knowledge: async (command, console) =>
    (await import('../knowledge/knowledge-command.ts')).runKnowledge(command, console),
  doctor: async (command, console) => (await import('./doctor-command.ts')).runDoctor(command, console),
  help: async ({ topic }, { out }) => {
    out.write(helpText(topic));
    return exitCode.proven;
  },
  version: async (_, { out }) => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
    out.write(`${manifest.version}\n`);
    return exitCode.proven;
  },
};

function perform(command: Command, console: Console): Promise<ExitCode> {
  return (runners[command.kind] as (command: Command, console: Console) => Promise<ExitCode>)(
    command,
    console,
  );
}
