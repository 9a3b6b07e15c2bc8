import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { installDebianPackage } from './debian-package.ts';
import { freePort } from './free-port.ts';

/** Where Debian keeps the programs, newest version first; undefined where there are none. */
function binaries(): string | undefined {
  const base = '/usr/lib/postgresql';
  if (!existsSync(base)) return undefined;
  const versions = readdirSync(base).toSorted((left, right) => Number(right) - Number(left));
  return versions
    .map((version) => join(base, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

/** Whether there is a server here; installs Debian's if it may. Says why not when there is none. */
export function isPostgresInstalled(): boolean {
  const why = whyNoPostgres();
  if (why !== undefined) console.warn(`Tests against PostgreSQL are SKIPPED: ${why}`);
  return why === undefined;
}

function whyNoPostgres(): string | undefined {
  if (binaries() !== undefined) return undefined;
  const why = installDebianPackage('postgresql');
  if (why !== undefined) return why;
  return binaries() === undefined ? 'postgresql was installed where it is not looked for' : undefined;
}

/** Starts a server of its own in a folder of its own. PostgreSQL refuses to run as root, so root hands it on. */
export async function startPostgres(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'millwright-postgres-'));
  const data = join(folder, 'data');
  const isRoot = process.getuid?.() === 0;
  const ids = isRoot ? { uid: numberOf('-u'), gid: numberOf('-g') } : {};
  if (isRoot) chownSync(folder, ids.uid ?? 0, ids.gid ?? 0);
  const program = (name: string) => join(binaries() ?? '', name);
  const options = { ...ids, cwd: folder, stdio: 'ignore' } as const;
  execFileSync(program('initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '--no-sync'], options);
  const port = await freePort();
  const server = spawn(
    program('postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder],
    options,
  );
  const exited = new Promise((resolve) => server.once('exit', resolve));
  const url = `postgres://test@127.0.0.1:${port}/postgres`;
  await untilAnswering(url);
  return {
    url,
    stop: async () => {
      server.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function numberOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

async function untilAnswering(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(50);
    }
  }
}
