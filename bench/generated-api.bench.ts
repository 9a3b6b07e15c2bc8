/**
 * The generated API against a hand-written one-file Hono app of the same function: the same six requests (create, read, list,
 * change, complete, delete) on the same data, both in processes of their own, loaded in alternating rounds from a third process.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { readBlueprint } from '../packs/system/src/blueprint/read-blueprint.ts';
import { generateComponent } from '../packs/system/src/generation/components/generate-component.ts';
import { generateSystemRoot } from '../packs/system/src/generation/components/generate-system-root.ts';
import { lower } from '../packs/system/src/lowering/lower.ts';
import type { LoadReport } from './generated-api.load.ts';
import { median, printTable } from './support/table.ts';

const rounds = 7;
const roundMs = 2_000;
const connections = 32;
const repository = join(import.meta.dirname, '..');

const blueprint = `
millwright: 1
name: task-api
entities:
  Task:
    fields:
      title: text 1..200
      description: text? ..2000
    states: { field: status, values: [open, completed], actions: { complete: open -> completed } }
`;

interface Server {
  readonly name: string;
  readonly process: ChildProcess;
  readonly url: string;
}

const folder = mkdtempSync(join(tmpdir(), 'generated-api-'));
const servers: Server[] = [];
try {
  stageSystem();
  servers.push(await startServer('generated', join(folder, 'src/main.ts')));
  servers.push(await startServer('hand-written', join(import.meta.dirname, 'generated-api.hand-written.ts')));
  for (const server of servers) await load(server, 1_000);
  const rates = new Map<string, number[]>(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? servers : servers.toReversed();
    for (const server of order) rates.get(server.name)?.push(await load(server, roundMs));
  }
  report(rates);
} finally {
  for (const { process } of servers) process.kill('SIGTERM');
  await Promise.all(servers.map(({ process }) => once(process, 'exit')));
  rmSync(folder, { recursive: true });
}

/** Writes the generated system where its dependencies can be found. */
function stageSystem(): void {
  const model = lower(readBlueprint(blueprint));
  const tree = generateSystemRoot(model);
  for (const component of model.components) tree.merge(generateComponent(model, component));
  tree.write('package.json', '{ "type": "module" }').write('openapi.json', '{}');
  for (const { path, content } of tree.files()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
}

async function startServer(name: string, file: string): Promise<Server> {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const { event, url } = JSON.parse(line) as { event?: string; url?: string };
    if (event !== 'listening' || url === undefined) continue;
    child.stdout.resume();
    return { name, process: child, url };
  }
  throw new Error(`The ${name} server ended before it listened.`);
}

/** Requests per second that the server answered, all as expected. */
async function load({ name, url }: Server, durationMs: number): Promise<number> {
  const child = fork(join(import.meta.dirname, 'generated-api.load.ts'), [
    url,
    String(durationMs),
    String(connections),
  ]);
  const [{ answers, seconds, unexpected }] = (await once(child, 'message')) as [LoadReport];
  await once(child, 'exit');
  if (unexpected.length > 0) throw new Error(`The ${name} server answered ${unexpected.join(', ')}.`);
  return answers / seconds;
}

function report(rates: ReadonlyMap<string, readonly number[]>): void {
  const handWritten = median(rates.get('hand-written') ?? []);
  printTable(
    `Requests per second, ${connections} connections, median of ${rounds} rounds of ${roundMs / 1000} s`,
    ['', 'median', 'slowest', 'fastest', 'of hand-written'],
    [...rates].map(([name, values]) => [
      name,
      Math.round(median(values)).toLocaleString('en'),
      Math.round(Math.min(...values)).toLocaleString('en'),
      Math.round(Math.max(...values)).toLocaleString('en'),
      `${((median(values) / handWritten) * 100).toFixed(1)} %`,
    ]),
  );
}
