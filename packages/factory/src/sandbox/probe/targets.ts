import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWithin, visiblePlaces } from '../isolation/visible-places.ts';

export const hostileProgram = fileURLToPath(new URL('./hostile.mjs', import.meta.url));

/** What a hostile program is let loose on: put up for it, and gone when it is done. */
export interface Targets extends AsyncDisposable {
  /** The folder it may use. */
  readonly workFolder: string;
  /** What it is told: where everything is. JSON. */
  readonly description: Readonly<Record<string, unknown>>;
  readonly hasReceivedDatagram: () => boolean;
  readonly hasWritten: () => boolean;
  readonly isVictimAlive: () => boolean;
}

const loopbackAddresses = ['127.0.0.1', '::1'];

/**
 * A secret file, a folder that is somebody else's, a process with a secret environment, and listeners on this machine's
 * loopback network.
 */
export async function putUpTargets(): Promise<Targets> {
  await using cleaning = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'millwright-probe-'));
  cleaning.defer(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
  const token = crypto.randomUUID();
  const [workFolder, others] = [join(root, 'work'), join(root, 'others')];
  await Promise.all([mkdir(workFolder), mkdir(others)]);
  const secretFile = join(others, 'secret');
  const forbiddenFile = join(others, 'written');
  await writeFile(secretFile, token);
  const victim = startVictim(token);
  cleaning.defer(() => void victim.kill('SIGKILL'));
  const tcp = await Promise.all(loopbackAddresses.map((host) => listenAt({ host, port: 0 }, cleaning)));
  const abstractSocket = process.platform === 'linux' ? `\0millwright-${token}` : undefined;
  const isAbstractUp = abstractSocket !== undefined && (await listenAt({ path: abstractSocket }, cleaning));
  const datagrams = await receiveDatagrams(cleaning);
  const stack = cleaning.move();
  return {
    workFolder,
    description: {
      token,
      secretFile,
      forbiddenFile,
      ownFiles: hiddenFilesOfHome(workFolder),
      victim: victim.pid,
      tcp: tcp.filter((place) => place !== undefined),
      udp: [{ host: '127.0.0.1', port: datagrams.port }],
      ...(isAbstractUp ? { abstractSocket } : {}),
    },
    hasReceivedDatagram: datagrams.hasReceived,
    hasWritten: () => existsSync(forbiddenFile),
    isVictimAlive: () => victim.exitCode === null && victim.signalCode === null,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** What a home folder holds, but for what leads to Node, to installed packages and the like: that is to be seen. */
function hiddenFilesOfHome(workFolder: string): readonly string[] {
  const spec = { command: process.execPath, args: [hostileProgram], cwd: workFolder };
  const places = visiblePlaces(spec).map(({ path }) => path);
  try {
    const files = readdirSync(homedir()).map((name) => join(homedir(), name));
    return files.filter((file) => !places.some((place) => isWithin(file, place) || isWithin(place, file)));
  } catch {
    return [];
  }
}

/** Waits for a line that never comes. */
function startVictim(token: string) {
  const victim = spawn('/bin/sh', ['-c', 'read line'], {
    env: { SECRET: token },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  victim.on('error', () => undefined);
  victim.stdin.on('error', () => undefined);
  return victim;
}

/** Undefined where this machine has no such address. */
async function listenAt(
  place: { host: string; port: number } | { path: string },
  cleaning: AsyncDisposableStack,
): Promise<{ host: string; port: number } | undefined> {
  const server = createServer((socket) => socket.on('error', () => undefined).end());
  try {
    server.listen(place);
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  cleaning.defer(() => void server.close());
  if ('path' in place) return { host: '', port: 0 };
  return { host: place.host, port: (server.address() as AddressInfo).port };
}

async function receiveDatagrams(
  cleaning: AsyncDisposableStack,
): Promise<{ port: number; hasReceived: () => boolean }> {
  let received = false;
  const socket = createSocket('udp4', () => {
    received = true;
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  cleaning.defer(() => void socket.close());
  return { port: socket.address().port, hasReceived: () => received };
}
