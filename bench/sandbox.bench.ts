/**
 * What isolation costs: the time from asking for a small program to its result, and from asking for a service to its first
 * answer, bare and in each sandbox that works on this machine. Target: at most 60 ms more for a program than the bare
 * process.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processGroupSandbox, type Sandbox, selectSandbox } from '../packages/factory/src/index.ts';
import { median, printTable } from './support/table.ts';

const rounds = 15;
const targetMs = 60;

const folder = await mkdtemp(join(tmpdir(), 'millwright-bench-'));

const server = `const server = require('http').createServer((request, response) => response.end('ok'));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))`;

async function program(sandbox: Sandbox): Promise<void> {
  const result = await sandbox.run({
    command: process.execPath,
    args: ['-e', 'console.log(1)'],
    cwd: folder,
    timeoutMs: 30_000,
  });
  if (result.stdout !== '1\n') throw new Error(`${sandbox.name} answered ${result.stdout}${result.stderr}`);
}

async function service(sandbox: Sandbox): Promise<void> {
  await using running = await sandbox.start({
    command: process.execPath,
    args: ['-e', server],
    cwd: folder,
    readyTimeoutMs: 30_000,
    readyWhen: (line) => Number(line) || undefined,
  });
  const answer = await fetch(`http://127.0.0.1:${running.ready}/`, { headers: { connection: 'close' } });
  if ((await answer.text()) !== 'ok') throw new Error(`${sandbox.name} gave another answer`);
}

async function worksHere(choice: 'bubblewrap' | 'container'): Promise<readonly Sandbox[]> {
  try {
    return [(await selectSandbox({ choice, allowWeak: false })).sandbox];
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return [];
  }
}

try {
  const isolating = [...(await worksHere('bubblewrap')), ...(await worksHere('container'))];
  const sandboxes = [processGroupSandbox, ...isolating];
  const timings = new Map(
    sandboxes.map(({ name }) => [name, { program: [] as number[], service: [] as number[] }]),
  );
  // Side by side in each round, so that all have the same share of a machine that does other things as well.
  for (let round = 0; round < rounds; round += 1) {
    for (const sandbox of sandboxes) {
      for (const [kind, work] of [
        ['program', program],
        ['service', service],
      ] as const) {
        const startedAt = performance.now();
        await work(sandbox);
        timings.get(sandbox.name)?.[kind].push(performance.now() - startedAt);
      }
    }
  }
  const bare = timings.get(processGroupSandbox.name);
  const rows = [...timings].map(([name, times]) => {
    const [run, start] = [median(times.program), median(times.service)];
    const [moreRun, moreStart] = [run - median(bare?.program ?? []), start - median(bare?.service ?? [])];
    const verdict = moreRun <= targetMs ? 'yes' : 'NO';
    return [name, run.toFixed(0), moreRun.toFixed(0), verdict, start.toFixed(0), moreStart.toFixed(0)];
  });
  const head = [
    'sandbox',
    'program, ms',
    'more',
    `≤ ${targetMs} more`,
    'service to first answer, ms',
    'more',
  ];
  printTable(`Median of ${rounds} rounds`, head, rows);
} finally {
  await rm(folder, { recursive: true, force: true });
}
