import type { Sandbox, Service } from '@millwright/factory';
import type { StagedSystem } from '../staging/stage-system.ts';
import { HttpClient } from './http-client.ts';
import type { Sign } from './sign-requests.ts';

export interface RunningSystem {
  readonly port: number;
  readonly http: HttpClient;
  readonly service: Service<unknown>;
}

export interface StartSystemOptions {
  readonly stage: StagedSystem;
  readonly sandbox: Sandbox;
  /** What its environment sets: where its data is, and what it cannot start without. */
  readonly settings: Readonly<Record<string, string>>;
  readonly readyMs: number;
  /** Signs requests where the system wants them signed. */
  readonly sign?: Sign | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts a staged system as its users would, on a free port of this machine.
 * @throws ServiceStartError when it does not say that it listens.
 */
export async function startSystem(options: StartSystemOptions): Promise<RunningSystem> {
  const { stage, sandbox, settings, readyMs, sign, signal } = options;
  const service = await sandbox.start({
    command: process.execPath,
    args: ['src/main.ts'],
    cwd: stage.folder,
    env: {
      ...stage.environment,
      ...settings,
      HOST: '127.0.0.1',
      PORT: '0',
    },
    readyWhen: listeningPort,
    readyTimeoutMs: readyMs,
    signal,
  });
  const port = service.ready;
  const http = new HttpClient(port, sign);
  const close = () => http.close();
  service.exited.then(close, close);
  return { port, http, service };
}

/** Of the address in the line only the port is taken: a system must not send its tests to another machine. */
function listeningPort(line: string): number | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as { event?: unknown; url?: unknown };
    if (entry.event !== 'listening') return undefined;
    const port = Number(new URL(String(entry.url)).port);
    return port > 0 ? port : undefined;
  } catch {
    return undefined;
  }
}
