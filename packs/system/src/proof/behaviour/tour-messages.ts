import { setTimeout as sleep } from 'node:timers/promises';
import { longestWait } from '../../acceptance/dataflow/longest-wait.ts';
import { scheduledBindings } from '../../acceptance/dataflow/scheduled-bindings.ts';
import { findTour, pathOfSource } from '../../acceptance/dataflow/witnesses.ts';
import { dataflowOf } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';
import type { RunningSystem } from '../running/start-system.ts';
import { Credentials } from './credentials.ts';
import { readMessages } from './read-messages.ts';

export interface TourReport {
  /** Bindings that must have carried a message by now. */
  readonly expected: ReadonlySet<string>;
  readonly log: readonly string[];
}

const longestWayMs = 10_000;
const pauseMs = 50;
const messagesAtOnce = 500;

/** Sends messages through a running system until they have taken every way that is known to be open. */
export async function tourMessages(
  { http }: RunningSystem,
  model: SystemModel,
  signal: AbortSignal | undefined,
): Promise<TourReport> {
  const serving = servingBindings(model);
  if (dataflowOf(model).length === 0) return { expected: new Set(serving), log: [] };
  const tour = findTour(model, { canWait: true });
  const credentials = new Credentials(model, (request) => http.send(request, signal));
  for (const { source, bodies } of tour.witnesses) {
    const path = pathOfSource(model, source);
    const own = await credentials.headersFor(source.entrance);
    if (own === undefined) continue;
    for (let start = 0; start < bodies.length; start += messagesAtOnce) {
      const body = JSON.stringify(bodies.slice(start, start + messagesAtOnce));
      const headers = { 'content-type': 'application/json', ...own };
      await http.send({ method: source.entrance.http.method, path, body, headers }, signal);
    }
  }
  const expected = new Set([...serving, ...tour.carried, ...scheduledBindings(model)]);
  const missing = async () => {
    const carried = await readMessages(http, signal);
    return [...expected].filter((name) => !carried.get(name));
  };
  for (const end = Date.now() + longestWayMs; Date.now() < end; await sleep(pauseMs)) {
    if ((await missing()).length === 0) break;
    const body = JSON.stringify({ advance: longestWait(model) });
    await http.send(
      { method: 'POST', path: '/test-clock', body, headers: { 'content-type': 'application/json' } },
      signal,
    );
  }
  const all = model.bindings.map(
    ({ from, to }) => `${from.component}.${from.port}->${to.component}.${to.port}`,
  );
  const unknown = all.filter((name) => !expected.has(name));
  return { expected, log: unknown.map((name) => `${name}: no message is known that takes it`) };
}

/** Bindings between the parts that serve records; requests take all of them. Nobody listens to feeds meanwhile. */
function servingBindings(model: SystemModel): readonly string[] {
  const names = new Set(dataflowOf(model).map(({ name }) => name));
  return model.bindings
    .filter(({ from, to }) => !names.has(from.component) && !names.has(to.component))
    .map(({ from, to }) => `${from.component}.${from.port}->${to.component}.${to.port}`)
    .concat(
      model.bindings
        .filter(({ from, to }) => !names.has(from.component) && names.has(to.component))
        .map(({ from, to }) => `${from.component}.${from.port}->${to.component}.${to.port}`),
    )
    .filter((name) => !name.endsWith('.subscriptions'));
}
