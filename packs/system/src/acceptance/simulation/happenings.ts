import type { RecordChange, SystemModel } from '../../model/system.ts';
import type { Scope } from './evaluate.ts';
import type { StoredRecord } from './tables.ts';

/** What transactions tell of: an event that a step emits, or what became of a record. */
export type Happening =
  | { readonly kind: 'emitted'; readonly event: string; readonly facts: Scope }
  /** `before` is missing when the record is new, `after` when it is gone. */
  | {
      readonly kind: 'changed';
      readonly entity: string;
      readonly before?: StoredRecord;
      readonly after?: StoredRecord;
    };

/** An event with its name among its facts, as flows and feeds get it. */
export type ToldEvent = Scope & { readonly event: string };

/** The events of the model that a happening is. */
export function eventsOf(model: SystemModel, happening: Happening): readonly ToldEvent[] {
  if (happening.kind === 'emitted') return [{ event: happening.event, ...happening.facts }];
  const { entity, before, after } = happening;
  const record = after ?? before ?? {};
  return model.events.flatMap(({ name, change, fields }) => {
    if (change?.entity !== entity || !isChange(change, model, happening)) return [];
    const [id, ...others] = fields;
    const facts = others.map((field) => [field.name, record[field.name] ?? null] as const);
    return [{ event: name, [id?.name ?? 'id']: record['id'] ?? null, ...Object.fromEntries(facts) }];
  });
}

function isChange(
  { kind, state, entity }: RecordChange,
  { entities }: SystemModel,
  { before, after }: Extract<Happening, { kind: 'changed' }>,
): boolean {
  if (kind === 'created') return before === undefined;
  if (kind === 'deleted') return after === undefined;
  if (kind === 'updated') return before !== undefined && after !== undefined;
  return stateOf(after) === state && stateOf(before) !== state;

  function stateOf(record: StoredRecord | undefined) {
    const machine = entities.find(({ name }) => name === entity)?.machine;
    return machine === undefined ? undefined : record?.[machine.field];
  }
}
