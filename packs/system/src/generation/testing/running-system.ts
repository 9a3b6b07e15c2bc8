import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../../lowering/lower.ts';
import { postgresPrograms } from '../../proof/database/postgres.testkit.ts';
import { startPostgres } from '../../proof/database/postgres-server.ts';
import { listeningUrl } from './listening-url.ts';
import { stageSystems } from './staged-system.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** A generated system as a process of its own, spoken to over HTTP. */
export interface RunningSystem {
  readonly url: string;
  /** `send('POST', '/tasks', { title: 'A' })`. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<HttpAnswer>;
  stop(): Promise<void>;
}

/** The stores that systems can be tried with on this machine. */
export const storages = ['memory', 'sqlite', ...(postgresPrograms === undefined ? [] : ['postgresql'])];

/**
 * Generates the system of a blueprint and starts it on a free port, with a database server of its own if need be. `settings` are
 * further variables of its environment.
 */
export async function startSystem(
  blueprint: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningSystem> {
  const folder = mkdtempSync(join(tmpdir(), 'running-system-'));
  const model = lower(readBlueprint(blueprint));
  const [root = folder] = stageSystems(join(folder, 'staged'), [model]);
  const isPostgres = model.storage.kind === 'postgresql';
  const server = isPostgres ? await startPostgres(postgresPrograms ?? '', ['running']) : undefined;
  const environment = {
    PATH: process.env['PATH'],
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_FILE: join(folder, 'data'),
    ...settings,
    ...(server && { DATABASE_URL: server.url('running') }),
  };
  const child = spawn(process.execPath, ['src/main.ts'], { cwd: root, env: environment });
  const url = await listeningUrl(child);
  return {
    url,
    send: async (method, path, body, headers = {}) => {
      const answer = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: bodyOf(answer.headers, text),
      };
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await server?.[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a body says: JSON is read, other text is as it stands. */
function bodyOf(headers: Headers, text: string): unknown {
  const type = headers.get('content-type');
  if (type !== null && !/[/+]json\b/.test(type)) return text;
  return text === '' ? undefined : JSON.parse(text);
}
