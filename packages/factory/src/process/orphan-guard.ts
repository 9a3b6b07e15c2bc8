import { spawn, type ChildProcess } from 'node:child_process';

/*
 * Process groups must not outlive the factory, however it ends. An ordinary exit is caught here; for SIGKILL and crashes
 * a shell of one megabyte waits at the other end of a pipe, knows the groups that are alive, and kills them when the pipe
 * closes.
 */

const guardScript = `
groups=""
while read -r change group; do
  kept=""
  for known in $groups; do [ "$known" = "$group" ] || kept="$kept $known"; done
  groups=$kept
  [ "$change" = add ] && groups="$groups $group"
done
for known in $groups; do kill -s KILL -- "-$known" 2>/dev/null; done
`;

const liveGroups = new Set<number>();
let guard: ChildProcess | undefined;

/** From now on the group dies with this process. */
export function guardGroup(groupId: number): void {
  if (!guard) startGuard();
  liveGroups.add(groupId);
  guard?.stdin?.write(`add ${groupId}\n`);
}

export function releaseGroup(groupId: number): void {
  liveGroups.delete(groupId);
  guard?.stdin?.write(`remove ${groupId}\n`);
}

/** Signals every process of a group; a group that is gone is no error. */
export function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal);
  } catch (error) {
    // EPERM: macOS answers so for a group whose members are all zombies.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function startGuard(): void {
  process.on('exit', () => {
    for (const groupId of liveGroups) signalGroup(groupId, 'SIGKILL');
  });
  guard = spawn('/bin/sh', ['-c', guardScript], {
    detached: true,
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell the guard is missing, not the process that it should have watched.
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
}
