import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CommandLine } from '../testing/command-line.ts';

const worker = join(import.meta.dirname, '../testing/asking-worker.ts');
const workers: ChildProcess[] = [];
afterEach(() => {
  for (const child of workers.splice(0)) child.kill('SIGKILL');
});

/** Starts a process that works on a run, and waits until the run is durable. */
async function startWorker(line: CommandLine, runId: string, workMs = 0): Promise<ChildProcess> {
  const child = spawn(process.execPath, [worker, line.folder, runId, String(workMs)], { stdio: 'pipe' });
  workers.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function json(line: CommandLine, ...words: string[]) {
  const { exitCode, stdout, stderr } = await line.run(['runs', ...words, '--json']);
  try {
    return { exitCode, document: JSON.parse(stdout) };
  } catch {
    throw new Error(`No document: ${stdout}${stderr}`);
  }
}

const typesIn = (lines: string): string[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);

test('a run of another process is followed, answered and seen to its end', { timeout: 120_000 }, async () => {
  using line = new CommandLine();
  const child = await startWorker(line, 'r1');
  const following = line.run(['runs', 'events', 'r1', '--follow', '--json']);
  const refused = await json(line, 'approve', 'r1', '--answer', '"many"');
  expect(refused).toMatchObject({ exitCode: 1, document: { id: 'r1', status: 'waiting' } });
  expect(refused.document.note).toContain('a number is wanted');
  const approved = await json(line, 'approve', 'r1', 'how-many', '--answer', '7', '--by', 'me');
  expect(approved).toMatchObject({ exitCode: 0, document: { note: 'how-many is answered' } });
  if (child.exitCode === null) await once(child, 'exit');
  const followed = await following;
  expect(followed.exitCode).toBe(0);
  const types = typesIn(followed.stdout);
  expect(types[0]).toBe('run.created');
  expect(types.at(-1)).toBe('run.succeeded');
  const answered = followed.stdout.split('\n').find((text) => text.includes('"stage.answered"'));
  expect(JSON.parse(answered ?? '{}')).toMatchObject({ stage: 'how-many', answer: { inline: 7 }, by: 'me' });

  expect(await json(line, 'approve', 'r1')).toMatchObject({
    exitCode: 2,
    document: { error: { code: 'no_question' } },
  });
  expect(await json(line, 'cancel', 'r1')).toMatchObject({ exitCode: 1, document: { status: 'succeeded' } });
  expect((await json(line, 'list', '--status', 'succeeded,failed')).document).toMatchObject({ total: 1 });
  expect((await json(line, 'list', '--status', 'paused')).document).toEqual({ runs: [], total: 0 });
  expect(await json(line, 'delete', 'r1')).toEqual({ exitCode: 0, document: { deleted: 1 } });
  expect((await json(line, 'show', 'r1')).document).toMatchObject({ error: { code: 'unknown_run' } });
});

test('a run of another process is paused and, taken up again, cancelled with what it did undone', {
  timeout: 120_000,
}, async () => {
  using line = new CommandLine();
  const first = await startWorker(line, 'r2');
  expect(await json(line, 'delete', 'r2')).toMatchObject({
    exitCode: 2,
    document: { error: { code: 'run_active' } },
  });
  expect(await json(line, 'pause', 'r2')).toMatchObject({ exitCode: 0, document: { status: 'paused' } });
  if (first.exitCode === null) await once(first, 'exit');
  const waiting = await json(line, 'approve', 'r2', '--answer', '1');
  expect(waiting).toMatchObject({
    exitCode: 0,
    document: { status: 'paused', note: 'the answer waits to be taken up' },
  });
  await startWorker(line, 'r2', 60_000);
  const cancelled = await json(line, 'cancel', 'r2', '--reason', 'enough');
  expect(cancelled).toMatchObject({ exitCode: 0, document: { status: 'cancelled' } });
  const { document } = await json(line, 'events', 'r2');
  expect((await json(line, 'show', 'r2')).document).toMatchObject({
    id: 'r2',
    pipeline: 'asking',
    status: 'cancelled',
  });
  const types = (document.events as { type: string }[]).map(({ type }) => type);
  expect(types).toContain('stage.compensated');
  expect(document.events).toContainEqual(
    expect.objectContaining({ type: 'run.cancelling', reason: 'enough' }),
  );
});

test('a build is branched from a stage into another folder, and a stage that failed is tried again', {
  timeout: 300_000,
}, async () => {
  using line = new CommandLine();
  const built = await line.run(['new', 'An API for kites. Kites have a name.', '--out', 'one', '--json']);
  const { runId } = JSON.parse(built.stdout) as { runId: string };
  const taken = await json(line, 'fork', runId, '--from', 'prove');
  expect(taken).toMatchObject({ exitCode: 2, document: { error: { code: 'folder_not_empty' } } });
  const forked = await json(line, 'fork', runId, '--from', 'write', '--out', 'two');
  expect(forked.document).toMatchObject({ status: 'proven', out: join(line.folder, 'two') });
  expect(forked.document.runId).not.toBe(runId);
  expect(await json(line, 'retry', runId, 'write')).toMatchObject({ document: { runId, status: 'proven' } });
  expect((await json(line, 'delete', '--older-than', '1d')).document).toEqual({ deleted: 0 });
  expect((await json(line, 'delete', '--status', 'succeeded')).document).toEqual({ deleted: 2 });
});

test.each([
  [['runs', 'fork', 'r'], 'missing_word'],
  [['runs', 'retry', 'r'], 'missing_word'],
  [['runs', 'delete'], 'missing_run'],
  [['runs', 'list', '--status', 'payed'], 'bad_option'],
  [['runs', 'delete', '--older-than', 'soon'], 'bad_option'],
  [['runs', 'cancel', 'nobody'], 'unknown_run'],
  [['runs', 'approve', 'nobody', '--answer', '{'], 'unknown_run'],
])('%j is a usage error', async (words, code) => {
  using line = new CommandLine();
  const result = await line.run([...words, '--json']);
  expect(JSON.parse(result.stdout)).toMatchObject({ error: { code } });
  expect(result.exitCode).toBe(2);
});
