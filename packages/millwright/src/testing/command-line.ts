import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const entry = join(import.meta.dirname, '../main.ts');

export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own in which the real command line is run as a process. */
export class CommandLine implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'millwright-cli-'));

  run(
    args: readonly string[],
    options: {
      readonly input?: string;
      readonly killAfterMs?: number;
      readonly environment?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [entry, ...args], {
        cwd: this.folder,
        stdio: 'pipe',
        detached: true,
        env: { PATH: process.env['PATH'], HOME: this.folder, NO_COLOR: '1', ...options.environment },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      // The child may end before it has read all of a request it refuses.
      child.stdin.on('error', () => undefined).end(options.input ?? '');
      const timer =
        options.killAfterMs === undefined
          ? undefined
          : setTimeout(() => child.pid && killGroup(child.pid), options.killAfterMs);
      child.on('error', reject);
      child.on('close', (exitCode) => {
        clearTimeout(timer);
        resolve({ exitCode, stdout, stderr });
      });
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
