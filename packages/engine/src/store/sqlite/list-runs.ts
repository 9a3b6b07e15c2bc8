import type { RunPage, RunQuery } from '../store.ts';
import type { Prepare } from './prepare.ts';
import { runFromRow, type Row } from '../rows.ts';

const defaultLimit = 50;

export function listRuns(prepare: Prepare, query: RunQuery): RunPage {
  const { where, values } = conditions(query);
  const rows = prepare(`SELECT * FROM runs ${where} ORDER BY seq DESC LIMIT ? OFFSET ?`).all(
    ...values,
    query.limit ?? defaultLimit,
    query.offset ?? 0,
  );
  // Every run is counted as it comes, moves and goes, by pipeline and status; labels have to be looked at.
  const isCounted = Object.keys(query.labels ?? {}).length === 0;
  const total = prepare(
    isCounted
      ? `SELECT coalesce(sum(runs), 0) AS total FROM run_counts ${where}`
      : `SELECT count(*) AS total FROM runs ${where}`,
  ).get(...values);
  return { runs: rows.map((row) => runFromRow(row as Row)), total: Number(total?.['total']) };
}

function conditions({ status, pipeline, labels }: RunQuery): { where: string; values: string[] } {
  const clauses: string[] = [];
  const values: string[] = [];
  if (status !== undefined) {
    const statuses = [status].flat();
    // One status can be read off its index in order; several have to be sorted.
    clauses.push(statuses.length === 1 ? 'status = ?' : 'status IN (SELECT value FROM json_each(?))');
    values.push(statuses.length === 1 ? String(statuses[0]) : JSON.stringify(statuses));
  }
  if (pipeline !== undefined) {
    clauses.push('pipeline = ?');
    values.push(pipeline);
  }
  for (const [name, value] of Object.entries(labels ?? {})) {
    clauses.push('EXISTS (SELECT 1 FROM json_each(labels) WHERE key = ? AND value = ?)');
    values.push(name, value);
  }
  return { where: clauses.length === 0 ? '' : `WHERE ${clauses.join(' AND ')}`, values };
}
