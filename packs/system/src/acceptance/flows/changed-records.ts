import type { SystemModel } from '../../model/system.ts';
import { publicEntities } from '../../model/public-entities.ts';
import { entityNamed } from '../find-operation.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';
import { expectAbsent, expectListed, expectStored, isShown } from '../scenarios/read-back.ts';
import { isObject } from '../simulation/accept-value.ts';
import { isSame } from '../simulation/evaluate.ts';
import type { ScenarioPlayer } from '../simulation/play-scenario.ts';
import type { StoredRecord, Tables } from '../simulation/tables.ts';
import { stableValue } from '../witness/stable-value.ts';

/** What has become of a record that the interface shows: `before` is missing when it is new, `after` when it is gone. */
export interface ChangedRecord {
  readonly entity: string;
  readonly before?: StoredRecord;
  readonly after?: StoredRecord;
}

/** Reads of a story show so many records at most. */
const mostReads = 5;

export function changesBetween(model: SystemModel, before: Tables, after: Tables): readonly ChangedRecord[] {
  return publicEntities(model)
    .filter(({ name }) => isShown(model, name))
    .flatMap(({ name }) => changesOf(name, before.all(name), after.all(name)));
}

function changesOf(
  entity: string,
  before: readonly StoredRecord[],
  after: readonly StoredRecord[],
): readonly ChangedRecord[] {
  const old = new Map(before.map((record) => [record['id'], record]));
  const kept = new Set(after.map((record) => record['id']));
  const present = after.flatMap((record): ChangedRecord[] => {
    const was = old.get(record['id']);
    if (was === undefined) return [{ entity, after: record }];
    return Object.keys(changedValues(was, record)).length > 0 ? [{ entity, before: was, after: record }] : [];
  });
  const gone = before
    .filter((record) => !kept.has(record['id']))
    .map((record) => ({ entity, before: record }));
  return [...present, ...gone];
}

function changedValues(before: StoredRecord, after: StoredRecord): StoredRecord {
  const entries = Object.entries(after).filter(
    ([name, value]) => name !== 'updatedAt' && !isSame(value, before[name] ?? null),
  );
  return Object.fromEntries(entries);
}

interface Told {
  readonly player: ScenarioPlayer;
  readonly before: Tables;
  readonly after: Tables;
}

/** Adds the requests that show what has changed, on a system whose clock stands where it stood here. */
export function expectChanges(draft: ScenarioDraft, told: Told): void {
  for (const change of changesBetween(draft.model, told.before, told.after).slice(0, mostReads))
    expectChange(draft, change, told);
}

function expectChange(draft: ScenarioDraft, change: ChangedRecord, told: Told): void {
  const entity = entityNamed(draft.model, change.entity);
  if (entity === undefined) return;
  const id = told.player.nameOf((change.before ?? change.after)?.['id'] ?? null);
  if (change.after === undefined) {
    if (id !== undefined) expectAbsent(draft, { entity, id, body: {} });
    return;
  }
  const values = newValues(change);
  const shown = stableValue(values, values, [told, told]);
  if (!isObject(shown) || Object.keys(shown).length === 0) return;
  if (id === undefined) expectListed(draft, entity, shown);
  else expectStored(draft, { entity, id, body: shown }, shown);
}

function newValues({ before, after = {} }: ChangedRecord): StoredRecord {
  const { id: _, ...values } = before === undefined ? after : changedValues(before, after);
  return values;
}
