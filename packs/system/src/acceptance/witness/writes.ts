import type { Operation, Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { Origins, type RecordPath } from './origins.ts';
import { nameOf, slotsOf } from './slots.ts';

/** Where a field of a record that an operation creates gets its value: from a slot of the request, or from its body. */
export type FieldSource = { readonly kind: 'slot' | 'input'; readonly name: string };

/** For each field of the entity's new record that a request decides, by what. Undefined when the operation creates none. */
export function sourcesOfCreated(
  operation: Operation,
  entity: string,
): ReadonlyMap<string, FieldSource> | undefined {
  const step = allSteps(operation.steps).find(
    (one) => (one.kind === 'create' || one.kind === 'upsert') && one.entity === entity,
  );
  if (step?.kind !== 'create' && step?.kind !== 'upsert') return undefined;
  const origins = new Origins(operation.steps);
  const slots = new Set(slotsOf(operation).map(nameOf));
  const sourceOf = (path: RecordPath | undefined): FieldSource | undefined => {
    const [slot, ...further] = path ?? [];
    if (slot === undefined || further.length > 0) return undefined;
    if (slots.has(slot)) return { kind: 'slot', name: slot };
    return slot.startsWith('input.') ? { kind: 'input', name: slot.slice('input.'.length) } : undefined;
  };
  const copied =
    step.kind === 'create' && step.fromInput
      ? operation.input.map(({ name }) => [name, sourceOf([`input.${name}`])] as const)
      : [];
  const set = step.kind === 'upsert' ? [...step.key, ...step.set] : step.set;
  const assigned = set.map(({ field, value }) => [field, sourceOf(origins.pathOf(value.node))] as const);
  return new Map(
    [...copied, ...assigned].flatMap(([field, source]) => (source === undefined ? [] : [[field, source]])),
  );
}

/** The slots whose records, or records that these refer to, an operation changes in this field. */
export function slotsThatChange(operation: Operation, entity: string, field: string): readonly string[] {
  const origins = new Origins(operation.steps);
  return [
    ...new Set(
      allSteps(operation.steps).flatMap((step) => {
        if (!changes(step, entity, field, operation) || !('target' in step)) return [];
        const id = {
          kind: 'member',
          target: { kind: 'variable', name: step.target, type: { kind: 'record', entity } },
          name: 'id',
          type: { kind: 'reference', entity },
        } as const;
        const path = origins.pathOf(id);
        return path !== undefined && path.length === 1 ? [path[0]] : [];
      }),
    ),
  ];
}

/** Whether an operation changes records of the entity in this field, whichever they are. */
export function changesField(operation: Operation, entity: string, field: string): boolean {
  return allSteps(operation.steps).some((step) => changes(step, entity, field, operation));
}

function changes(step: Step, entity: string, field: string, { input }: Operation): boolean {
  if (step.kind === 'increment') return step.entity === entity && step.field === field;
  if (step.kind !== 'update' || step.entity !== entity) return false;
  return (
    step.set.some((one) => one.field === field) ||
    (step.fromInput && input.some(({ name }) => name === field))
  );
}
