/** One of several worker processes on one store, for tests to kill: `fleet-worker.ts <file or URL> <folder for locks>`. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAnyStore } from './any-store.ts';
import { createEngine } from '../worker/engine.ts';
import { fleetPipeline } from './fleet-pipeline.ts';

const [path = '', folder = ''] = process.argv.slice(2);

/** Reports work that begins while another live process is at it. */
function guard(key: string): () => void {
  const lock = join(folder, encodeURIComponent(key));
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch {
    const other = Number(readFileSync(lock, 'utf8'));
    if (isAlive(other)) appendFileSync(join(folder, 'violations'), `${key} by ${other} and ${process.pid}\n`);
    writeFileSync(lock, String(process.pid));
  }
  return () => rmSync(lock, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    // A killed process that its parent has not been told of yet is a zombie: dead.
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const engine = createEngine({
  store: await openAnyStore(path),
  pipelines: [fleetPipeline],
  services: { guard },
});
await engine.work();
// Nothing else keeps the process alive between runs; it ends when the test closes its input or kills it.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
