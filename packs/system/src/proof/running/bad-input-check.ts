import { type Finding, defineCheck } from '@millwright/factory';
import { pathOf } from '../../acceptance/find-operation.ts';
import { unknownId } from '../../acceptance/samples/invalid-values.ts';
import type { SystemModel } from '../../model/system.ts';
import type { ProofContext } from '../proof-context.ts';
import { type BadRequest, badBodyRequests, badPaths, badQueries, rawMessages } from './bad-requests.ts';
import { sendRaw } from './send-raw.ts';
import type { RunningSystem } from './start-system.ts';

/** Enough to meet every kind of handler; the property tests visit them all. */
const maxRoutes = 3;

/** Bad input of every kind is refused with 4xx; the system neither fails nor dies. */
export const badInputCheck = defineCheck<ProofContext>({
  name: 'bad-input',
  tier: 3,
  needs: ['boots'],
  timeoutMs: 120_000,
  run: async (context, { signal, log }) => {
    // Once the other requests are through, so that what goes wrong here is not laid at their door.
    if (context.model) await context.drive();
    const system = await context.running();
    if (!system.service.isRunning()) return [died('ordinary requests')];
    const findings: Finding[] = [];
    for (const bad of badRequests(context.model))
      findings.push(...(await tryRequest(system, bad, signal, log)));
    const raw = await Promise.all(rawMessages.map((message) => tryRaw(system, message, log)));
    findings.push(...raw.flat(), ...(await stillHealthy(system, signal)));
    return findings;
  },
});

function* badRequests(model: SystemModel | undefined): Generator<BadRequest> {
  const operations = model?.operations ?? [];
  const path = (operation: (typeof operations)[number]) =>
    model ? pathOf(model, operation, () => unknownId) : '/';
  const withBody = operations
    .filter(({ input, upload }) => input.length > 0 && upload === undefined)
    .slice(0, maxRoutes);
  const lists = operations.filter((operation) => operation.steps.some((step) => step.kind === 'list'));
  for (const operation of withBody) yield* badBodyRequests(operation.http.method, path(operation));
  for (const operation of lists.slice(0, maxRoutes)) yield* badQueries(path(operation));
  yield* badPaths;
}

async function tryRequest(
  system: RunningSystem,
  { what, request }: BadRequest,
  signal: AbortSignal,
  log: (text: string) => void,
): Promise<readonly Finding[]> {
  const place = `${request.method} ${request.path.slice(0, 80)}`;
  // A server may close the connection on a body that it will not read; that is an answer too.
  const outcome = await system.http.send(request, signal).catch((error: unknown) => error);
  signal.throwIfAborted();
  const status = outcome instanceof Error ? undefined : (outcome as { status: number }).status;
  log(`${place} with ${what}: ${status ?? 'connection closed'}`);
  if (status === undefined) return system.service.isRunning() ? [] : [died(what)];
  if (status >= 500) return [serverError(`${place} with ${what}`, status)];
  if (status >= 400) return [];
  const message = `${place} with ${what} was answered ${status}; expected 4xx.`;
  return [{ code: 'bad_input_accepted', severity: 'error', message }];
}

async function tryRaw(
  system: RunningSystem,
  { what, bytes }: (typeof rawMessages)[number],
  log: (text: string) => void,
): Promise<readonly Finding[]> {
  const statuses = await sendRaw(system.port, bytes);
  log(`raw, ${what}: ${[...new Set(statuses)].join(', ') || 'no answer'}`);
  const failed = statuses.find((status) => status >= 500 && status !== 501 && status !== 505);
  return failed === undefined ? [] : [serverError(what, failed)];
}

async function stillHealthy(system: RunningSystem, signal: AbortSignal): Promise<readonly Finding[]> {
  if (!system.service.isRunning()) return [died('bad input')];
  const answer = await system.http.send({ method: 'GET', path: '/health' }, signal).catch(() => undefined);
  if (answer?.status === 200) return [];
  const message = `After bad input it is no longer healthy (status ${answer?.status ?? 'none'}).`;
  return [{ code: 'unhealthy_after_bad_input', severity: 'error', message }];
}

function serverError(what: string, status: number): Finding {
  return {
    code: 'server_error',
    severity: 'error',
    message: `${what} was answered ${status}; expected 4xx.`,
  };
}

function died(what: string): Finding {
  return { code: 'system_died', severity: 'error', message: `The system ended on ${what}.` };
}
