import type { Engine, RunRecord } from '@millwright/engine';
import { UsageError } from '../errors.ts';

/** @throws UsageError when there is no such run. */
export async function existingRun({ runs }: Pick<Engine, 'runs'>, runId: string): Promise<RunRecord> {
  const record = await runs.get(runId);
  if (record !== undefined) return record;
  throw new UsageError(
    'unknown_run',
    `There is no run ${runId} here.`,
    'millwright runs list shows those there are.',
  );
}
