import { SourceFile } from '../../code/source-file.ts';
import type { Asynchrony } from '../../plan/asynchrony.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { problemFile } from '../domain/refusal.ts';
import { tablesFile } from '../store/tables-file.ts';
import { onceFile } from './idempotency-files.ts';

/** `src/domain/once.ts`, or undefined when no operation takes a key. */
export function renderOnceFile(system: SystemPlan, usage: StorageUsage): SourceFile | undefined {
  const idempotency = system.model.operations.find((one) => one.idempotency !== undefined)?.idempotency;
  if (idempotency === undefined) return undefined;
  for (const method of ['findBy', 'list', 'insert', 'delete'] as const) usage.method(method);
  usage.comparison('to');
  usage.hasNow = true;
  const answers = `tables.${system.entity(idempotency.entity).table}`;
  const file = new SourceFile(onceFile);
  file.imports.type(tablesFile, 'Tables');
  file.imports.value(problemFile, 'refuse');
  return file
    .add(declarations)
    .add(onceCode(answers, system.asynchrony))
    .add(sweepCode(answers, system.asynchrony));
}

const declarations = `
/** A request that is to be carried out once, however often it is sent. */
export interface KeyedRequest {
  /** What the client calls it, together with who the client is. */
  readonly key: string;
  /** Tells it apart from other requests. */
  readonly request: string;
}

export interface Outcome<Result> {
  readonly result: Result;
  /** True when it was carried out before. */
  readonly isReplayed: boolean;
}

const KEPT_MS = 24 * 60 * 60 * 1000;
/** So many old answers go whenever a new one comes. */
const SWEPT = 10;`;

const onceCode = (answers: string, { async, await: wait, promise }: Asynchrony) => `
/**
 * The operation as one that is carried out once for a key: its result is kept in the same transaction, and given again to a
 * request that is the same. A refusal is not kept.
 */
export function once<Parameters extends readonly unknown[], Result>(
  operation: (tables: Tables, ...parameters: Parameters) => ${promise('Result')},
): (
  tables: Tables,
  request: KeyedRequest | undefined,
  ...parameters: Parameters
) => ${promise('Outcome<Result>')} {
  return ${async}(tables, request, ...parameters) => {
    if (request === undefined) return { result: ${wait}operation(tables, ...parameters), isReplayed: false };
    ${wait}sweep(tables);
    const kept = ${wait}keptFor(tables, request.key);
    if (kept === undefined) {
      const result = ${wait}operation(tables, ...parameters);
      ${wait}${answers}.insert({ ...request, answer: JSON.stringify({ result }) });
      return { result, isReplayed: false };
    }
    if (kept.request !== request.request) {
      refuse(422, 'idempotency_key_reused', 'Another request was sent with this Idempotency-Key.');
    }
    const { result } = JSON.parse(kept.answer) as { readonly result: Result };
    return { result, isReplayed: true };
  };
}`;

const sweepCode = (answers: string, { async, await: wait, promise, result }: Asynchrony) => `
/** What is kept of a request with the key, unless that was long enough ago. */
${async}function keptFor(tables: Tables, key: string) {
  const kept = ${wait}${answers}.findBy({ key });
  if (kept === undefined || kept.createdAt > oldest(tables)) return kept;
  ${wait}${answers}.delete(kept);
  return undefined;
}

function oldest({ now }: Tables): string {
  return new Date(Date.parse(now) - KEPT_MS).toISOString();
}

/** Lets go of what has been kept long enough. */
${async}function sweep(tables: Tables): ${promise('void')} {
  const where = { createdAt: { to: oldest(tables) } };
  const old = ${result(`${answers}.list({ where, sort: ['createdAt'], limit: SWEPT, offset: 0 })`)}.items;
  for (const answer of old) ${wait}${answers}.delete(answer);
}`;
