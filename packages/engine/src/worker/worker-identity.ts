import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Worker } from '../store/store.ts';

/** Describes this process so that others on the same machine can tell at once when it is gone. */
export function thisWorker(id: string): Worker {
  return { id, machine: machineName(), pid: process.pid, processStart: processStart(process.pid) ?? '' };
}

/**
 * Whether a worker's process is known to have ended. False when that cannot be known, as on another machine: then
 * only its lease tells.
 */
export function isKnownDead(worker: Worker): boolean {
  if (worker.machine !== machineName()) return false;
  const start = processStart(worker.pid);
  if (start !== undefined) return start !== worker.processStart;
  return !answersSignals(worker.pid);
}

/** Boot and process namespace on Linux: containers that share a file but not their processes are different machines. */
function machineName(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** Start time of a process in ticks since boot, field 22 of /proc/<pid>/stat. Source: proc_pid_stat(5). */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets that may hold anything, so fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isZombie = fields[0] === 'Z' || fields[0] === 'X';
    return isZombie ? '' : fields[19];
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
