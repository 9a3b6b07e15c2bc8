import type { ValueType } from '../../expression/expression.ts';
import type { Entity } from '../../model/entity.ts';
import type { Answer, Step } from '../../model/operation.ts';
import { tokenField } from '../../model/secret-fields.ts';
import { typeOfVariable } from '../../model/variable-type.ts';
import type { Moment } from './accept-input.ts';
import { evaluate, type Scope, type Value } from './evaluate.ts';
import type { StoredRecord } from './tables.ts';
import { toCents } from './to-cents.ts';

/** What a simulation shows records by. */
export interface Viewer {
  readonly entity: (name: string) => Entity;
  readonly moment: Moment;
}

/** The body of an answer: every record in it without its hidden fields and with its computed ones. */
export function shownBody(
  { body }: Answer,
  steps: readonly Step[],
  scope: Scope,
  viewer: Viewer,
): Value | undefined {
  if (body.kind === 'object') {
    const members = body.fields.map(({ field, value }): [string, Value] => [
      field,
      shownValue(evaluate(value.node, scope), value.type, viewer),
    ]);
    return Object.fromEntries(members);
  }
  if (body.kind === 'value') return shownValue(evaluate(body.value.node, scope), body.value.type, viewer);
  if (body.kind !== 'variable') return undefined;
  const value = scope[body.name] ?? null;
  const type = typeOfVariable(body.name, steps);
  return type === undefined ? value : shownValue(value, type, viewer);
}

function shownValue(value: Value, type: ValueType, viewer: Viewer): Value {
  if (value === null) return null;
  switch (type.kind) {
    case 'record':
      return {
        ...shownRecord(...recordOf(value as StoredRecord, viewer.entity(type.entity), viewer), viewer.moment),
        ...(type.isNew === true ? toldToken(value as StoredRecord, viewer.entity(type.entity)) : {}),
      };
    case 'list':
      return (value as readonly Value[]).map((item) => shownValue(item, type.of, viewer));
    case 'nullable':
      return shownValue(value, type.of, viewer);
    case 'object':
      return Object.fromEntries(
        Object.entries(value as StoredRecord).map(([name, member]) => {
          const own = type.fields[name];
          return [name, own === undefined ? member : shownValue(member, own, viewer)];
        }),
      );
    default:
      return value;
  }
}

/** The token of a record is told by the operation that makes it. */
function toldToken(record: StoredRecord, entity: Entity): StoredRecord {
  const name = tokenField(entity)?.name;
  return name === undefined ? {} : { [name]: record[name] ?? null };
}

/** A version is shown as the record it was. */
function recordOf(row: StoredRecord, entity: Entity, viewer: Viewer): [StoredRecord, Entity] {
  if (entity.versionsOf === undefined) return [row, entity];
  const { recordId: id = null, recordCreatedAt = null, createdAt = null, ...values } = row;
  return [
    { ...values, id, createdAt: recordCreatedAt, updatedAt: createdAt },
    viewer.entity(entity.versionsOf),
  ];
}

function shownRecord(record: StoredRecord, { fields, computed = [] }: Entity, moment: Moment): StoredRecord {
  const kept = fields
    .filter(({ isHidden }) => isHidden !== true)
    .map(({ name }) => [name, record[name] ?? null]);
  const scope: Scope = { record, now: moment.now, today: moment.today };
  const values = computed.map(({ name, type, computed: { node } }) => {
    const value = evaluate(node, scope);
    return [name, type.kind === 'money' && typeof value === 'number' ? toCents(value) : value];
  });
  return Object.fromEntries([...kept, ...values]);
}
