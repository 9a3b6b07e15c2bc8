/**
 * What durability costs: the engine against the least any engine could do, measured in the same run — a bare loop over
 * `node:sqlite` with every commit synced, one transaction for a stage's start and one for its finish. Then how the cost
 * holds as runs and stores grow, and what starting and restarting a process costs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  createEngine,
  definePipeline,
  openStore,
  type Pipeline,
  type Stage,
  type,
} from '../packages/engine/src/index.ts';
import { buildPublished, firstStageAfterKill, runProcess } from './engine-process.ts';
import { median, printTable } from './support/table.ts';

const rounds = 5;
const folder = mkdtempSync(join(tmpdir(), 'millwright-bench-'));
let files = 0;
const freshFile = (): string => join(folder, `${(files += 1)}.db`);

function chain(length: number): Pipeline<number, unknown, unknown> {
  const pipeline = definePipeline({ name: `chain${length}`, version: '1', input: type<number>() });
  let last: Stage<unknown> = pipeline.stage('s0', { run: ({ input }) => input });
  for (let index = 1; index < length; index += 1) {
    const before = last;
    last = pipeline.stage(`s${index}`, { needs: { before }, run: () => index });
  }
  return pipeline.output(last);
}

/** Milliseconds for stages one after the other with nothing but the two durable writes each. */
function floorMs(stages: number): number {
  const database = new DatabaseSync(freshFile());
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(
    'CREATE TABLE events (run INTEGER, n INTEGER, body TEXT, PRIMARY KEY (run, n)) WITHOUT ROWID',
  );
  const insert = database.prepare('INSERT INTO events VALUES (1, ?, ?)');
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const write = (n: number, body: string): void => {
    begin.run();
    insert.run(n, body);
    commit.run();
  };
  const from = performance.now();
  for (let stage = 0; stage < stages; stage += 1) {
    write(2 * stage, '{"type":"started"}');
    write(2 * stage + 1, '{"type":"succeeded"}');
  }
  const ms = performance.now() - from;
  database.close();
  return ms;
}

/** Milliseconds for runs of a pipeline, so many at once. */
async function engineMs(
  pipeline: Pipeline<number, unknown, unknown>,
  runs: number,
  atOnce: number,
  path = freshFile(),
) {
  const store = openStore(path);
  const engine = createEngine({ store, pipelines: [pipeline] });
  await (await engine.start(pipeline, 0)).result();
  let left = runs;
  const from = performance.now();
  const lane = async (): Promise<void> => {
    while (left-- > 0) await (await engine.start(pipeline, 1)).result();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const ms = performance.now() - from;
  await engine.close();
  await store.close();
  return ms;
}

async function againstTheFloor(): Promise<void> {
  const long = chain(1_000);
  const short = chain(10);
  const floors: number[] = [];
  const sequential: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floors.push(floorMs(1_000) / 1_000);
    sequential.push((await engineMs(long, 1, 1)) / 1_000);
    together.push(2_000_000 / (await engineMs(short, 200, 20)));
  }
  const ratio = median(sequential.map((ms, round) => ms / (floors[round] ?? 1)));
  printTable(
    `Against the floor, median of ${rounds}`,
    ['what', 'result', 'goal'],
    [
      ['floor, 1,000 stages one by one', `${median(floors).toFixed(3)} ms/stage`, ''],
      ['engine, 1,000 stages one by one', `${median(sequential).toFixed(3)} ms/stage`, ''],
      ['engine to floor', `${ratio.toFixed(2)} ×`, '≤ 1.5 ×'],
      [
        '200 runs × 10 stages, 20 at once',
        `${Math.round(median(together)).toLocaleString('en')} stages/s`,
        '≥ 20,000',
      ],
    ],
  );
}

async function asRunsGrow(): Promise<void> {
  const rows: string[][] = [];
  for (const length of [10, 100, 1_000, 10_000]) {
    const pipeline = chain(length);
    const repeats = Math.max(1, 1_000 / length);
    rows.push([
      length.toLocaleString('en'),
      ((await engineMs(pipeline, repeats, 1)) / (repeats * length)).toFixed(3),
    ]);
  }
  printTable('Cost per stage as a run grows (ms)', ['stages in the run', 'ms/stage'], rows);
}

async function asStoresGrow(): Promise<void> {
  const path = freshFile();
  const pipeline = chain(10);
  const rows: string[][] = [];
  let held = 0;
  for (const size of [100, 10_000, 100_000]) {
    fillWithEndedRuns(path, held, size);
    held = size;
    const perStage = (await engineMs(pipeline, 100, 1, path)) / 1_000;
    const store = openStore(path);
    const listing = await timed(100, () => store.listRuns({ limit: 20, status: 'succeeded' }));
    const reading = await timed(100, () => store.readEvents(`filler${size - 1}`, { after: 0, limit: 20 }));
    const claiming = await timed(100, () =>
      store.claim({
        workerId: 'nobody',
        now: Date.now(),
        definitions: ['none'],
        limit: 10,
        isDead: () => false,
      }),
    );
    await store.close();
    rows.push([
      size.toLocaleString('en'),
      ...[perStage, reading, listing, claiming].map((ms) => ms.toFixed(3)),
    ]);
  }
  printTable(
    'Cost as a store grows (ms)',
    ['runs in the store', 'per stage', 'a page of events', 'a page of runs with total', 'looking for work'],
    rows,
  );
}

/** Ended runs of 20 events each, written past the engine: only their presence matters. */
function fillWithEndedRuns(path: string, from: number, to: number): void {
  const database = new DatabaseSync(path);
  if (from === 0) {
    database.close();
    void openStore(path).close();
    return fillWithEndedRuns(path, 1, to);
  }
  const run = database.prepare(
    `INSERT INTO runs (id, pipeline, version, definition, labels, status, created_at, updated_at, last_event)
     VALUES (?, 'filler', '1', 'd', '{}', 'succeeded', 1, 1, 20) RETURNING seq`,
  );
  const event = database.prepare('INSERT INTO events VALUES (?, ?, 1, \'stage.log\', \'{"stage":"s"}\')');
  database.exec('BEGIN');
  for (let index = from; index < to; index += 1) {
    const seq = Number(run.get(`filler${index}`)?.['seq']);
    for (let n = 1; n <= 20; n += 1) event.run(seq, n);
  }
  database.exec('COMMIT');
  database.close();
}

async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const from = performance.now();
  for (let time = 0; time < times; time += 1) await work();
  return (performance.now() - from) / times;
}

async function asProcessesComeAndGo(): Promise<void> {
  const script = buildPublished(join(folder, 'published'));
  const bare: number[] = [];
  const whole: number[] = [];
  const memory: number[] = [];
  const resumed: number[] = [];
  for (let round = 0; round < 2 * rounds; round += 1) {
    bare.push((await runProcess(['-e', '0'])).ms);
    const { ms, output } = await runProcess([script, 'three', freshFile()]);
    whole.push(ms);
    memory.push(Number(output));
    resumed.push(await firstStageAfterKill(script, freshFile()));
  }
  printTable(
    `Processes, as published, median of ${2 * rounds}`,
    ['what', 'result', 'goal'],
    [
      ['an empty Node process', `${median(bare).toFixed(0)} ms`, ''],
      ['process start to the end of a run of three stages', `${median(whole).toFixed(0)} ms`, '< 80 ms'],
      ['resident memory after it', `${median(memory).toFixed(0)} MiB`, '< 70 MiB'],
      ['start after kill -9 to the first stage resumed', `${median(resumed).toFixed(0)} ms`, '< 200 ms'],
    ],
  );
}

try {
  await againstTheFloor();
  await asRunsGrow();
  await asStoresGrow();
  await asProcessesComeAndGo();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
