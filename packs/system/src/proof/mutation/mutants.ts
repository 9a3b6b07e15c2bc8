import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { Operation, Step } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps, mapInnerLists } from '../../model/walk-steps.ts';

/** The system without one of its behaviours. */
export interface Mutant {
  /** What is missing, for people: `signUp without 409 shift_closed`. */
  readonly what: string;
  readonly model: SystemModel;
  /** The operations that behave differently. */
  readonly operations: ReadonlySet<string>;
}

/** One mutant for each condition and each write of the operations, and for each bound and uniqueness of the records. */
export function mutantsOf(model: SystemModel): readonly Mutant[] {
  return [
    ...model.operations.flatMap((operation) => operationMutants(model, operation)),
    ...model.entities
      .filter(({ isInternal }) => isInternal !== true)
      .flatMap((entity) => entityMutants(model, entity)),
  ];
}

function operationMutants(model: SystemModel, operation: Operation): readonly Mutant[] {
  return allSteps(operation.steps).flatMap((step): readonly Mutant[] => {
    const what = removed(step);
    if (what === undefined) return [];
    const changed = { ...operation, steps: without(operation.steps, step) };
    return [
      {
        what: `${operation.name} ${what}`,
        model: { ...model, operations: replaced(model.operations, operation, changed) },
        operations: new Set([operation.name]),
      },
    ];
  });
}

/** What an operation lacks without the step; undefined for steps that later ones need. */
function removed(step: Step): string | undefined {
  switch (step.kind) {
    case 'require':
      return `without its ${step.otherwise.status} ${step.otherwise.code}`;
    case 'update':
      return `without changing ${step.target}`;
    case 'increment':
      return `without adding to ${step.target}.${step.field}`;
    case 'delete':
      return `without deleting ${step.target}`;
    default:
      return undefined;
  }
}

function without(steps: readonly Step[], gone: Step): readonly Step[] {
  return steps
    .filter((step) => step !== gone)
    .map((step) => mapInnerLists(step, (inner) => without(inner, gone)));
}

function entityMutants(model: SystemModel, entity: Entity): readonly Mutant[] {
  const operations = new Set(
    model.operations.filter((operation) => writes(operation, entity.name)).map(({ name }) => name),
  );
  const mutant = (what: string, changed: Entity): Mutant => ({
    what: `${entity.name} ${what}`,
    model: { ...model, entities: replaced(model.entities, entity, changed) },
    operations,
  });
  const together = entity.uniqueTogether.map((_, index) =>
    mutant('with equal values in a set of fields that is unique', {
      ...entity,
      uniqueTogether: entity.uniqueTogether.filter((_each, other) => other !== index),
    }),
  );
  const ofFields = entity.fields.flatMap((field) =>
    fieldMutants(field).map(({ what, changed }) =>
      mutant(what, { ...entity, fields: replaced(entity.fields, field, changed) }),
    ),
  );
  return [...together, ...ofFields, ...ruleMutants(entity).map(({ what, changed }) => mutant(what, changed))];
}

function ruleMutants(entity: Entity): readonly { readonly what: string; readonly changed: Entity }[] {
  const { rules } = entity;
  if (rules === undefined) return [];
  return allSteps(rules.steps).flatMap((step) => {
    const what = step.kind === 'require' ? removed(step) : undefined;
    const changed = { ...entity, rules: { ...rules, steps: without(rules.steps, step) } };
    return what === undefined ? [] : [{ what, changed }];
  });
}

function writes({ steps }: Operation, entity: string): boolean {
  return allSteps(steps).some(
    (step) =>
      ['create', 'update', 'upsert', 'increment'].includes(step.kind) &&
      'entity' in step &&
      step.entity === entity,
  );
}

function fieldMutants(field: Field): readonly { readonly what: string; readonly changed: Field }[] {
  if (field.unique === undefined) return [];
  const { unique: _, ...changed } = field;
  return [{ what: `with equal values of ${field.name}`, changed }];
}

function replaced<T>(all: readonly T[], one: T, by: T): readonly T[] {
  return all.map((each) => (each === one ? by : each));
}
