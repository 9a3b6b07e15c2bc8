import type { Entity } from '../../model/entity.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { standardOperation } from '../find-operation.ts';
import type { DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import { shownValues } from '../shown-values.ts';
import { Underivable } from '../underivable.ts';

/** Adds the request that shows the record with these values. @throws Underivable when the interface shows no records. */
export function expectStored(
  draft: ScenarioDraft,
  record: DraftRecord,
  values: Readonly<Record<string, JsonValue>> = {},
): void {
  const entity = record.entity.name;
  const read = standardOperation(draft.model, entity, 'read');
  const expected = { id: record.id, ...shownValues(record.entity, values) };
  if (read) return draft.request(read, { id: record.id, expect: { status: 200, body: expected } });
  const list = standardOperation(draft.model, entity, 'list');
  if (!list) throw new Underivable(`no request of the interface shows a ${entity}`);
  draft.request(list, { query: longestPage(list), expect: { status: 200, includes: expected } });
}

/** The same, where the interface shows records at all; what the creating request answered is proof enough otherwise. */
export function expectStoredIfShown(
  draft: ScenarioDraft,
  record: DraftRecord,
  values: Readonly<Record<string, JsonValue>> = {},
): void {
  if (isShown(draft.model, record.entity.name)) expectStored(draft, record, values);
}

export function isShown(model: SystemModel, entity: string): boolean {
  return (['read', 'list'] as const).some((kind) => standardOperation(model, entity, kind));
}

/** Adds the request that shows that the record is not there. @throws Underivable when the interface shows no records. */
export function expectAbsent(draft: ScenarioDraft, record: DraftRecord): void {
  const entity = record.entity.name;
  const read = standardOperation(draft.model, entity, 'read');
  if (read) {
    return draft.request(read, { id: record.id, expect: { status: 404, body: { code: 'not_found' } } });
  }
  const list = standardOperation(draft.model, entity, 'list');
  if (!list) throw new Underivable(`no request of the interface shows a ${entity}`);
  draft.request(list, { query: longestPage(list), expect: { status: 200, excludes: { id: record.id } } });
}

/** That a record with these values is among those that are shown, for records whose ids nobody was told. */
export function expectListed(
  draft: ScenarioDraft,
  entity: Entity,
  values: Readonly<Record<string, JsonValue>>,
): void {
  const list = standardOperation(draft.model, entity.name, 'list');
  if (!list) return;
  const includes = shownValues(entity, values);
  draft.request(list, { query: longestPage(list), expect: { status: 200, includes } });
}

/** The query that asks a list for as many records as it gives at once. */
export function longestPage(list: Operation): string {
  const step = list.steps.find((one) => one.kind === 'list');
  return `limit=${step?.limit.maximum ?? 500}`;
}
