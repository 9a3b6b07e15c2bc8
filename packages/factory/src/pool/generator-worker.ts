import { Socket } from 'node:net';
import { basename, dirname } from 'node:path';
import { assemblePacks, type PackAssembly } from '../pack/assemble-packs.ts';
import { loadPack } from '../pack/load-pack.ts';
import { MessageLines } from './message-lines.ts';
import type { FromWorker, JobMessage, JobResult, ToWorker } from './messages.ts';
import { ServicesElsewhere } from './services-elsewhere.ts';

/*
 * The program of a worker process: takes jobs from file descriptor 3, one at a time, and answers there. What a job writes to
 * the standard streams is nobody's answer.
 */

// Node has read it; generators get no environment at all.
delete process.env['NODE_COMPILE_CACHE'];

const [millwright = '', serviceNames = ''] = process.argv.slice(2);
const services = new ServicesElsewhere(serviceNames === '' ? [] : serviceNames.split(','));
const channel = new Socket({ fd: 3 });
/** A pack is set up once per worker and kept. */
const assemblies = new Map<string, Promise<PackAssembly>>();
const values = new Map<number, unknown>();

function say(message: FromWorker): void {
  channel.write(`${JSON.stringify(message)}\n`);
}

function hear(message: ToWorker): void {
  switch (message.kind) {
    case 'ping':
      return say({ kind: 'ready' });
    case 'value':
      return void values.set(message.id, freezeDeep(message.value));
    case 'forget':
      return void values.delete(message.id);
    case 'job':
      say({ kind: 'taken', id: message.id });
      void generate(message).then((result) =>
        say({ kind: 'done', id: message.id, result, memoryMb: memoryMb() }),
      );
  }
}

async function generate({ id, entry, generator, model, shared }: JobMessage): Promise<JobResult> {
  try {
    const present = assemblies.get(entry);
    const assembling = present ?? assemble(entry);
    if (!present) assemblies.set(entry, assembling);
    const { generators } = await assembling;
    const tree = await generators.run(generator, whole(model, shared), {
      // Packs in plain JavaScript may report anything.
      report: (message: unknown) => say({ kind: 'report', id, message: String(message) }),
    });
    return { status: 'generated', files: tree.toJSON() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'generator_failed';
    return { status: 'failed', code, message: error instanceof Error ? error.message : String(error) };
  }
}

function whole(model: unknown, shared: Readonly<Record<string, number>>): unknown {
  const kept = Object.entries(shared).map(([name, id]) => [name, values.get(id)]);
  return kept.length === 0 ? model : { ...(model as object), ...Object.fromEntries(kept) };
}

async function assemble(entry: string): Promise<PackAssembly> {
  const folder = dirname(entry);
  const loaded = await loadPack({ name: basename(folder), folder, entry });
  if ('problem' in loaded) throw new Error(loaded.problem.message);
  // Whether the packs it requires are there was found out where all packs are.
  const alone = { ...loaded.pack, requires: {} };
  const assembly = await assemblePacks([alone], { millwright, services });
  const [problem] = assembly.problems;
  if (problem && assembly.packs.length === 0) throw new Error(problem.message);
  return assembly;
}

function memoryMb(): number {
  return Math.round(process.memoryUsage.rss() / 1024 / 1024);
}

function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freezeDeep(part);
  return Object.freeze(value);
}

const lines = new MessageLines(
  Number.POSITIVE_INFINITY,
  (line) => hear(JSON.parse(line) as ToWorker),
  () => undefined,
);
channel.on('data', (chunk: Buffer) => lines.push(chunk));
// Nobody is left to answer to.
channel.on('close', () => process.exit());
channel.on('error', () => process.exit());
say({ kind: 'ready' });
