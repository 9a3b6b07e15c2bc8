import { childrenOf } from '../../../expression/children-of.ts';
import type { ExpressionNode } from '../../../expression/expression.ts';
import { fieldPath } from '../../../expression/expression-walk.ts';
import { allListened, type Listened } from '../../../model/feed.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { problemFile } from '../domain/refusal.ts';
import { storeFile } from '../store/store-file.ts';
import { listenersFile } from './feed-files.ts';

/** A variable of a condition that stands for the record of who listens. */
export interface Listener {
  readonly variable: 'actor' | 'key';
  /** What the gate tells. */
  readonly id: 'actorId' | 'keyId';
  readonly isOptional: boolean;
  /** The record, where more than its id is looked at. */
  readonly record?: EntityPlan;
}

/** Who listens, as far as the condition looks at it. */
export function listenersOf({ where, access }: Listened, system: SystemPlan): readonly Listener[] {
  const { accounts, keys } = system.model.access ?? {};
  const keyEntity = keys?.kind === 'records' ? keys.entity : undefined;
  return (access?.identities ?? []).flatMap(({ name, isOptional }) => {
    if (name !== 'actorId' && name !== 'keyId') return [];
    const variable = name === 'actorId' ? 'actor' : 'key';
    const entity = name === 'actorId' ? (accounts?.entity ?? keyEntity) : keyEntity;
    const isRead = where !== undefined && looksInto(variable, where.node);
    const record = isRead && entity !== undefined ? { record: system.entity(entity) } : {};
    return [{ variable, id: name, isOptional, ...record }];
  });
}

/** Whether the condition of a feed looks at the record of who listens. */
export function readsRecord(feed: Listened, system: SystemPlan): boolean {
  return listenersOf(feed, system).some(({ record }) => record !== undefined);
}

/** Whether an expression looks at more of a record than its id. */
function looksInto(variable: string, node: ExpressionNode): boolean {
  const [name, field] = fieldPath(node) ?? [];
  if (name === variable) return field !== 'id';
  return childrenOf(node).some((child) => looksInto(variable, child));
}

/** The kinds of records that conditions of feeds look at to know who listens. */
export function listeningRecords(system: SystemPlan): readonly EntityPlan[] {
  const records = allListened(system.model).flatMap((feed) => listenersOf(feed, system));
  return [...new Set(records.flatMap(({ record }) => record ?? []))];
}

/** The lines that read who listens. */
export function listenerLines(listeners: readonly Listener[], file: SourceFile): readonly string[] {
  return listeners.flatMap(({ variable, id, isOptional, record }) => {
    if (record === undefined) return [];
    const read = `await ${file.imports.value(listenersFile, readFunction(record))}(run, ${id})`;
    return [`const ${variable} = ${isOptional ? `${id} === null ? null : ` : ''}${read};`];
  });
}

/** `src/http/listeners.ts`; undefined where ids say enough. */
export function renderListenersFile(system: SystemPlan): SourceFile | undefined {
  const records = listeningRecords(system);
  if (records.length === 0) return undefined;
  const file = new SourceFile(listenersFile);
  file.imports.value(problemFile, 'Problem');
  file.imports.type(storeFile, 'Transaction');
  file.add(`
/** Runs a transaction of the store. */
export type Run = (transaction: Transaction) => Promise<unknown>;`);
  for (const record of records) {
    const { name } = record.entity;
    const type = file.imports.type(record.file, name);
    file.add(`
/** The record of who listens, as it is when the client comes. */
export async function ${readFunction(record)}(run: Run, id: string): Promise<${type}> {
  const record = (await run((tables) => tables.${record.table}.find(id))) as ${type} | undefined;
  if (record === undefined) throw new Problem(401, 'unauthenticated', 'Sign in first.');
  return record;
}`);
  }
  return file;
}

function readFunction({ entity }: EntityPlan): string {
  return `listening${entity.name}`;
}
