import type { Finding, ServiceExit } from '@millwright/factory';
import { type HttpClient, parseJson } from './http-client.ts';
import type { RunningSystem } from './start-system.ts';

export interface BootReport {
  readonly startMs: number;
  readonly findings: readonly Finding[];
  readonly output: string;
  /** The end of the system: it has been asked to stop while it was busy. Never rejects. */
  readonly stopped: Promise<StopReport>;
}

export interface StopReport {
  readonly exit: ServiceExit;
  /** What became of the requests that were under way. */
  readonly lastRequests: readonly ('answered' | 'refused')[];
}

/** What a system has to stop in good order. */
export const stopMs = 10_000;

const requestsAtTheEnd = 8;

/** Asks a system that has just started for everything that operators ask for, and begins to stop it. */
export async function bootSystem(
  { http, service }: RunningSystem,
  signal: AbortSignal | undefined,
): Promise<BootReport> {
  try {
    const findings = await Promise.all(probes.map((probe) => ask(http, probe, signal)));
    const { startMs } = service;
    return {
      startMs,
      findings: findings.flat(),
      output: service.output().stdout,
      stopped: stopWhileBusy(http, service),
    };
  } catch (error) {
    await service.kill();
    throw error;
  }
}

async function stopWhileBusy(http: HttpClient, service: RunningSystem['service']): Promise<StopReport> {
  const lastRequests = Array.from({ length: requestsAtTheEnd }, () =>
    http.send({ method: 'GET', path: '/health' }).then(
      () => 'answered' as const,
      () => 'refused' as const,
    ),
  );
  const exit = await service.stop(stopMs);
  return { exit, lastRequests: await Promise.all(lastRequests) };
}

interface Probe {
  readonly path: string;
  readonly isMet: (text: string) => boolean;
  readonly expected: string;
}

const isObject = (text: string) => {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null;
};

const probes: readonly Probe[] = [
  { path: '/health', isMet: isObject, expected: 'a JSON object' },
  { path: '/ready', isMet: isObject, expected: 'a JSON object' },
  { path: '/metrics', isMet: (text) => /^# TYPE \S+ \w+$/m.test(text), expected: 'Prometheus metrics' },
  {
    path: '/openapi.json',
    isMet: (text) => isObject(text) && 'openapi' in (parseJson(text) as object),
    expected: 'an OpenAPI document',
  },
];

async function ask(
  http: HttpClient,
  { path, isMet, expected }: Probe,
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  const answer = await http.send({ method: 'GET', path }, signal);
  if (answer.status === 200 && isMet(answer.text)) return [];
  const message = `GET ${path} answered ${answer.status}; expected 200 with ${expected}.`;
  return [{ code: 'status_route_wrong', severity: 'error', message }];
}
