import { StoreError } from '../errors.ts';
import type { RunEvent, RunPlace } from '../journal/event.ts';
import type { Failure, StageFailure } from '../journal/failure.ts';
import type { RunStatus } from '../scheduler/status.ts';
import type { Value } from '../journal/value.ts';
import type { OutletRecord } from './outlet-store.ts';
import type { CacheEntry, RunRecord, Worker } from './store.ts';

export type Row = Record<string, null | number | bigint | string | NodeJS.NonSharedUint8Array>;

export function runFromRow(row: Row): RunRecord {
  const id = String(row['id']);
  return {
    id,
    pipeline: String(row['pipeline']),
    version: String(row['version']),
    definition: String(row['definition']),
    labels: parse(row['labels'], `labels of run ${id}`) as RunRecord['labels'],
    status: row['status'] as RunStatus,
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
    lastEvent: Number(row['last_event']),
    owner: row['owner'] === null ? undefined : String(row['owner']),
    wakeAt: row['wake_at'] === null ? undefined : Number(row['wake_at']),
    failure:
      row['failure'] === null ? undefined : (parse(row['failure'], `failure of run ${id}`) as StageFailure),
    isDegraded: row['degraded'] === 1,
    ...(row['parent'] === null ? {} : { parent: parse(row['parent'], `parent of run ${id}`) as RunPlace }),
  };
}

export function eventFromRow(runId: string, row: Row): RunEvent {
  const n = Number(row['n']);
  const body = parse(row['body'], `event ${n} of run ${runId}`) as object;
  return { runId, n, at: Number(row['at']), type: row['type'], ...body } as RunEvent;
}

export function workerFromRow(row: Row): Worker {
  return {
    id: String(row['id']),
    machine: String(row['machine']),
    pid: Number(row['pid']),
    processStart: String(row['process_start']),
  };
}

/** Reads JSON the store wrote itself; anything else means that the file was damaged. */
export function parse(text: unknown, what: string): unknown {
  try {
    return JSON.parse(String(text));
  } catch (error) {
    throw new StoreError('store_damaged', `The ${what} cannot be read: its row is damaged`, error);
  }
}

export function outletFromRow(row: Row): OutletRecord {
  const name = String(row['name']);
  return {
    name,
    failure:
      row['failure'] === null ? undefined : (parse(row['failure'], `failure of outlet ${name}`) as Failure),
    runsBehind: Number(row['behind']),
  };
}

/** Whether somebody else has an outlet: their lease holds, and they are not known to be dead. */
export function isHeld(row: Row, owner: string, now: number, isDead: (owner: string) => boolean): boolean {
  const holder = row['owner'];
  if (typeof holder !== 'string' || holder === owner) return false;
  return Number(row['lease_until']) >= now && !isDead(holder);
}

export function cacheEntryFromRow(row: Row): CacheEntry {
  const scope = String(row['scope']);
  return {
    scope,
    key: String(row['key']),
    parts: parse(row['parts'], `cache of ${scope}`) as CacheEntry['parts'],
    output: parse(row['output'], `cache of ${scope}`) as Value,
    runId: String(row['run_id']),
  };
}
