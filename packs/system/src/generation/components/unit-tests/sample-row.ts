import type { Field } from '../../../model/field.ts';
import { referredEntities } from '../../../acceptance/samples/referred-entities.ts';
import { sampleValue } from '../../../acceptance/samples/sample-value.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { type EntityPlan, isFilledByTables } from '../../plan/entity-plan.ts';
import { uniqueKeysOf } from '../store/unique-keys.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';

/** How many different records of an entity tests may ask for. */
export const sampleCount = 4;

/** The fields of a new row and values for it, as code; undefined when the fields allow none to be made. */
export interface SampleRow {
  /** Fields whose values are plain literals. */
  readonly values: readonly string[];
  /** Fields that refer to another record, which is created on the way. */
  readonly references: readonly string[];
}

/** The n-th sample of a row. */
export function sampleRow(plan: EntityPlan, n: number, system: SystemPlan): SampleRow | undefined {
  const values: string[] = [];
  const references: string[] = [];
  for (const field of plan.entity.fields) {
    if (isFilledByTables(field)) continue;
    const target = requiredTarget(field);
    if (target !== undefined) {
      const id = freshId(target, system);
      const fresh = field.type.kind === 'list' ? `[${id}]` : id;
      references.push(`${propertyKey(field.name)}: ${fresh}`);
      continue;
    }
    const code = sampleCode(field, plan, n);
    if (code === undefined) return undefined;
    const member = `${propertyKey(field.name)}: ${code}`;
    if (code.includes(placeholder)) references.push(withFixtures(member, system));
    else values.push(member);
  }
  return { values, references };
}

/** The id of a record that is put into the store, as code. */
function freshId(entity: string, system: SystemPlan): string {
  return `${system.asynchrony.result(`${fixtureName(system.entity(entity))}(tables)`)}.id`;
}

/** The name of the function that puts a record of an entity into the store. */
export function fixtureName({ type }: EntityPlan): string {
  return `some${type}`;
}

/** Tells of which entities tests can have records: their fields have samples, and so have those they must refer to. */
export class SampledEntities {
  readonly #system: SystemPlan;
  readonly #known = new Map<string, boolean>();

  constructor(system: SystemPlan) {
    this.#system = system;
  }

  has(entity: string): boolean {
    const known = this.#known.get(entity);
    if (known !== undefined) return known;
    // A circle of records that must refer to each other cannot begin.
    this.#known.set(entity, false);
    const isPossible = this.#hasSamples(this.#system.entity(entity));
    this.#known.set(entity, isPossible);
    return isPossible;
  }

  #hasSamples(plan: EntityPlan): boolean {
    const targets = plan.entity.fields.flatMap(requiredTargets);
    if (!targets.every((target) => this.has(target))) return false;
    return Array.from({ length: sampleCount }, (_, n) => n).every(
      (n) => sampleRow(plan, n, this.#system) !== undefined,
    );
  }
}

/** The entity a record must refer to. */
export function requiredTarget({ type, isOptional }: Field): string | undefined {
  if (isOptional) return undefined;
  if (type.kind === 'reference') return type.entity;
  const isFilled = type.kind === 'list' && (type.minItems ?? 0) > 0;
  return isFilled && type.of.kind === 'reference' ? type.of.entity : undefined;
}

/** The entities of which a sample of the field needs records. */
function requiredTargets(field: Field): readonly string[] {
  const target = requiredTarget(field);
  if (target !== undefined) return [target];
  return refers(field) ? [] : referredEntities(field.type);
}

/** Stands in a sample for the id of a record of the entity named after it. */
const placeholder = '@record:';

function withFixtures(member: string, system: SystemPlan): string {
  return member.replaceAll(/'@record:(\w+)'/g, (_, target: string) => freshId(target, system));
}

function sampleCode(field: Field, { entity }: EntityPlan, n: number): string | undefined {
  if (field.managed === 'state') return literal(entity.machine?.initial);
  if (refers(field)) return field.isOptional ? 'null' : '[]';
  const value = sampleValue(field, { owner: entity.name, n, reference: (target) => placeholder + target });
  if (value !== undefined) return literal(value);
  return field.isOptional ? 'null' : undefined;
}

function refers({ type }: Field): boolean {
  return type.kind === 'reference' || (type.kind === 'list' && type.of.kind === 'reference');
}

/** How many records of an entity tests can have at the same time, at most `sampleCount`. */
export function coexisting(plan: EntityPlan, system: SystemPlan): number {
  const counts = [...createdWith(plan, system)].map(([name, perRecord]) =>
    Math.floor(distinctRows(system.entity(name), system) / perRecord),
  );
  return Math.min(...counts);
}

/** How many samples of an entity differ from each other in everything that is unique. */
export function distinctRows(plan: EntityPlan, system: SystemPlan): number {
  const rows = Array.from({ length: sampleCount }, (_, n) => sampleRow(plan, n, system));
  const counts = uniqueKeysOf(plan.entity).map(({ fields, ignoreCase }) => {
    const holds = (member: string) => fields.some((field) => keyOfMember(member) === field);
    if (rows[0]?.references.some(holds)) return sampleCount;
    const keys = rows.map((row) => fold(row?.values.filter(holds).join(), ignoreCase));
    const firstRepeated = keys.findIndex((key, at) => keys.indexOf(key) < at);
    return firstRepeated === -1 ? sampleCount : firstRepeated;
  });
  return Math.min(sampleCount, ...counts);
}

/** How many records of each entity the store gets with one sample of an entity, itself among them. */
function createdWith(plan: EntityPlan, system: SystemPlan): ReadonlyMap<string, number> {
  const counts = new Map([[plan.entity.name, 1]]);
  const created = sampleRow(plan, 0, system)?.references.join() ?? '';
  for (const name of new Set(plan.entity.fields.flatMap(requiredTargets))) {
    const target = system.entity(name);
    const times = created.split(`${fixtureName(target)}(`).length - 1;
    for (const [one, count] of createdWith(target, system)) {
      counts.set(one, (counts.get(one) ?? 0) + count * times);
    }
  }
  return counts;
}

function keyOfMember(member: string): string {
  return member.slice(0, member.indexOf(':')).replaceAll("'", '');
}

function fold(key: string | undefined, ignoreCase: boolean): string | undefined {
  return ignoreCase ? key?.toLowerCase() : key;
}
