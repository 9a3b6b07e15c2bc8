import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../peers');
const tsc = join(import.meta.dirname, '../../node_modules/.bin/tsc');

/** The same API in other frameworks, compiled; installed first where it is not. */
export function preparePeers(): readonly { readonly name: string; readonly file: string }[] {
  if (!existsSync(join(folder, 'node_modules'))) {
    run('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
  }
  run(tsc, ['-p', folder]);
  return ['express', 'nest'].map((name) => ({ name, file: join(folder, 'dist', `${name}.js`) }));
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${folder}.`);
}
