import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxLimits } from './limits.ts';

/** A group of processes whose number and memory the kernel bounds together. */
export interface ControlGroup {
  /** Whoever writes 0 to each of these files joins. Empty where this machine lets us make no group. */
  readonly joinFiles: readonly string[];
  /** To be called when its processes have ended. */
  remove(): Promise<void>;
}

const namePrefix = 'millwright-';
const removalAttempts = 11;
let created = 0;

/**
 * Makes a control group below that of this process: of version 2 where pids and memory are delegated to us, else of
 * version 1, with pids alone. RLIMIT_NPROC is the bound for everybody else; root is exempt from that one.
 */
export function openControlGroup(limits: SandboxLimits): ControlGroup {
  const parent = findParent();
  if (!parent) return { joinFiles: [], remove: async () => undefined };
  created += 1;
  const folder = join(parent.folder, `${namePrefix}${process.pid}-${created}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'pids.max'), String(limits.processes));
  if (parent.boundsMemory) writeFileSync(join(folder, 'memory.max'), String(2 * limits.memoryBytes));
  return { joinFiles: [join(folder, 'cgroup.procs')], remove: () => remove(folder) };
}

/** The kernel refuses while the last processes are still being taken apart. */
async function remove(folder: string): Promise<void> {
  for (let attempt = 0; attempt < removalAttempts; attempt += 1) {
    try {
      return await rmdir(folder);
    } catch {
      await wait(2 ** attempt);
    }
  }
}

interface Parent {
  readonly folder: string;
  readonly boundsMemory: boolean;
}

let foundParent: Parent | null | undefined;

function findParent(): Parent | null {
  if (foundParent !== undefined) return foundParent;
  foundParent = candidates().find(isUsable) ?? null;
  if (foundParent) removeLeftOvers(foundParent.folder);
  return foundParent;
}

function candidates(): readonly Parent[] {
  const mounts = read('/proc/self/mountinfo')?.split('\n').map(toMount) ?? [];
  const groups = read('/proc/self/cgroup')?.trim().split('\n').map(toMembership) ?? [];
  const place = (kind: string, isIts: (controllers: readonly string[]) => boolean) => {
    const mount = mounts.find((one) => one.kind === kind && (kind === 'cgroup2' || isIts(one.options)));
    const group = groups.find(({ controllers }) => isIts(controllers));
    return mount && group ? { root: mount.point, own: join(mount.point, group.path) } : undefined;
  };
  const second = place('cgroup2', ([first]) => first === '');
  const first = place('cgroup', (controllers) => controllers.includes('pids'));
  return [
    // A group of version 2 that holds processes cannot have groups with controllers below it; one above it may.
    ...(second ? foldersUpTo(second.root, second.own).filter(delegates).map(withMemory) : []),
    ...(first ? [{ folder: first.own, boundsMemory: false }] : []),
  ];
}

const withMemory = (folder: string): Parent => ({ folder, boundsMemory: true });

function delegates(folder: string): boolean {
  const controllers = read(join(folder, 'cgroup.subtree_control'))?.trim().split(' ') ?? [];
  return ['pids', 'memory'].every((name) => controllers.includes(name));
}

function foldersUpTo(root: string, folder: string): readonly string[] {
  return folder === root || folder === dirname(folder)
    ? [folder]
    : [folder, ...foldersUpTo(root, dirname(folder))];
}

function toMount(line: string): { point: string; kind: string; options: readonly string[] } {
  const [place = '', source = ''] = line.split(' - ');
  const [kind = '', , options = ''] = source.split(' ');
  return { point: place.split(' ')[4] ?? '', kind, options: options.split(',') };
}

function toMembership(line: string): { controllers: readonly string[]; path: string } {
  const [, controllers = '', ...path] = line.split(':');
  return { controllers: controllers.split(','), path: path.join(':') };
}

/** Tries what will be done: a group is made, joined by nobody, and removed. */
function isUsable({ folder }: Parent): boolean {
  const trial = join(folder, `${namePrefix}${process.pid}-trial`);
  try {
    mkdirSync(trial);
    try {
      writeFileSync(join(trial, 'pids.max'), '64');
    } finally {
      rmdirSync(trial);
    }
    return true;
  } catch {
    return false;
  }
}

/** Groups of processes that were killed before they could tidy up. One that is in use is not empty and stays. */
function removeLeftOvers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const owner = new RegExp(`^${namePrefix}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || read(`/proc/${owner}/stat`) !== undefined) continue;
    try {
      rmdirSync(join(folder, name));
    } catch {
      // It is not empty yet; a later start removes it.
    }
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
