import type { Signal } from '../signal.ts';
import type { Prepare } from './prepare.ts';

/** Leaves a request for a run, unless it has ended or does not exist. Whether it did. */
export function leaveSignal(prepare: Prepare, runId: string, signal: Signal, at: number): boolean {
  const { changes } = prepare(
    `INSERT INTO signals (run, body, at)
     SELECT seq, ?, ? FROM runs WHERE id = ? AND status NOT IN ('succeeded', 'failed', 'cancelled')`,
  ).run(JSON.stringify(signal), at, runId);
  return changes === 1;
}
