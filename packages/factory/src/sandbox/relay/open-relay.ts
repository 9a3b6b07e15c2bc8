import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program that runs inside, at the other end. */
export const relayInside = fileURLToPath(new URL('./relay-inside.mjs', import.meta.url));

/** The most connections that may come out of a sandbox. */
const maxConnections = 1_024;

const firstPort = 1_024;

const namePrefix = 'millwright-relay-';
/** A folder is there only until its service is ready. One this old belongs to a process that was killed before. */
const leftOverMs = 60 * 60 * 1_000;
let leftOversRemoved: Promise<void> | undefined;

/**
 * Makes a port of a sandbox without a network reachable from this machine. What is inside connects to a socket file and
 * waits; each client that comes is handed to one that waits. This side never connects to anything, so a hostile program
 * inside reaches nothing through it but the clients that ask for its port.
 */
export interface Relay {
  /** The socket file that must be visible inside. */
  readonly socket: string;
  /**
   * Listens at 127.0.0.1 and the port of the same number.
   * @throws the error of `listen`, such as EADDRINUSE; EACCES for the ports of the operating system's own services, which
   * nothing in a sandbox may stand in for.
   */
  publish(port: number): Promise<void>;
  close(): Promise<void>;
}

export async function openRelay(): Promise<Relay> {
  leftOversRemoved ??= removeLeftOvers();
  await leftOversRemoved;
  const folder = await mkdtemp(join(tmpdir(), namePrefix));
  const socket = join(folder, 'relay');
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const waiting: Socket[] = [];
  const clients: Socket[] = [];
  let port = 0;
  const match = () => {
    while (waiting.length > 0 && clients.length > 0) {
      const inner = waiting.shift();
      const client = clients.shift();
      if (inner && client) joinSockets(inner, client, port);
    }
  };
  const inside = serverFor((inner) => {
    inner.once('close', () => removeFrom(waiting, inner));
    waiting.push(inner);
    match();
  });
  const outside = serverFor((client) => {
    client.setNoDelay(true);
    client.once('close', () => removeFrom(clients, client));
    clients.push(client);
    match();
  });
  inside.maxConnections = maxConnections;
  outside.maxConnections = maxConnections;
  await listening(inside, { path: socket });
  return {
    socket,
    publish: async (wanted) => {
      if (wanted < firstPort)
        throw Object.assign(new Error(`Port ${wanted} is reserved.`), { code: 'EACCES' });
      await listening(outside, { host: '127.0.0.1', port: wanted });
      port = wanted;
      // Inside it stays where it is. Out here it would be left behind if this process were killed.
      await removeFolder();
    },
    close: async () => {
      inside.close();
      outside.close();
      for (const one of [...waiting, ...clients]) one.destroy();
      await removeFolder();
    },
  };
}

async function removeLeftOvers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(namePrefix)) continue;
    const folder = join(tmpdir(), name);
    // Another process may remove it at the same time, and another user's is not ours to remove.
    const changed = await stat(folder).catch(() => undefined);
    if (changed && Date.now() - changed.mtimeMs > leftOverMs)
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function serverFor(onConnection: (socket: Socket) => void): Server {
  return createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
}

async function listening(
  server: Server,
  at: { path: string } | { host: string; port: number },
): Promise<void> {
  server.listen(at);
  await once(server, 'listening');
}

function joinSockets(inner: Socket, client: Socket, port: number): void {
  inner.on('error', () => client.destroy());
  client.on('error', () => inner.destroy());
  inner.write(`${port}\n`);
  client.pipe(inner).pipe(client);
}

function removeFrom(list: Socket[], item: Socket): void {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}
