import type { Finding, ServiceExit } from '@millwright/factory';
import { parseJson, send } from './send.ts';
import type { RunningSystem } from './start-system.ts';

export interface BootReport {
  readonly startMs: number;
  readonly findings: readonly Finding[];
  readonly output: string;
  /** How it ended on SIGTERM, with requests under way. */
  readonly exit: ServiceExit;
  /** What became of those requests. */
  readonly lastRequests: readonly ('answered' | 'refused')[];
}

/** What a system has to stop in good order. */
export const stopMs = 10_000;

const requestsAtTheEnd = 8;

/** Asks a system that has just started for everything that operators ask for, and stops it while it is busy. */
export async function bootSystem(
  system: RunningSystem,
  signal: AbortSignal | undefined,
): Promise<BootReport> {
  try {
    const findings = await Promise.all(probes.map((probe) => ask(system, probe, signal)));
    const lastRequests = Array.from({ length: requestsAtTheEnd }, () =>
      send(system.url, { method: 'GET', path: '/health' }).then(
        () => 'answered' as const,
        () => 'refused' as const,
      ),
    );
    const exit = await system.service.stop(stopMs);
    return {
      startMs: system.service.startMs,
      findings: findings.flat(),
      output: system.service.output().stdout,
      exit,
      lastRequests: await Promise.all(lastRequests),
    };
  } finally {
    await system.service.kill();
  }
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
  system: RunningSystem,
  { path, isMet, expected }: Probe,
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  const answer = await send(system.url, { method: 'GET', path }, signal);
  if (answer.status === 200 && isMet(answer.text)) return [];
  const message = `GET ${path} answered ${answer.status}; expected 200 with ${expected}.`;
  return [{ code: 'status_route_wrong', severity: 'error', message }];
}
