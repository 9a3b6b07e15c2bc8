import type { SeedRecord, SeedValue } from '../../model/access.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Moment } from './accept-input.ts';
import type { Scope, Value } from './evaluate.ts';
import { type StoredRecord, Tables } from './tables.ts';

/** The tables of a system that has just been started for the first time. */
export function seededTables(model: SystemModel, config: Scope, moment: Moment): Tables {
  let tables = new Tables(model, moment);
  const made = new Map<string, StoredRecord>();
  for (const { entity, records } of model.seed ?? []) {
    for (const [index, record] of records.entries()) {
      const values = valuesOf(record, config, made);
      if (values === undefined) continue;
      const inserted = tables.insert(entity, values);
      tables = inserted.tables;
      made.set(`${entity} ${index}`, inserted.record);
    }
  }
  return tables;
}

/** Undefined where the environment does not give what the record needs. */
function valuesOf(
  { values }: SeedRecord,
  config: Scope,
  made: ReadonlyMap<string, StoredRecord>,
): StoredRecord | undefined {
  const entries = values.map((value): [string, Value] => [value.field, valueOf(value, config, made)]);
  const isLeftOut = values.some(
    (value) => value.kind === 'setting' && (config[value.setting] ?? null) === null,
  );
  return isLeftOut ? undefined : Object.fromEntries(entries);
}

function valueOf(value: SeedValue, config: Scope, made: ReadonlyMap<string, StoredRecord>): Value {
  if (value.kind === 'literal') return value.value;
  if (value.kind === 'setting') return config[value.setting] ?? null;
  return made.get(`${value.entity} ${value.index}`)?.['id'] ?? null;
}
