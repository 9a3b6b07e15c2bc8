import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The NATS server of this machine; undefined where there is none. */
export const natsProgram = [
  '/usr/sbin/nats-server',
  '/usr/bin/nats-server',
  '/usr/local/bin/nats-server',
].find((path) => existsSync(path));

/** A broker that can be killed and started again with what it keeps. */
export class NatsServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'nats-server-'));
  readonly #hasStreams: boolean;
  #port = 0;
  #server: ChildProcess | undefined;

  constructor({ hasStreams }: { readonly hasStreams: boolean }) {
    this.#hasStreams = hasStreams;
  }

  /** Where it listens, once `choosePort` or `start` was called. */
  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  async choosePort(): Promise<void> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    this.#port = (probe.address() as AddressInfo).port;
    probe.close();
    await once(probe, 'close');
  }

  async start(): Promise<void> {
    if (this.#port === 0) await this.choosePort();
    const streams = this.#hasStreams ? ['-js', '-sd', this.#folder] : [];
    const place = ['-a', '127.0.0.1', '-p', String(this.#port)];
    this.#server = spawn(natsProgram ?? '', [...streams, ...place], { stdio: 'ignore' });
    while (!(await this.#answers())) await sleep(20);
  }

  async kill(): Promise<void> {
    const exited = this.#server && once(this.#server, 'exit');
    this.#server?.kill('SIGKILL');
    await exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server?.exitCode === null && this.#server.signalCode === null) await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const socket = connect(this.#port, '127.0.0.1');
    socket.once('data', () => resolve(true));
    socket.once('error', () => resolve(false));
    const isUp = await promise;
    socket.destroy();
    return isUp;
  }
}
