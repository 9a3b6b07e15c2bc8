import { Random } from '../behaviour/random.ts';
import { type NewRecord, problemWithNewRecord } from '../behaviour/new-record.ts';
import { inOrderOfNeed } from '../behaviour/order-of-need.ts';
import { Records } from '../behaviour/records.ts';
import { validObject } from '../behaviour/valid-value.ts';
import { pathOf } from '../../acceptance/find-operation.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { type Answer, jsonRequest, parseJson } from './http-client.ts';
import type { RunningSystem } from './start-system.ts';

const writers = 8;
/** Records acknowledged before the system is killed, and attempts after which it is killed all the same. */
const acknowledgedBeforeTheKill = 60;
const maxAttempts = 400;

export interface BurstOptions {
  readonly model: SystemModel;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Creates records from several clients at once and kills the system with SIGKILL in the midst of it. What it had acknowledged by then. */
export async function killInBurst(
  system: RunningSystem,
  { model, seed, signal }: BurstOptions,
): Promise<readonly NewRecord[]> {
  const random = new Random(seed);
  const records = new Records();
  const source = { random, reference: (entity: string) => records.pick(entity, random) };
  const creations = inOrderOfNeed(model).filter(isPlainCreation);
  const acknowledged: NewRecord[] = [];
  let attempts = 0;
  const write = async (operation: Operation): Promise<void> => {
    const body = operation.input.length === 0 ? undefined : validObject(operation.input, source);
    const request = jsonRequest(operation.http.method, pathOf(model, operation), body);
    const answer = await system.http.send(request, signal).catch(() => undefined);
    if (answer?.status !== 201) return;
    acknowledged.push({ operation, body, answer });
    const id = idOf(answer);
    if (id !== undefined) records.add(operation.answer.location?.entity ?? operation.entity, id);
  };
  // One of each in turn, so that there is something to refer to.
  for (const operation of creations) await write(operation);
  if (acknowledged.length === 0) return [];
  const isEnough = () => acknowledged.length >= acknowledgedBeforeTheKill || attempts >= maxAttempts;
  const work = async () => {
    while (!isEnough() && system.service.isRunning()) {
      const operation = creations[attempts++ % creations.length];
      if (operation !== undefined) await write(operation);
    }
    // The first to have enough kills, while the others wait for their answers.
    await system.service.kill();
  };
  await Promise.all(Array.from({ length: writers }, work));
  return acknowledged;
}

/** Operations of the standard kind that create a record at an address of no other. */
function isPlainCreation({ origin, answer, http }: Operation): boolean {
  return (
    origin === 'standard' &&
    answer.location !== undefined &&
    http.path.every((part) => typeof part === 'string')
  );
}

function idOf({ text }: Answer): string | undefined {
  const record = parseJson(text) as { id?: unknown } | undefined;
  return typeof record?.id === 'string' ? record.id : undefined;
}

/** The first few of the records that are not there, or not as they were, after a restart. */
export async function lostRecords(
  system: RunningSystem,
  acknowledged: readonly NewRecord[],
  { model, signal }: BurstOptions,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const record of acknowledged) {
    const problem = await problemWithNewRecord(record, model, (request) => system.http.send(request, signal));
    if (problem !== undefined) problems.push(`${record.operation.name}: ${problem.message}`);
    if (problems.length === 5) break;
  }
  return problems;
}
