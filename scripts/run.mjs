// Hands a command over to a child: same streams, signals passed on, its exit code becomes ours.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './install.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a program with Node 24 and the pinned tools first on its PATH. Resolves with its exit code, 128 + n for signal n. */
export function run(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: 'inherit',
      env: {
        ...process.env,
        PATH: join(root, 'node_modules', '.bin') + delimiter + (process.env.PATH ?? ''),
        NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compile'),
        ...env,
      },
    });
    const forward = (signal) => child.kill(signal);
    for (const signal of forwarded) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of forwarded) process.off(name, forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
