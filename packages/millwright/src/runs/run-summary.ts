import type { RunRecord } from '@millwright/engine';
import { type Console, writeJson } from '../cli/console.ts';

/** What `--json` says of a run. */
export function runSummary(record: RunRecord) {
  const { id, pipeline, status, labels, createdAt, updatedAt, lastEvent, failure } = record;
  return { id, pipeline, status, labels, createdAt, updatedAt, lastEvent, ...(failure ? { failure } : {}) };
}

/** Tells how a run stands, and what has been asked of it. */
export async function reportRun(
  record: RunRecord,
  { json, note }: { readonly json: boolean; readonly note?: string | undefined },
  console: Console,
): Promise<void> {
  if (json) await writeJson(console.out, { ...runSummary(record), ...(note === undefined ? {} : { note }) });
  else console.out.write(`${record.id}  ${record.status}${note === undefined ? '' : `  ${note}`}\n`);
}
