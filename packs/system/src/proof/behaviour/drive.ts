import type { Finding } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import type { RunningSystem } from '../running/start-system.ts';
import { readMessages } from './read-messages.ts';
import { tourMessages } from './tour-messages.ts';
import { OperationDriver } from './operation-driver.ts';
import { Random } from './random.ts';

export interface DriveReport {
  readonly findings: readonly Finding[];
  /** Messages that each binding carried, by its name in the metrics: `api.tasks->taskController.requests`. */
  readonly messages: ReadonlyMap<string, number>;
  /** The bindings that must have carried one; no way is known to send messages through the others. */
  readonly expected: ReadonlySet<string>;
  readonly log: string;
}

const requestsInAll = 900;
const roundsAtMost = 24;
const roundsAtLeast = 4;
/** One valid, one with an invalid query, and on average one with an invalid body. */
const requestsPerRound = 3;
const maxFindings = 20;

/**
 * Uses every operation of a running system with requests made from the model: valid ones must succeed or be refused as
 * the operation may, invalid ones must be refused with a problem document, and none may fail inside.
 */
export async function drive(
  system: RunningSystem,
  model: SystemModel,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<DriveReport> {
  const lines: string[] = [`seed ${seed}`];
  const driver = new OperationDriver({
    model,
    random: new Random(seed),
    send: (request) => system.http.send(request, signal),
    log: (line) => lines.push(line),
  });
  const rounds = roundsFor(model);
  for (let round = 0; round < rounds && driver.findings.length < maxFindings; round++) {
    for (const operation of driver.operations) await driver.visit(operation, rounds);
    if (system.service.isRunning()) continue;
    driver.findings.push({ code: 'system_died', severity: 'error', message: `It ended on: ${lines.at(-1)}` });
    break;
  }
  lines.push(`${driver.requests} requests`);
  const toured = await tourMessages(system, model, signal);
  lines.push(...toured.log);
  const messages = system.service.isRunning() ? await readMessages(system.http, signal) : new Map();
  return { findings: driver.findings, messages, expected: toured.expected, log: lines.join('\n') };
}

/** Fewer for larger systems, so that the time stays about the same. */
function roundsFor(model: SystemModel): number {
  const rounds = Math.floor(requestsInAll / Math.max(1, model.operations.length * requestsPerRound));
  return Math.min(roundsAtMost, Math.max(roundsAtLeast, rounds));
}
