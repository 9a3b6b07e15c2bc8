/** `test/support/with-database.ts`: runs a command, with a server of its own where none is named. */
export const withDatabase = `import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Runs the command of its arguments with TEST_DATABASE_URL set. Where neither it nor DATABASE_URL is set and PostgreSQL is
 * installed, a server of its own runs as long as the command does. Without PostgreSQL the command is skipped.
 */
const [command = '', ...args] = process.argv.slice(2);
const isGiven = Boolean(process.env['TEST_DATABASE_URL'] || process.env['DATABASE_URL']);
const programs = isGiven ? undefined : findPrograms();

if (isGiven) process.exitCode = run({});
else if (programs === undefined) {
  console.error('SKIPPED: no test was run, because the tests need PostgreSQL. Set TEST_DATABASE_URL or install it.');
} else process.exitCode = await runWithServer(programs);

function run(environment: NodeJS.ProcessEnv): number {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  return status ?? 1;
}

async function runWithServer(folder: string): Promise<number> {
  const place = mkdtempSync(join(tmpdir(), 'postgres-'));
  const user = unprivilegedUser();
  if (user !== undefined) chownSync(place, user.uid, user.gid);
  const options = { ...user, cwd: place, stdio: 'ignore' } as const;
  const data = join(place, 'data');
  execFileSync(join(folder, 'initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], options);
  const server = spawn(join(folder, 'postgres'), ['-D', data, '-k', place, '-h', '', '-F'], options);
  const ended = once(server, 'exit');
  try {
    while (!existsSync(join(place, '.s.PGSQL.5432')) && server.exitCode === null) await sleep(20);
    return run({ TEST_DATABASE_URL: \`postgres:///postgres?host=\${place}&user=test\` });
  } finally {
    server.kill('SIGINT');
    await ended;
    rmSync(place, { recursive: true, force: true });
  }
}

/** The folder of the newest version's programs, where Debian, Homebrew and the makers put them. */
function findPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
    '/opt/homebrew/bin',
    '/usr/local/pgsql/bin',
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function idOf(flag: string): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}
`;
