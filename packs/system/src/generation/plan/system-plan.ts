import type { Entity } from '../../model/entity.ts';
import type { Operation } from '../../model/operation.ts';
import type { Field, ReferenceRule } from '../../model/field.ts';
import { refersWithin } from '../../model/nested-references.ts';
import { inOrderOfRemoval } from '../../model/order-of-removal.ts';
import type { Component, SystemModel } from '../../model/system.ts';
import { type Asynchrony, asynchronyOf } from './asynchrony.ts';
import { answerOf, piece } from '../../tracking/pieces.ts';
import { planEntity, type EntityPlan } from './entity-plan.ts';
import { UnsupportedArrangementError } from './errors.ts';
import { kebabCase } from '../../naming/letter-case.ts';
import { checkFunction, removalFunction } from './function-names.ts';
import { NamePool } from './name-pool.ts';
import { typeName } from './named-type.ts';
import { ownTypes } from './own-types.ts';
import { typesInUse } from './types-in-use.ts';
import { type OperationPlan, planOperation } from './operation-plan.ts';

export type ControllerComponent = Extract<Component, { kind: 'Controller' }>;
export type ApiComponent = Extract<Component, { kind: 'ApiEndpoint' }>;
export type StoreComponent = Extract<Component, { kind: 'Store' }>;
export type EventFeedComponent = Extract<Component, { kind: 'EventFeed' }>;
export type FlowRunnerComponent = Extract<Component, { kind: 'FlowRunner' }>;

/** A field through which records of one entity refer to another. */
export interface Dependent {
  readonly from: EntityPlan;
  readonly field: string;
  readonly isList: boolean;
  readonly isOptional: boolean;
  readonly onDelete: ReferenceRule;
  /** The field holds objects, and the ids stand inside them. */
  readonly nested?: Field;
}

/** Everything that has a name in the generated system, looked up by its name in the model. */
export class SystemPlan {
  readonly model: SystemModel;
  readonly entities: ReadonlyMap<string, EntityPlan>;
  /** What the operations of a system without entities stand under: it has names like an entity, and no table. */
  readonly service: EntityPlan | undefined;
  readonly operations: ReadonlyMap<string, OperationPlan>;
  /** How code calls the tables. */
  readonly asynchrony: Asynchrony;
  #byOwner: ReadonlyMap<string, readonly OperationPlan[]> | undefined;
  readonly #referrers = new Map<string, readonly Dependent[]>();

  constructor(model: SystemModel) {
    expectOneOfEach(model);
    this.model = model;
    this.asynchrony = asynchronyOf(model.storage);
    const pools = {
      types: new NamePool(ownTypes),
      files: new NamePool(ownDomainFiles),
      tables: new NamePool(['now', 'today', 'emit', 'config', 'signal', 'kept']),
      sqlTables: new NamePool(),
    };
    for (const { name } of model.operations)
      pools.types.take(`${name.charAt(0).toUpperCase()}${name.slice(1)}Input`, '');
    for (const { type } of typesInUse(model)) pools.types.take(typeName(type), '');
    const plans = new Map<string, EntityPlan>();
    for (const entity of model.entities) {
      const origin = entity.versionsOf === undefined ? undefined : plans.get(entity.versionsOf);
      plans.set(entity.name, planEntity(entity, pools, origin));
    }
    this.entities = plans;
    this.service = model.service === undefined ? undefined : planEntity(serviceEntity(model.service), pools);
    const functions = new NamePool([...plans.values()].flatMap((plan) => this.#functionsOf(plan)));
    this.operations = new Map(
      model.operations.map((operation) => [
        operation.name,
        planOperation(operation, this.entity(operation.entity), model, functions),
      ]),
    );
  }

  entity(name: string): EntityPlan {
    const plan = this.entities.get(name) ?? (name === this.model.service ? this.service : undefined);
    if (plan === undefined) throw new RangeError(`The model has no entity ${name}.`);
    return plan;
  }

  operation(name: string): OperationPlan {
    const plan = this.operations.get(name);
    if (plan === undefined) throw new RangeError(`The model has no operation ${name}.`);
    return plan;
  }

  /** Functions of an entity that the code of operations imports. */
  #functionsOf(plan: EntityPlan): string[] {
    const { entity, view } = plan;
    return [
      ...(this.dependentsOf(entity.name).length > 0 ? [removalFunction(plan)] : []),
      ...(entity.rules === undefined ? [] : [checkFunction(plan)]),
      ...(view === undefined ? [] : [view.name]),
    ];
  }

  /** The operations whose code stands in the entity's files. */
  operationsOf(entity: string): readonly OperationPlan[] {
    this.#byOwner ??= Map.groupBy(this.operations.values(), ({ owner }) => owner.entity.name);
    return this.#byOwner.get(entity) ?? [];
  }

  /** All that operations stand under. */
  get owners(): readonly EntityPlan[] {
    return [...this.entities.values(), ...(this.service === undefined ? [] : [this.service])];
  }

  /** Whether anything is kept, or told to others. */
  get hasStore(): boolean {
    return this.model.components.some(({ kind }) => kind === 'Store');
  }

  /** The fields that look at a record of the entity when it is deleted, in the order of the blueprint. */
  dependentsOf(entity: string): readonly Dependent[] {
    const all = this.referrersOf(entity);
    const isKept = this.entity(entity).entity.isSoftDeleted === true;
    return isKept ? all.filter(({ from }) => from.entity.versionsOf !== entity) : all;
  }

  /** The fields that refer to an entity: a deleted record that is kept keeps its versions, and loses them only when it is removed. */
  referrersOf(entity: string): readonly Dependent[] {
    const known = this.#referrers.get(entity);
    if (known !== undefined) return known;
    const found = inOrderOfRemoval(
      [...this.entities.values()].flatMap((from) => dependentFields(from, from.entity, entity)),
      ({ from }) => from.entity,
    );
    this.#referrers.set(entity, found);
    return found;
  }
}

function serviceEntity(name: string): Entity {
  return { name, plural: name, collection: kebabCase(name), fields: [], uniqueTogether: [] };
}

/** The plan of a system. Each name in it depends on all others. */
export const planSystem = answerOf('plan', (model) => new SystemPlan(model), planText);

/** A piece that is made with the plan. */
export function plannedPiece<Value>(
  system: SystemPlan,
  name: string,
  work: () => Value,
  given: string = '',
): Value {
  return piece(system.model, name, given, () => {
    planSystem(system.model);
    return work();
  });
}

/** All that the plan knows, with no more of what it refers to in the model than names. */
function planText(plan: SystemPlan): string {
  const { entities, service, operations, model } = plan;
  const referrers = [...entities.keys()].map((entity) => plan.referrersOf(entity));
  return JSON.stringify([[...entities], service, [...operations], referrers, model.storage], (key, value) => {
    if (value instanceof Map) return [...value];
    const isOfModel = (key === 'entity' || key === 'operation') && typeof value === 'object';
    if (isOfModel) return (value as Entity | Operation).name;
    return key === 'owner' || key === 'from' ? (value as EntityPlan).entity.name : value;
  });
}

/** Entities of several stores could not be changed together, and several endpoints would need several ports. */
function expectOneOfEach({ components }: SystemModel): void {
  for (const kind of ['ApiEndpoint', 'Store'] as const) {
    const names = components.filter((component) => component.kind === kind).map(({ name }) => name);
    if (names.length <= 1) continue;
    throw new UnsupportedArrangementError(
      `The system has ${names.length} components of kind ${kind} (${names.join(', ')}); expected one. Join them in the blueprint.`,
    );
  }
}

function dependentFields(from: EntityPlan, { fields }: Entity, target: string): Dependent[] {
  return fields.flatMap((field): Dependent[] => {
    const { name, type, isOptional } = field;
    const item = type.kind === 'list' ? type.of : type;
    if (refersWithin(type, target)) {
      const isList = type.kind === 'list';
      return [{ from, field: name, isList, isOptional, onDelete: 'restrict', nested: field }];
    }
    if (item.kind !== 'reference' || item.entity !== target) return [];
    return [{ from, field: name, isList: type.kind === 'list', isOptional, onDelete: item.onDelete }];
  });
}

/** Files of `src/domain` that belong to no entity. */
const ownDomainFiles = [
  'calendar',
  'cursor',
  'functions',
  'references',
  'problem',
  'tables',
  'values',
  'removal',
  'endings',
  'events',
  'store',
  'deliveries',
  'flow-jobs',
  'flow-starts',
  'record-changes',
  'kept-events',
  'history',
];
