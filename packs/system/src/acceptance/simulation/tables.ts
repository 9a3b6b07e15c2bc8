import { isUnknown } from './unknown-value.ts';
import type { Entity, KeptKey } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import { refersWithin } from '../../model/nested-references.ts';
import type { SystemModel } from '../../model/system.ts';
import { evaluate, isSame, NotSimulated, type Value } from './evaluate.ts';
import { isAccepted } from './accept-value.ts';
import { type Moment, defaultOf } from './accept-input.ts';
import { Refused } from './problem.ts';
import { toCents } from './to-cents.ts';

/** When records are deleted here. */
const deletion = '2030-01-15T12:00:00.000Z';

export type StoredRecord = Readonly<Record<string, Value>>;

/** The records of a simulated system, by entity, in the order of their creation. Immutable: each write gives new tables. */
export class Tables {
  readonly #model: SystemModel;
  readonly #records: ReadonlyMap<string, readonly StoredRecord[]>;
  readonly #created: number;

  constructor(
    model: SystemModel,
    records: ReadonlyMap<string, readonly StoredRecord[]> = new Map(),
    created = 0,
  ) {
    this.#model = model;
    this.#records = records;
    this.#created = created;
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
    return this.#records.get(entity) ?? [];
  }

  find(entity: string, id: Value): StoredRecord | undefined {
    return this.all(entity).find((record) => record['id'] === id);
  }

  /** @throws Refused when a value is taken or refers to nothing. */
  insert(entityName: string, values: StoredRecord, moment: Moment): { tables: Tables; record: StoredRecord } {
    const entity = this.entity(entityName);
    const rounded = inCents(entity, values);
    const record: StoredRecord = Object.fromEntries(
      entity.fields.map((field) => [field.name, this.#initial(entity, field, rounded, moment)]),
    );
    this.#check(entity, record);
    const records = [...this.#kept(entityName), record];
    const tables = this.#with(entityName, records, this.#created + 1);
    return { tables: tables.#withVersion(entity, record), record };
  }

  /** @throws Refused when a value is taken, refers to nothing or leaves the bounds of its field. */
  change(entityName: string, id: Value, values: StoredRecord): { tables: Tables; record: StoredRecord } {
    const entity = this.entity(entityName);
    const present = 'deletedAt' in values ? this.findKept(entityName, id) : this.find(entityName, id);
    if (!present) throw new Refused({ status: 404, code: 'not_found' });
    const isChange = entity.versions !== undefined && Object.keys(values).length > 0;
    const record = {
      ...present,
      ...inCents(entity, values),
      ...(isChange ? { version: Number(present['version']) + 1 } : {}),
    };
    this.#check(entity, record);
    const records = this.#kept(entityName).map((one) => (one['id'] === id ? record : one));
    return { tables: this.#with(entityName, records).#withVersion(entity, record, isChange), record };
  }

  /** Keeps what a record has become, where its versions are kept. */
  #withVersion({ versions }: Entity, record: StoredRecord, isNew = true): Tables {
    if (versions?.history === undefined || !isNew) return this;
    const { id = null, createdAt = null, updatedAt = null, ...values } = record;
    const version = { ...values, recordId: id, recordCreatedAt: createdAt };
    return this.insert(versions.history, version, { now: String(updatedAt), today: '' }).tables;
  }

  /** Deletes by the rules of the references to it. @throws Refused as 409 `in_use`. */
  remove(entityName: string, id: Value): Tables {
    let tables = this.#with(entityName, this.#without(entityName, id));
    for (const entity of this.#model.entities) {
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
  #without(entity: string, id: Value): readonly StoredRecord[] {
    const records = this.#kept(entity);
    return this.entity(entity).isSoftDeleted
      ? records.map((one) => (one['id'] === id ? { ...one, deletedAt: deletion } : one))
      : records.filter((record) => record['id'] !== id);
  }

  #initial(entity: Entity, field: Field, values: StoredRecord, moment: Moment): Value {
    const given = values[field.name];
    if (given !== undefined && given !== null) return given;
    switch (field.managed) {
      case 'id':
        return `5a3c1e00-0000-4000-8000-${String(this.#created + 1).padStart(12, '0')}`;
      case 'createdAt':
      case 'updatedAt':
        return moment.now;
      case 'version':
        return 1;
      case 'state':
        return entity.machine?.initial ?? null;
      default:
        return this.#own(field, moment);
    }
  }

  #own(field: Field, moment: Moment): Value {
    if (field.managed !== undefined) return null;
    return this.#made(field.type) ?? defaultOf(field, moment);
  }

  /** What the system makes itself. */
  #made(type: FieldType): Value | undefined {
    if (type.kind !== 'text' || type.secret !== 'token') return undefined;
    return `${type.prefix ?? ''}5a3c1e00-0000-4000-8000-token${this.#created + 1}`;
  }

  #check(entity: Entity, record: StoredRecord): void {
    for (const field of entity.fields) {
      const value = record[field.name] ?? null;
      expectAccepted(field, value);
      this.#checkReference(field.type, value, field.name);
      if (field.unique && value !== null) this.#checkUnique(entity, [field.name], record);
    }
    for (const names of entity.uniqueTogether) this.#checkUnique(entity, names, record);
    for (const key of entity.keptKeys ?? []) this.#checkKept(entity, key, record);
    this.#expectPresent(entity, record);
  }

  #checkKept(entity: Entity, { fields, ignoreCase, where, otherwise }: KeptKey, record: StoredRecord): void {
    const values = fields.map((name) => record[name] ?? null);
    const isHeld = (one: StoredRecord) => !where || evaluate(where.node, { record: one }) === true;
    if (values.some((value) => value === null || isUnknown(value)) || !isHeld(record)) return;
    const isTaken = this.all(entity.name).some(
      (other) =>
        other['id'] !== record['id'] &&
        isHeld(other) &&
        fields.every((name) => isEqual(other[name] ?? null, record[name] ?? null, ignoreCase)),
    );
    if (!isTaken) return;
    const errors = fields.map((field) => ({ field }));
    const { status, code } = otherwise ?? { status: 409, code: 'not_unique' };
    throw new Refused({ status, code, ...(otherwise ? {} : { errors }) });
  }

  /** Here time stands still, so that a record is there for good or from the beginning not. */
  #expectPresent({ expires }: Entity, record: StoredRecord): void {
    if (expires === undefined) return;
    const end = evaluate(expires.node, { record });
    if (typeof end === 'string' && end <= String(record['updatedAt'])) throw new NotSimulated('expires');
  }

  #checkReference(type: FieldType, value: Value, path: string): void {
    if (value === null) return;
    if (type.kind === 'object') {
      for (const { name, type: inner } of type.fields)
        this.#checkReference(inner, (value as StoredRecord)[name] ?? null, `${path}.${name}`);
    }
    const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
    const item = type.kind === 'list' ? type.of : type;
    if (item.kind === 'reference') this.#expectAll(item.entity, items, path);
    else if (type.kind === 'list')
      for (const [index, one] of items.entries()) this.#checkReference(item, one, `${path}.${index}`);
  }

  #expectAll(entity: string, ids: readonly Value[], path: string): void {
    if (ids.every((id) => this.find(entity, id))) return;
    const errors = [{ field: path, code: 'unknown_reference' }];
    throw new Refused({ status: 400, code: 'invalid_input', errors });
  }

  #checkUnique(entity: Entity, names: readonly string[], record: StoredRecord): void {
    const fields = entity.fields.filter((field) => names.includes(field.name));
    if (fields.some((field) => record[field.name] === null || isUnknown(record[field.name]))) return;
    const taken = this.all(entity.name).some(
      (other) =>
        other['id'] !== record['id'] &&
        fields.every((field) =>
          isEqual(other[field.name] ?? null, record[field.name] ?? null, field.unique?.ignoreCase),
        ),
    );
    if (taken)
      throw new Refused({ status: 409, code: 'not_unique', errors: names.map((field) => ({ field })) });
  }

  entity(name: string): Entity {
    const entity = entitiesOf(this.#model).get(name);
    if (!entity) throw new RangeError(`no entity ${name}`);
    return entity;
  }

  #with(entity: string, records: readonly StoredRecord[], created = this.#created): Tables {
    return new Tables(this.#model, new Map(this.#records).set(entity, records), created);
  }
}

/** Models never change, and simulations ask for their entities all the time. */
const entitiesByName = new WeakMap<SystemModel, ReadonlyMap<string, Entity>>();

function entitiesOf(model: SystemModel): ReadonlyMap<string, Entity> {
  const known = entitiesByName.get(model) ?? new Map(model.entities.map((entity) => [entity.name, entity]));
  entitiesByName.set(model, known);
  return known;
}

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

function expectAccepted({ managed, name, type }: Field, value: Value): void {
  if (managed !== undefined || value === null || isUnknown(value) || isAccepted(type, value)) return;
  throw new Refused({ status: 422, code: 'out_of_range', errors: [{ field: name }] });
}

function isEqual(left: Value, right: Value, ignoreCase = false): boolean {
  if (ignoreCase && typeof left === 'string' && typeof right === 'string')
    return left.toLowerCase() === right.toLowerCase();
  return isSame(left, right);
}

/** Amounts of money keep two digits after the point. */
function inCents({ fields }: Entity, values: StoredRecord): StoredRecord {
  let rounded: Record<string, Value> | undefined;
  for (const { name, type } of fields) {
    const value = values[name];
    if (type.kind !== 'money' || typeof value !== 'number') continue;
    rounded ??= { ...values };
    rounded[name] = toCents(value);
  }
  return rounded ?? values;
}
