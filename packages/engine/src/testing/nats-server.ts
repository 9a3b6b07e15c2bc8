import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@nats-io/transport-node';
import { installDebianPackage } from './debian-package.ts';
import { freePort } from './free-port.ts';

const program = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];

/** Why no server can be had here; undefined when there is one, installed from Debian's packages if need be. */
export function whyNoNats(): string | undefined {
  if (findProgram() !== undefined) return undefined;
  const why = installDebianPackage('nats-server');
  if (why !== undefined) return why;
  return findProgram() === undefined ? 'nats-server was installed where it is not looked for' : undefined;
}

/** Starts a server with JetStream in a folder of its own. `restart` ends and starts it with what it kept. */
export async function startNats() {
  const folder = mkdtempSync(join(tmpdir(), 'millwright-nats-'));
  const port = await freePort();
  const url = `127.0.0.1:${port}`;
  let server = await launch(folder, port);
  const end = async (): Promise<void> => {
    const exited = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await exited;
  };
  return {
    url,
    end,
    restart: async () => {
      server = await launch(folder, port);
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, port: number) {
  const args = ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', String(port)];
  const server = spawn(findProgram() ?? '', args, { stdio: 'ignore' });
  for (let attempt = 0; ; attempt += 1) {
    try {
      const connection = await connect({ servers: `127.0.0.1:${port}`, reconnect: false });
      await connection.close();
      return server;
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(50);
    }
  }
}

function findProgram(): string | undefined {
  return program.find((path) => existsSync(path));
}
