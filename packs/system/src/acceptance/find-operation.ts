import { addressesById } from '../model/addresses-by-id.ts';
import type { Entity, StateAction } from '../model/entity.ts';
import type { Operation, Step } from '../model/operation.ts';
import type { SystemModel } from '../model/system.ts';
import { allSteps } from '../model/walk-steps.ts';
import { oncePer } from '../tracking/reads.ts';
import { fieldPath } from '../expression/expression-walk.ts';
import { kebabCase } from '../naming/letter-case.ts';
import type { StandardOperation } from './target.ts';
import { signUpOperation } from './actors/sign-in-operations.ts';
import { Underivable } from './underivable.ts';

export function entityNamed(model: SystemModel, name: string): Entity | undefined {
  return model.entities.find((entity) => entity.name === name);
}

/** @throws Underivable when the blueprint has no such entity. */
export function requireEntity(model: SystemModel, name: string): Entity {
  const entity = entityNamed(model, name);
  if (!entity) throw new Underivable(`the blueprint has no entity ${name}`);
  return entity;
}

/**
 * The operation that does this kind of thing at the entity's own address: the standard one, or one that somebody wrote in
 * its place, with rules of its own.
 */
export function standardOperation(
  model: SystemModel,
  entity: string,
  kind: StandardOperation,
): Operation | undefined {
  return operationsOf(model, entity).find(
    (operation) =>
      kindOf(operation) === kind &&
      (operation.origin === 'standard' ||
        (operation.origin === 'written' && takesThePlace(model, operation, kind))),
  );
}

/** Models never change, and large ones are asked for the operations of each entity many times. */
const operationsByEntity = oncePer((model: SystemModel) =>
  Map.groupBy(model.operations, (operation) => operation.entity),
);

function operationsOf(model: SystemModel, entity: string): readonly Operation[] {
  return operationsByEntity(model).get(entity) ?? [];
}

/** Whether a written operation stands where the standard one would: same address, same fields, same kind of step. */
function takesThePlace(model: SystemModel, operation: Operation, kind: StandardOperation): boolean {
  const entity = entityNamed(model, operation.entity);
  const [first, ...rest] = operation.http.path;
  const isAtHome = first === entity?.collection && rest.every((part) => typeof part !== 'string');
  const knowsFields = operation.input.every(({ name }) =>
    entity?.fields.some((field) => field.name === name),
  );
  const step = {
    create: 'create',
    list: 'list',
    read: 'load',
    update: 'update',
    replace: 'update',
    delete: 'delete',
  }[kind];
  const tellsId = kind !== 'create' || createdPath(operation, operation.entity, 'id') !== undefined;
  const isKnownById = rest.length === 0 || addressesById(operation, operation.entity);
  const hasStep = operation.steps.some((one) => one.kind === step);
  return isAtHome && rest.length <= 1 && knowsFields && tellsId && isKnownById && hasStep;
}

export function kindOf(operation: Operation): StandardOperation | undefined {
  if (isOfPart(operation)) return undefined;
  const addressesOne = operation.http.path.some((segment) => typeof segment !== 'string');
  switch (operation.http.method) {
    case 'POST':
      return addressesOne ? undefined : 'create';
    case 'GET':
      return addressesOne ? 'read' : 'list';
    case 'PATCH':
      return 'update';
    case 'PUT':
      return operation.origin === 'standard' ? 'replace' : 'update';
    case 'DELETE':
      return 'delete';
  }
}

/** Whether the path leads on from a record, to a file of it or to its versions. */
function isOfPart({ origin, http }: Operation): boolean {
  return origin === 'standard' && http.path.length > 2;
}

/** The operation that performs an action of the entity's state machine: `POST /tasks/{id}/complete`. */
export function actionOperation(
  model: SystemModel,
  entity: string,
  action: StateAction,
): Operation | undefined {
  return model.operations.find(
    (operation) =>
      operation.origin === 'action' &&
      operation.entity === entity &&
      operation.http.path.at(-1) === kebabCase(action.name),
  );
}

/** The path with its prefix; each parameter is replaced by what `parameter` gives for it. */
export function pathOf(
  model: SystemModel,
  operation: Pick<Operation, 'http'>,
  parameter: (name: string) => string = (name) => `{${name}}`,
): string {
  const segments = operation.http.path.map((segment) =>
    typeof segment === 'string' ? segment : parameter(segment.parameter),
  );
  return `${model.http.prefix}/${segments.join('/')}`;
}

/** Whether more than the types of its input decides if the operation succeeds: somebody wrote it, or rules for its records. */
export function isGoverned(model: SystemModel, operation: Operation | undefined): boolean {
  if (operation === undefined) return false;
  const entity = model.entities.find(({ name }) => name === operation.entity);
  return operation.origin === 'written' || entity?.rules !== undefined;
}

/** How a request creates a record with values of one's choice, and where its answer has the record. */
export interface RecordCreation {
  readonly operation: Operation;
  /** The member of the answer that is the record; the whole answer when absent. */
  readonly member?: string;
}

/** The standard way to create a record, or one that somebody wrote in its place; accounts are made by signing up. */
export function recordCreation(model: SystemModel, entity: string): RecordCreation | undefined {
  const standard = standardOperation(model, entity, 'create');
  if (standard !== undefined) return { operation: standard };
  const accounts = model.access?.accounts;
  const signUp = accounts?.entity === entity ? signUpOperation(model, accounts) : undefined;
  if (signUp === undefined) return undefined;
  const member = memberOf(signUp, entity);
  if (member !== undefined) return { operation: signUp, member };
  return signUp.answer.body.kind === 'variable' ? { operation: signUp } : undefined;
}

/** The member of an answer that is the record the operation creates. */
function memberOf({ answer: { body }, steps }: Operation, entity: string): string | undefined {
  const create = steps.find((step) => step.kind === 'create' && step.entity === entity);
  if (create?.kind !== 'create' || body.kind !== 'object') return undefined;
  return body.fields.find(({ value: { node } }) => node.kind === 'variable' && node.name === create.as)
    ?.field;
}

/** The operation that creates a record and tells its id: the standard one, or one that somebody wrote. */
export function creatingOperation(model: SystemModel, entity: string): Operation | undefined {
  const written = model.operations.find(
    (operation) =>
      operation.origin === 'written' &&
      operation.http.method === 'POST' &&
      createdPath(operation, entity, 'id') !== undefined,
  );
  return standardOperation(model, entity, 'create') ?? written;
}

/** A written operation that creates a record and says nothing of its id. */
export function silentCreation({ operations }: SystemModel, entity: string): Operation | undefined {
  const creates = (steps: readonly Step[]): boolean =>
    steps.some((step) => (step.kind === 'create' || step.kind === 'upsert') && step.entity === entity);
  const writing = operations.filter(({ origin, http }) => origin === 'written' && http.method !== 'GET');
  return writing.find(({ steps }) => creates(steps)) ?? writing.find(({ steps }) => creates(allSteps(steps)));
}

/** Where the answer of an operation has a field of the record that it creates: of its id `id`, `order.id`, `orderId`. */
export function createdPath(
  { steps, answer: { body } }: Operation,
  entity: string,
  wanted: string,
): string | undefined {
  const created = createdVariables(steps, entity);
  if (body.kind === 'variable') return created.includes(body.name) ? wanted : undefined;
  if (body.kind !== 'object') return undefined;
  const paths = body.fields.map(({ field, value: { node } }) => {
    if (node.kind === 'variable') return created.includes(node.name) ? `${field}.${wanted}` : undefined;
    const [variable = '', name] = fieldPath(node) ?? [];
    return name === wanted && created.includes(variable) ? field : undefined;
  });
  return paths.find((path) => path !== undefined);
}

function createdVariables(steps: readonly Step[], entity: string): readonly string[] {
  return steps.flatMap((step) =>
    (step.kind === 'create' || step.kind === 'upsert') && step.entity === entity ? [step.as] : [],
  );
}
