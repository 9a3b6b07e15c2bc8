import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A database server of its own, which only the programs of this machine reach and which ends with this process. */
export interface PostgresServer extends AsyncDisposable {
  /** Holds the socket; programs that shall reach the server must see it. */
  readonly socketFolder: string;
  /** Names the database, with tables in a schema of their own where one is named: those of `schemas`. */
  url(schema?: string): string;
}

const startMs = 30_000;
const user = 'system';

/**
 * The server without durability that speed does not allow. Its only role may create what it likes in its database and
 * nothing else: a superuser could run programs outside of the sandbox.
 */
const settings = [
  ['fsync', 'off'],
  ['full_page_writes', 'off'],
  ['synchronous_commit', 'off'],
  ['autovacuum', 'off'],
  ['max_connections', '300'],
  ['shared_buffers', '64MB'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** The server ends when its standard input does, so it does not outlive this process, however that ends. */
const watched = `
"$0" "$@" < /dev/null & server=$!
read -r _
kill -QUIT "$server"
wait "$server"`;

/** @throws when the server does not get ready; nothing of it is left then. */
export async function startPostgres(programs: string, schemas: readonly string[]): Promise<PostgresServer> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'millwright-postgres-')));
  const [data, socketFolder] = [join(folder, 'data'), join(folder, 'socket')];
  await mkdir(socketFolder);
  const ids = await unprivilegedIds();
  const options = { ...ids, cwd: folder, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } };
  if (ids !== undefined) {
    for (const path of [folder, socketFolder]) await chown(path, ids.uid, ids.gid);
  }
  for (const path of [folder, socketFolder]) await chmod(path, 0o755);
  try {
    await createCluster(programs, data, schemas, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const args = ['-D', data, '-k', socketFolder, '-h', '', ...settings];
  const server = spawn('/bin/sh', ['-c', watched, join(programs, 'postgres'), ...args], {
    ...options,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = once(server, 'exit');
  const stop = async () => {
    server.stdin.end();
    await exited;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  if (!(await isReady(join(data, 'postmaster.pid')))) {
    await stop();
    throw new Error(`The PostgreSQL server of ${programs} did not start within ${startMs} ms.`);
  }
  return {
    socketFolder,
    url: (schema) => {
      const search = schema === undefined ? '' : `&options=-c%20search_path%3D${schema}`;
      return `postgres:///postgres?host=${encodeURIComponent(socketFolder)}&user=${user}${search}`;
    },
    [Symbol.asyncDispose]: stop,
  };
}

const execute = promisify(execFile);

async function createCluster(
  programs: string,
  data: string,
  schemas: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number },
): Promise<void> {
  const init = ['-D', data, '-U', 'postgres', '-A', 'reject', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await execute(join(programs, 'initdb'), init, options);
  const statements = [
    `CREATE ROLE ${user} LOGIN;`,
    `GRANT CREATE ON DATABASE postgres TO ${user};`,
    ...schemas.map((schema) => `CREATE SCHEMA ${schema} AUTHORIZATION ${user};`),
  ];
  const single = execute(join(programs, 'postgres'), ['--single', '-F', '-D', data, 'postgres'], options);
  single.child.stdin?.end(`${statements.join('\n')}\n`);
  await single;
  await writeFile(join(data, 'pg_hba.conf'), `local all ${user} trust\n`);
}

/** PostgreSQL refuses to run as root. */
async function unprivilegedIds(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].flatMap((name) => accounts.filter(([own]) => own === name))[0];
  return { uid: Number(account?.[2] ?? 65_534), gid: Number(account?.[3] ?? 65_534) };
}

/** The server writes its state into a file of its own. */
async function isReady(stateFile: string): Promise<boolean> {
  const deadline = Date.now() + startMs;
  while (Date.now() < deadline) {
    const state = await readFile(stateFile, 'utf8').catch(() => '');
    if (/^ready\s*$/m.test(state)) return true;
    await sleep(10);
  }
  return false;
}
