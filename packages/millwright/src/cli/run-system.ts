import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import type { Console } from './console.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';

/**
 * Installs a written system and starts it as its own user would; resolves when it has ended. With `json`, standard output
 * belongs to the document, so what the system prints goes to standard error.
 */
export async function runSystem(folder: string, json: boolean, console: Console): Promise<ExitCode> {
  console.err.write('\nInstalling …\n');
  const installed = await npm(
    ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'],
    folder,
    true,
  );
  if (installed !== 0) {
    console.err.write(`npm install failed in ${folder}, see above.\n`);
    return exitCode.failed;
  }
  console.err.write('Starting …\n');
  return (await npm(['start', '--silent'], folder, json)) === 0 ? exitCode.proven : exitCode.failed;
}

/** The system installs its own Node; until then npm runs on this one. */
function npm(args: readonly string[], folder: string, isQuiet: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    // What npm told this process is about Millwright's own package, not about the system.
    const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
    const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
    const environment = { ...Object.fromEntries(inherited), PATH: path };
    const child = spawn('npm', args, {
      cwd: folder,
      stdio: ['ignore', isQuiet ? 2 : 1, 2],
      env: environment,
    });
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve(code ?? 1);
    });
  });
}
