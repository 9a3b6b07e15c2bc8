import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { oncePer } from '../../tracking/reads.ts';
import { sampleValue } from './sample-value.ts';

/** How many different values a unique field must offer for scenarios to share a system without running out of them. */
const enough = 300;

/** Entities never change, and telling takes hundreds of samples. */
const scarcity = oncePer((entity: Entity) =>
  entity.fields.some(
    (field) => isUnique(entity, field) && (isNumbered(field) || !hasEnoughValues(entity, field)),
  ),
);

/** True when the entity has a unique field with so few values that each scenario needs a system of its own. */
export function isScarce(entity: Entity): boolean {
  return scarcity(entity);
}

/** Numbers that requests give meet those that the system gives. */
function isNumbered({ defaultValue, isReadonly }: Field): boolean {
  return defaultValue?.kind === 'next' && isReadonly !== true;
}

/** True when a second record with this value could be refused. */
export function isUnique(entity: Entity, field: Field): boolean {
  return isUniqueAlone(entity, field) || setsOf(entity).some((names) => names.includes(field.name));
}

/** The field of an input need not say that its values are unique in the record. */
function isUniqueAlone({ fields }: Entity, { name, unique }: Field): boolean {
  return unique !== undefined || fields.some((own) => own.name === name && own.unique !== undefined);
}

/**
 * Which sample of a field to take for the `serial`-th record. Fields that are unique together count like the digits of a
 * number, the first one fastest, so that few values each still make many combinations.
 */
export function sampleNumber(entity: Entity, field: Field, serial: number): number {
  if (isUniqueAlone(entity, field)) return serial;
  const set = setsOf(entity).find((names) => names.includes(field.name)) ?? [];
  let rest = serial;
  for (const name of set.slice(0, set.indexOf(field.name))) {
    const choices = choicesOf(entity.fields.find((one) => one.name === name));
    if (choices === undefined) return serial;
    rest = Math.floor(rest / choices);
  }
  return rest;
}

/** The sets of fields whose combined values are unique, always or under some condition. */
function setsOf({ uniqueTogether, keptKeys = [] }: Entity): readonly (readonly string[])[] {
  return [...uniqueTogether, ...keptKeys.map(({ fields }) => fields)];
}

function choicesOf(field: Field | undefined): number | undefined {
  if (field?.type.kind === 'boolean') return 2;
  return field?.type.kind === 'enum' ? field.type.values.length : undefined;
}

function hasEnoughValues(entity: Entity, field: Field): boolean {
  if (field.type.kind === 'reference') return true;
  const values = new Set<string>();
  for (let n = 0; n < enough; n += 1) {
    const value = sampleValue(field, { owner: entity.name, n, reference: (_, index) => String(index) });
    values.add(JSON.stringify(value));
    if (values.size <= n) return false;
  }
  return true;
}
