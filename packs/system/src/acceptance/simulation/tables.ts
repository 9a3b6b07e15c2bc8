import { inOrderOfRemoval } from '../../model/order-of-removal.ts';
import type { Happening } from './happenings.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import { refersWithin } from '../../model/nested-references.ts';
import { answerOf } from '../../tracking/pieces.ts';
import { oncePer } from '../../tracking/reads.ts';
import type { SystemModel } from '../../model/system.ts';
import { evaluate, NotSimulated, type Value } from './evaluate.ts';
import { checkRecord } from './check-record.ts';
import { type Moment, defaultOf } from './accept-input.ts';
import { Refused } from './problem.ts';
import { toCents } from './to-cents.ts';

export type StoredRecord = Readonly<Record<string, Value>>;

interface TablesState {
  readonly moment: Moment;
  readonly records: ReadonlyMap<string, readonly StoredRecord[]>;
  /** How many records have been created. */
  readonly created: number;
  readonly happenings: readonly Happening[];
}

/** The records of a simulated system, by entity, in the order of their creation. Immutable: each write gives new tables. */
export class Tables {
  readonly #model: SystemModel;
  #state: TablesState;

  constructor(model: SystemModel, moment: Moment) {
    this.#model = model;
    this.#state = { moment, records: new Map(), created: 0, happenings: [] };
  }

  /** What has happened since these were the tables of another instant. */
  get happenings(): readonly Happening[] {
    return this.#state.happenings;
  }

  /** The same records at an instant, at which nothing has happened yet. Those that have ended by then are gone. */
  at(moment: Moment): Tables {
    let tables = this.#with({ moment, happenings: [] });
    for (const entity of this.#model.entities) {
      if (entity.expires === undefined) continue;
      for (const record of tables.all(entity.name)) {
        if (hasEnded(entity, record, moment)) tables = tables.remove(entity.name, record['id'] ?? null, true);
      }
    }
    return tables;
  }

  /** Notes an event that a step emits. */
  tell(event: string, facts: StoredRecord): Tables {
    return this.#happened({ kind: 'emitted', event, facts });
  }

  /** Those that can be found: deleted ones that are kept are not among them. */
  all(entity: string): readonly StoredRecord[] {
    return this.#kept(entity).filter(
      (record) => (record['deletedAt'] ?? null) === null || !this.entity(entity).isSoftDeleted,
    );
  }

  /** The same, deleted ones that are kept among them. */
  findKept(entity: string, id: Value): StoredRecord | undefined {
    return this.#kept(entity).find((record) => record['id'] === id);
  }

  #kept(entity: string): readonly StoredRecord[] {
    return this.#state.records.get(entity) ?? [];
  }

  find(entity: string, id: Value): StoredRecord | undefined {
    return this.all(entity).find((record) => record['id'] === id);
  }

  /** @throws Refused when a value is taken or refers to nothing. */
  insert(entityName: string, values: StoredRecord): { tables: Tables; record: StoredRecord } {
    const entity = this.entity(entityName);
    const rounded = inCents(entity, values);
    const record: Record<string, Value> = {};
    for (const field of entity.fields)
      record[field.name] = this.#initial(entity, field, rounded) ?? this.#computed(field, record);
    checkRecord(this, entity, record);
    if (hasEnded(entity, record, this.#state.moment)) throw new NotSimulated('expires');
    const tables = this.#keeping(entityName, [...this.#kept(entityName), record])
      .#with({ created: this.#state.created + 1 })
      .#happened({ kind: 'changed', entity: entityName, after: record });
    return { tables: tables.#withVersion(entity, record), record };
  }

  /** @throws Refused when a value is taken, refers to nothing or leaves the bounds of its field. */
  change(entityName: string, id: Value, values: StoredRecord): { tables: Tables; record: StoredRecord } {
    const entity = this.entity(entityName);
    const present = 'deletedAt' in values ? this.findKept(entityName, id) : this.find(entityName, id);
    if (!present) throw new Refused({ status: 404, code: 'not_found' });
    const isChange = Object.keys(values).length > 0;
    const record: StoredRecord = {
      ...present,
      ...inCents(entity, values),
      ...(isChange ? { updatedAt: this.#state.moment.now } : {}),
      ...(isChange && entity.versions !== undefined ? { version: Number(present['version']) + 1 } : {}),
    };
    checkRecord(this, entity, record);
    if (hasEnded(entity, record, this.#state.moment)) throw new NotSimulated('expires');
    const records = this.#kept(entityName).map((one) => (one['id'] === id ? record : one));
    const tables = this.#keeping(entityName, records);
    if (!isChange) return { tables, record };
    const told = tables.#happened({ kind: 'changed', entity: entityName, before: present, after: record });
    return { tables: told.#withVersion(entity, record), record };
  }

  /** Keeps what a record has become, where its versions are kept. */
  #withVersion({ versions }: Entity, record: StoredRecord): Tables {
    if (versions?.history === undefined) return this;
    const { id = null, createdAt = null, updatedAt: _, ...values } = record;
    const version = { ...values, recordId: id, recordCreatedAt: createdAt };
    return this.insert(versions.history, version).tables;
  }

  /**
   * Deletes by the rules of the references to it.
   * @param isEnd whether its time is over: then it is gone for good
   * @throws Refused as 409 `in_use`.
   */
  remove(entityName: string, id: Value, isEnd = false): Tables {
    const before = this.find(entityName, id);
    let tables = this.#keeping(entityName, this.#without(entityName, id, isEnd));
    if (before) tables = tables.#happened({ kind: 'changed', entity: entityName, before });
    for (const entity of (referrers(this.#model)[entityName] ?? []).map((name) => this.entity(name))) {
      // A deleted record that is kept keeps its versions.
      if (entity.versionsOf === entityName && this.entity(entityName).isSoftDeleted) continue;
      for (const field of entity.fields) {
        this.#expectUnused(tables.all(entity.name), field, entityName, id);
        tables = tables.#release(entity, field, entityName, id);
      }
    }
    return tables;
  }

  /** Does to the records that refer to a deleted one what their field says. */
  #release(entity: Entity, { name, type }: Field, target: string, id: Value): Tables {
    const item = type.kind === 'list' ? type.of : type;
    if (item.kind !== 'reference' || item.entity !== target) return this;
    const referring = this.all(entity.name).filter((record) => refersTo(record[name] ?? null, id));
    if (item.onDelete === 'restrict' && referring.length > 0)
      throw new Refused({ status: 409, code: 'in_use' });
    return referring.reduce<Tables>((tables, record) => {
      const own = record['id'] ?? null;
      if (item.onDelete === 'cascade') return tables.remove(entity.name, own);
      return tables.change(entity.name, own, { [name]: without(record[name] ?? null, id) }).tables;
    }, this);
  }

  /** Ids inside objects keep records from being deleted. */
  #expectUnused(records: readonly StoredRecord[], { name, type }: Field, entity: string, id: Value): void {
    if (!refersWithin(type, entity)) return;
    if (records.some((record) => holds(record[name] ?? null, id)))
      throw new Refused({ status: 409, code: 'in_use' });
  }

  /** What is kept of the records once one is deleted. */
  #without(entity: string, id: Value, isEnd: boolean): readonly StoredRecord[] {
    const records = this.#kept(entity);
    const deletedAt = this.#state.moment.now;
    return this.entity(entity).isSoftDeleted && !isEnd
      ? records.map((one) => (one['id'] === id ? { ...one, deletedAt } : one))
      : records.filter((record) => record['id'] !== id);
  }

  #initial(entity: Entity, field: Field, values: StoredRecord): Value {
    const given = values[field.name];
    if (given !== undefined && given !== null) return given;
    switch (field.managed) {
      case 'id':
        return `5a3c1e00-0000-4000-8000-${String(this.#state.created + 1).padStart(12, '0')}`;
      case 'createdAt':
      case 'updatedAt':
        return this.#state.moment.now;
      case 'version':
        return 1;
      case 'state':
        return entity.machine?.initial ?? null;
      default:
        return this.#own(field);
    }
  }

  #own(field: Field): Value {
    if (field.managed !== undefined) return null;
    return this.#made(field.type) ?? defaultOf(field, this.#state.moment);
  }

  /** A default that is made of the fields before. */
  #computed({ defaultValue, type, name }: Field, record: StoredRecord): Value {
    if (defaultValue?.kind !== 'expression') return null;
    const { now, today } = this.#state.moment;
    const value = evaluate(defaultValue.value.node, { record, now, today });
    return inCents({ fields: [{ name, type, isOptional: true }] }, { [name]: value })[name] ?? null;
  }

  /** What the system makes itself. */
  #made(type: FieldType): Value | undefined {
    if (type.kind !== 'text' || type.secret !== 'token') return undefined;
    return `${type.prefix ?? ''}5a3c1e00-0000-4000-8000-token${this.#state.created + 1}`;
  }

  entity(name: string): Entity {
    const entity = entitiesOf(this.#model).get(name);
    if (!entity) throw new RangeError(`no entity ${name}`);
    return entity;
  }

  #keeping(entity: string, records: readonly StoredRecord[]): Tables {
    return this.#with({ records: new Map(this.#state.records).set(entity, records) });
  }

  #happened(happening: Happening): Tables {
    if (this.#model.events.length === 0) return this;
    return this.#with({ happenings: [...this.#state.happenings, happening] });
  }

  #with(changes: Partial<TablesState>): Tables {
    const tables = new Tables(this.#model, this.#state.moment);
    tables.#state = { ...this.#state, ...changes };
    return tables;
  }
}

/** Whether the time of a record is over. */
function hasEnded({ expires }: Entity, record: StoredRecord, { now }: Moment): boolean {
  const end = expires === undefined ? null : evaluate(expires.node, { record });
  return typeof end === 'string' && end <= now;
}

/** The names of the entities with a field that refers to another one, by the name of that. */
const referrers = answerOf('referrers', ({ entities }): Readonly<Record<string, readonly string[]>> => {
  const refers = ({ type }: Field, target: string) => {
    const item = type.kind === 'list' ? type.of : type;
    return refersWithin(type, target) || (item.kind === 'reference' && item.entity === target);
  };
  const referring = (target: string) =>
    inOrderOfRemoval(
      entities.filter(({ fields }) => fields.some((field) => refers(field, target))),
      (entity) => entity,
    ).map(({ name }) => name);
  return Object.fromEntries(entities.map(({ name }) => [name, referring(name)]));
});

/** Models never change, and simulations ask for their entities all the time. */
const entitiesOf = oncePer(
  ({ entities }: SystemModel): ReadonlyMap<string, Entity> =>
    new Map(entities.map((entity) => [entity.name, entity])),
);

function refersTo(value: Value, id: Value): boolean {
  return value === id || (Array.isArray(value) && value.includes(id));
}

/** A reference or a list of them, once the record is gone. */
function without(value: Value, id: Value): Value {
  return Array.isArray(value) ? (value as readonly Value[]).filter((one) => one !== id) : null;
}

/** Ids are unique among all records, so that one found anywhere inside refers to its record. */
function holds(value: Value, id: Value): boolean {
  if (value === id) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some((one) => holds(one, id));
}

/** Amounts of money keep two digits after the point. */
function inCents({ fields }: Pick<Entity, 'fields'>, values: StoredRecord): StoredRecord {
  let rounded: Record<string, Value> | undefined;
  for (const { name, type } of fields) {
    const value = values[name];
    if (type.kind !== 'money' || typeof value !== 'number') continue;
    rounded ??= { ...values };
    rounded[name] = toCents(value);
  }
  return rounded ?? values;
}
