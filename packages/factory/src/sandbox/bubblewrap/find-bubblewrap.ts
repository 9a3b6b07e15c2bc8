import { accessSync, constants } from 'node:fs';
import { runProcess } from '../../process/run-process.ts';
import type { FoundTool, MissingTool } from '../tier.ts';

/** Where packages put it. PATH is not asked: what isolates must not be chosen by whoever set a variable. */
const places = ['/usr/bin/bwrap', '/bin/bwrap', '/usr/local/bin/bwrap', '/run/current-system/sw/bin/bwrap'];
const firstVersion = [0, 8] as const;

/** Finds bubblewrap. That it is there does not mean that this machine lets it work: only a probe tells. */
export async function findBubblewrap(): Promise<FoundTool | MissingTool> {
  const install = 'Install it: apt-get install bubblewrap, dnf install bubblewrap or apk add bubblewrap.';
  if (process.platform !== 'linux') return { why: 'bubblewrap exists for Linux only.' };
  const command = places.find(isExecutable);
  if (command === undefined) return { why: `bubblewrap (bwrap) is not installed. ${install}` };
  const { stdout } = await runProcess({ command, args: ['--version'], cwd: '/', timeoutMs: 5_000 });
  const version = /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0] ?? '0.0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < firstVersion[0] || (major === firstVersion[0] && minor < firstVersion[1]))
    return { why: `bubblewrap ${version} is too old: ${firstVersion.join('.')} or later is needed.` };
  return { command, version };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
