import type { ExpressionNode } from '../../expression/expression.ts';
import { oncePer } from '../../tracking/reads.ts';
import { isNumeric, nonNull } from '../../expression/value-type.ts';
import type { Operation, Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { referredEntities } from '../samples/referred-entities.ts';

/** A place of a request that names a record: a path parameter or a field of the body. */
export interface Slot {
  readonly source: 'path' | 'input';
  readonly name: string;
  readonly entity: string;
  /** The field whose value stands in the request; the id unless the record is loaded by another unique field. */
  readonly field: string;
}

/**
 * The records a request must name, from the steps that load by a parameter or by the body, and from reference fields.
 * Operations never change, and searches ask for their slots all the time.
 */
export const slotsOf: (operation: Operation) => readonly Slot[] = oncePer(listSlots);

function listSlots(operation: Operation): readonly Slot[] {
  const loaded = allSteps(operation.steps).flatMap(slotOfLoad);
  const referred = operation.input.flatMap(({ name, type }): readonly Slot[] =>
    type.kind === 'reference' && !operation.isPartial
      ? [{ source: 'input', name, entity: type.entity, field: 'id' }]
      : [],
  );
  const slots = new Map([...referred, ...loaded].map((slot) => [`${slot.source}.${slot.name}`, slot]));
  return [...slots.values()];
}

/** A record that a request needs, by the name that modifications call it: `path.shift`, `input.helper`, `inside Product`. */
export interface Target {
  readonly name: string;
  readonly entity: string;
}

export function nameOf(slot: Slot): string {
  return `${slot.source}.${slot.name}`;
}

/** The records of the slots, and those whose ids stand inside lists and objects that the operation insists on. */
export function targetsOf(operation: Operation): readonly Target[] {
  const named = slotsOf(operation).map((slot): Target => ({ name: nameOf(slot), entity: slot.entity }));
  return [...named, ...nestedTargets(operation)];
}

export function nestedTargets({ input, isPartial }: Operation): readonly Target[] {
  const needed = input.filter((field) => !isPartial && !field.isOptional && field.defaultValue === undefined);
  const nested = needed.filter(({ type }) => type.kind !== 'reference');
  const entities = new Set(nested.flatMap(({ type }) => referredEntities(type)));
  return [...entities].map((entity) => ({ name: nestedName(entity), entity }));
}

/** Every record of the entity whose id stands inside lists and objects of a request. */
export function nestedName(entity: string): string {
  return `inside ${entity}`;
}

/** The slot that a load step reads; none when it follows a reference of another record. */
export function slotOfLoad(step: Step): readonly Slot[] {
  if (step.kind !== 'load' && step.kind !== 'find') return [];
  const { by, entity } = step;
  if (by.kind === 'id') return slotOfValue(by.value.node, entity, 'id');
  if (by.kind === 'where') return [];
  // A number that tells one of many apart, such as a version, names no record by itself.
  const names = by.fields.filter(({ value }) => by.fields.length === 1 || !isNumeric(nonNull(value.type)));
  return names.flatMap(({ field, value }) => slotOfValue(value.node, entity, field));
}

function slotOfValue(node: ExpressionNode, entity: string, field: string): readonly Slot[] {
  if (node.kind !== 'member' || node.target.kind !== 'variable') return [];
  const source = node.target.name;
  if (source !== 'path' && source !== 'input') return [];
  // What is unique may itself be a reference: then the request names the record that it leads to.
  const type = nonNull(node.type);
  return type.kind === 'reference'
    ? [{ source, name: node.name, entity: type.entity, field: 'id' }]
    : [{ source, name: node.name, entity, field }];
}
