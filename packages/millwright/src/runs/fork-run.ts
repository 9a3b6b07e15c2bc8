import { resolve } from 'node:path';
import type { RunEvent } from '@millwright/engine';
import type { RunsCommand } from '../cli/commands.ts';
import type { Console } from '../cli/console.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import { assertFolderIsFree } from '../cli/folder-is-free.ts';
import { UsageError } from '../errors.ts';
import { readJson } from '../workflow/read-json.ts';
import type { RunSession } from './run-session.ts';

type Fork = Extract<RunsCommand, { action: 'fork' }>;

/** Starts a new run from a stage of another and works on it. */
export async function forkRun(session: RunSession, command: Fork, console: Console): Promise<ExitCode> {
  const { engine, record, inputOf, finish } = session;
  const { from, json } = command;
  const given =
    command.input === undefined
      ? undefined
      : inputOf(await readJson(command.input, '--input', console.workingDirectory));
  const { input, out } = await withFolder(session, given, command.out, console);
  const labels = out === undefined ? record.labels : { ...record.labels, out };
  const run = await engine.fork(record.id, { from, labels, ...(input === undefined ? {} : { input }) });
  console.err.write(`Run ${run.id} goes on from ${from} of ${record.id}\n`);
  return finish(run, json);
}

/** A build writes to a folder of its own: `--out`, which becomes part of its input. */
async function withFolder(
  session: RunSession,
  given: unknown,
  outOption: string | undefined,
  console: Console,
): Promise<{ readonly input: unknown; readonly out?: string }> {
  const input = given ?? (await inputOfRun(session));
  if (!hasFolder(input)) {
    if (outOption === undefined) return { input: given };
    throw new UsageError('bad_option', `Run ${session.record.id} writes no folder, so --out means nothing.`);
  }
  const out = outOption === undefined ? input.out : resolve(console.workingDirectory, outOption);
  await assertFolderIsFree(out);
  return { input: { ...input, out }, out };
}

function hasFolder(input: unknown): input is { readonly out: string } {
  return typeof input === 'object' && input !== null && 'out' in input && typeof input.out === 'string';
}

async function inputOfRun({ store, record }: RunSession): Promise<unknown> {
  const [created]: readonly RunEvent[] = await store.readEvents(record.id, { after: 0, limit: 1 });
  if (created?.type !== 'run.created') return undefined;
  if (!('blob' in created.input)) return created.input.inline;
  const text = await store.readBlob(created.input.blob);
  return text === undefined ? undefined : JSON.parse(text);
}
