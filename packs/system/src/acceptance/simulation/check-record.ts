import type { Entity, KeptKey } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import { isAccepted } from './accept-value.ts';
import { evaluate, isSame, type Value } from './evaluate.ts';
import { Refused } from './problem.ts';
import type { StoredRecord, Tables } from './tables.ts';
import { isUnknown } from './unknown-value.ts';

/** That a record may be kept. @throws Refused when a value is taken, refers to nothing or leaves the bounds of its field. */
export function checkRecord(tables: Tables, entity: Entity, record: StoredRecord): void {
  for (const field of entity.fields) {
    const value = record[field.name] ?? null;
    expectAccepted(field, value);
    checkReference(tables, field.type, value, field.name);
    if (field.unique && value !== null) checkUnique(tables, entity, [field.name], record);
  }
  for (const names of entity.uniqueTogether) checkUnique(tables, entity, names, record);
  for (const key of entity.keptKeys ?? []) checkKept(tables, entity, key, record);
}

function checkKept(
  tables: Tables,
  entity: Entity,
  { fields, ignoreCase, where, otherwise }: KeptKey,
  record: StoredRecord,
): void {
  const values = fields.map((name) => record[name] ?? null);
  const isHeld = (one: StoredRecord) => !where || evaluate(where.node, { record: one }) === true;
  if (values.some((value) => value === null || isUnknown(value)) || !isHeld(record)) return;
  const isTaken = tables
    .all(entity.name)
    .some(
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

function checkReference(tables: Tables, type: FieldType, value: Value, path: string): void {
  if (value === null) return;
  if (type.kind === 'object') {
    for (const { name, type: inner } of type.fields)
      checkReference(tables, inner, (value as StoredRecord)[name] ?? null, `${path}.${name}`);
  }
  const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
  const item = type.kind === 'list' ? type.of : type;
  if (item.kind === 'reference') expectAll(tables, item.entity, items, path);
  else if (type.kind === 'list')
    for (const [index, one] of items.entries()) checkReference(tables, item, one, `${path}.${index}`);
}

function expectAll(tables: Tables, entity: string, ids: readonly Value[], path: string): void {
  if (ids.every((id) => tables.find(entity, id))) return;
  const errors = [{ field: path, code: 'unknown_reference' }];
  throw new Refused({ status: 400, code: 'invalid_input', errors });
}

function checkUnique(tables: Tables, entity: Entity, names: readonly string[], record: StoredRecord): void {
  const fields = entity.fields.filter((field) => names.includes(field.name));
  if (fields.some((field) => record[field.name] === null || isUnknown(record[field.name]))) return;
  const taken = tables
    .all(entity.name)
    .some(
      (other) =>
        other['id'] !== record['id'] &&
        fields.every((field) =>
          isEqual(other[field.name] ?? null, record[field.name] ?? null, field.unique?.ignoreCase),
        ),
    );
  if (taken)
    throw new Refused({ status: 409, code: 'not_unique', errors: names.map((field) => ({ field })) });
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
