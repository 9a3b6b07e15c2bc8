/**
 * The generated API, in memory, on SQLite and (where it is installed) on PostgreSQL, against the same API written by hand and
 * kept in memory: as a one-file Hono app, in Express and in NestJS. The same six requests
 * (create, read, list, change, complete, delete) on the same data, each server in a process of its own, loaded in
 * alternating rounds from another process.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { readBlueprint } from '../packs/system/src/blueprint/read-blueprint.ts';
import { generateComponent } from '../packs/system/src/generation/components/generate-component.ts';
import { generateSystemRoot } from '../packs/system/src/generation/components/generate-system-root.ts';
import { findPostgres } from '../packs/system/src/proof/database/find-postgres.ts';
import { startPostgres } from '../packs/system/src/proof/database/postgres-server.ts';
import { lower } from '../packs/system/src/lowering/lower.ts';
import type { LoadReport } from './generated-api.load.ts';
import { loadRemark } from './support/load-remark.ts';
import { preparePeers } from './support/peers.ts';
import { median, printTable } from './support/table.ts';

const rounds = 7;
const roundMs = 2_000;
const connections = 32;
const repository = join(import.meta.dirname, '..');

const blueprint = (storage: string) => `
millwright: 1
name: task-api
storage: ${storage}
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
const programs = findPostgres();
const database = programs === undefined ? undefined : await startPostgres(programs, ['bench']);
try {
  servers.push(await startServer('generated', stageSystem('memory')));
  servers.push(await startServer('generated, SQLite', stageSystem('sqlite')));
  if (database !== undefined)
    servers.push(await startServer('generated, PostgreSQL', stageSystem('postgresql')));
  servers.push(await startServer('hand-written', join(import.meta.dirname, 'generated-api.hand-written.ts')));
  for (const { name, file } of preparePeers()) servers.push(await startServer(name, file));
  for (const server of servers) await load(server, 1_000);
  console.log(loadRemark());
  const rates = new Map<string, Rate[]>(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? servers : servers.toReversed();
    for (const server of order) rates.get(server.name)?.push(await load(server, roundMs));
  }
  report(rates);
} finally {
  for (const { process } of servers) process.kill('SIGTERM');
  await Promise.all(servers.map(({ process }) => once(process, 'exit')));
  await database?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
}

/** Writes the generated system where its dependencies can be found. Returns its program. */
function stageSystem(storage: string): string {
  const model = lower(readBlueprint(blueprint(storage)));
  const root = join(folder, storage);
  const tree = generateSystemRoot(model);
  for (const component of model.components) tree.merge(generateComponent(model, component));
  tree.write('package.json', '{ "type": "module" }').write('openapi.json', '{}');
  for (const { path, content } of tree.files()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  return join(root, 'src/main.ts');
}

async function startServer(name: string, file: string): Promise<Server> {
  const child = spawn(process.execPath, [file], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_FILE: join(folder, 'data.sqlite'),
      ...(database && { DATABASE_URL: database.url('bench') }),
    },
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

interface Rate {
  /** Requests per second. */
  readonly rate: number;
  /** What one request costs the server, whatever else the machine does. */
  readonly cpuMicros: number;
}

/** Loads the server, which must answer everything as expected. */
async function load({ name, url, process }: Server, durationMs: number): Promise<Rate> {
  const before = cpuMicrosOf(process);
  const child = fork(join(import.meta.dirname, 'generated-api.load.ts'), [
    url,
    String(durationMs),
    String(connections),
  ]);
  const [{ answers, seconds, unexpected }] = (await once(child, 'message')) as [LoadReport];
  await once(child, 'exit');
  if (unexpected.length > 0) throw new Error(`The ${name} server answered ${unexpected.join(', ')}.`);
  return { rate: answers / seconds, cpuMicros: (cpuMicrosOf(process) - before) / answers };
}

/** Processor time the process has used, as Linux tells it in hundredths of a second; not a number elsewhere. */
function cpuMicrosOf({ pid }: ChildProcess): number {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return Number.NaN;
  const [, fields = ''] = readFileSync(stat, 'utf8').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) * 10_000;
}

function report(rates: ReadonlyMap<string, readonly Rate[]>): void {
  const medians = (name: string, key: keyof Rate) => median((rates.get(name) ?? []).map((each) => each[key]));
  const ratio = (name: string, key: keyof Rate) =>
    `${((medians(name, key) / medians('hand-written', key)) * 100).toFixed(1)} %`;
  printTable(
    `${connections} connections, medians of ${rounds} rounds of ${roundMs / 1000} s`,
    ['', 'requests/s', 'of hand-written', 'CPU µs/request', 'of hand-written'],
    [...rates.keys()].map((name) => [
      name,
      Math.round(medians(name, 'rate')).toLocaleString('en'),
      ratio(name, 'rate'),
      medians(name, 'cpuMicros').toFixed(1),
      ratio(name, 'cpuMicros'),
    ]),
  );
}
