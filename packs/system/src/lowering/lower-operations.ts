import type { Access } from '../model/access.ts';
import { addressesById } from '../model/addresses-by-id.ts';
import type { Entity } from '../model/entity.ts';
import type { Answer, Operation, Step } from '../model/operation.ts';
import { writeAccountOperations } from './access/account-operations.ts';
import { type FileUse, writeFileOperations } from './file-operations.ts';
import { lowerHttpBinding, pathTemplate, routeKey } from './http-binding.ts';
import { lowerOperation } from './lower-operation.ts';
import type { PlannedOperation } from './lower-operation.ts';
import { withHistories } from './histories.ts';
import { writeHistoryOperations } from './history-operations.ts';
import type { LoweringContext } from './lowering-context.ts';
import { optionsOf } from './standard-options.ts';
import { standardOperations, usualOperations, writeStandardOperation } from './standard-operations.ts';
import { writeAction } from './write-action.ts';
import type { NamedOperation, StandardOperation } from './standard-operations.ts';
import type { OperationDocument, StandardOptionsDocument } from '../blueprint/document.ts';
import type { BlueprintSource } from '../blueprint/source.ts';
import { Problems } from '../blueprint/problems.ts';

/** All operations: written ones, and the standard ones and actions that no written one replaces. */
export function lowerOperations(context: LoweringContext): Operation[] {
  const planned = planOperations(context.source, context.entities, context.access);
  reportNames(planned, context);
  const readable = withHistories(context);
  const lowered = planned.flatMap((one) => {
    const operation = lowerOperation(one, readable);
    return operation === undefined ? [] : [{ one, operation }];
  });
  reportRoutes(lowered, context);
  const operations = lowered.map(({ operation }) => operation);
  const located = operations.map((operation) => ({
    ...operation,
    answer: withLocation(operation, operations, context.entities),
  }));
  return inOrder(located, context.entities);
}

/** A written operation replaces the standard one that has its name, or its method and path. */
export function planOperations(
  source: BlueprintSource,
  entities: ReadonlyMap<string, Entity>,
  access?: Access,
): PlannedOperation[] {
  const written = Object.entries(source.document.operations ?? {}).map(
    ([name, document]): PlannedOperation => ({
      name,
      document,
      origin: 'written',
      path: ['operations', name],
    }),
  );
  const names = new Set(written.map(({ name }) => name));
  const routes = new Set(written.map(({ document }) => readRoute(document.http)));
  const isFree = (one: PlannedOperation) => !names.has(one.name) && !routes.has(readRoute(one.document.http));
  const derived = [
    ...deriveAccountOperations(entities, access),
    ...[...entities.values()].flatMap((entity) => deriveOperations(source, entity, access)),
  ];
  return [...derived.filter(isFree), ...written];
}

function deriveAccountOperations(
  entities: ReadonlyMap<string, Entity>,
  access: Access | undefined,
): PlannedOperation[] {
  return writeAccountOperations(access, entities).map(
    (operation): PlannedOperation => ({
      ...operation,
      origin: 'written',
      path: ['access', 'accounts'],
      ...(access?.accounts === undefined ? {} : { entity: access.accounts.entity }),
    }),
  );
}

function deriveOperations(
  source: BlueprintSource,
  entity: Entity,
  access: Access | undefined,
): PlannedOperation[] {
  // What is done with accounts and keys is said, or left undone: nothing of the kind is offered unasked.
  const isSensitive = entity.name === access?.accounts?.entity || isKeyRecord(entity, access);
  const offered = source.document.entities[entity.name]?.api ?? (isSensitive ? [] : usualOperations);
  const path = ['entities', entity.name];
  return [
    ...standardOperations.flatMap((kind) => {
      const options = optionsOf(kind, offered);
      return options === undefined ? [] : [planStandardOperation(kind, entity, { source, access }, options)];
    }),
    ...writeFileOperations(entity, fileUse(source, entity, access)).map(
      (operation): PlannedOperation => ({ ...operation, origin: 'standard', entity: entity.name, path }),
    ),
    ...deriveHistory(entity, optionsOf('read', offered), source),
    ...deriveActions(source, entity),
  ];
}

/** The versions of a record are told where the record is, and to whom it is. */
function deriveHistory(
  entity: Entity,
  offered: StandardOptionsDocument | undefined,
  source: BlueprintSource,
): PlannedOperation[] {
  const { document } = source;
  const reading = writtenInstead('read', entity, source) ?? offered;
  const isNameTaken = document.entities[entity.versions?.history ?? ''] !== undefined;
  if (reading === undefined || isNameTaken) return [];
  const { paging } = document.entities[entity.name] ?? {};
  const style = { access: reading.access, paging, envelope: envelopeOf(entity, document) };
  return writeHistoryOperations(entity, style).map((operation) => ({
    ...operation,
    origin: 'standard',
    entity: entity.name,
    path: ['entities', entity.name, 'versions'],
  }));
}

/** A file is taken from whom the record may change, and given to whom it may read. */
function fileUse(source: BlueprintSource, entity: Entity, access: Access | undefined): FileUse {
  const { api = usualOperations } = source.document.entities[entity.name] ?? {};
  const offered = (kind: StandardOperation) => {
    const options = optionsOf(kind, api);
    return options && { access: writtenInstead(kind, entity, source)?.access ?? options.access };
  };
  const change =
    offered('update') ?? offered('replace') ?? (optionsOf('create', api) && { access: undefined });
  const own = isOwned(entity, source.document, access) ? 'owner' : undefined;
  return { change: change && { access: change.access ?? own }, read: offered('read') };
}

/** The written operation that has the name, or the method and path, of a standard one. */
function writtenInstead(
  kind: StandardOperation,
  entity: Entity,
  { document }: BlueprintSource,
): OperationDocument | undefined {
  const standard = writeStandardOperation(kind, entity);
  const route = readRoute(standard.document.http);
  return Object.entries(document.operations ?? {}).find(
    ([name, { http }]) => name === standard.name || readRoute(http) === route,
  )?.[1];
}

function deriveActions({ document }: BlueprintSource, entity: Entity): PlannedOperation[] {
  const written = document.entities[entity.name]?.states?.actions ?? {};
  return (entity.machine?.actions ?? []).map((action) => {
    const {
      name,
      document: operation,
      isPlain,
      relocate,
    } = writeAction(action, entity, written[action.name] ?? '');
    return {
      name,
      document: operation,
      origin: isPlain ? 'action' : 'written',
      entity: entity.name,
      path: ['entities', entity.name, 'states', 'actions', action.name],
      ...(relocate === undefined ? {} : { relocate }),
    };
  });
}

interface Surroundings {
  readonly source: BlueprintSource;
  readonly access: Access | undefined;
}

function planStandardOperation(
  kind: StandardOperation,
  entity: Entity,
  surroundings: Surroundings,
  options: StandardOptionsDocument,
): PlannedOperation {
  const { name, document } = standardOperation(kind, entity, surroundings);
  const isPlain = Object.keys(options).length === 0;
  return {
    name,
    document: { ...document, ...options },
    origin: 'standard',
    entity: entity.name,
    path: ['entities', entity.name, ...(isPlain ? [] : ['api', kind])],
  };
}

/** What somebody owns is changed and deleted by him alone, unless the blueprint says otherwise. */
function standardOperation(
  kind: StandardOperation,
  entity: Entity,
  { source: { document }, access }: Surroundings,
): NamedOperation {
  const operation = writeStandardOperation(kind, entity, envelopeOf(entity, document));
  const isChange = ['update', 'replace', 'delete', 'restore'].includes(kind);
  if (!isChange || !isOwned(entity, document, access)) return operation;
  return { ...operation, document: { ...operation.document, access: 'owner' } };
}

/** An account is its own owner. */
function isOwned(
  { name }: Entity,
  { entities }: BlueprintSource['document'],
  access: Access | undefined,
): boolean {
  return entities[name]?.owner !== undefined || name === access?.accounts?.entity;
}

/** What the answer of a list tells beside its records; undefined where it is an array. */
function envelopeOf(
  { name }: Entity,
  { entities, interfaces }: BlueprintSource['document'],
): 'total' | 'cursor' | undefined {
  const { envelope, paging } = { ...interfaces?.http, ...entities[name] };
  if (envelope !== true) return undefined;
  return paging === 'cursor' ? 'cursor' : 'total';
}

function isKeyRecord({ name }: Entity, access: Access | undefined): boolean {
  return access?.keys?.kind === 'records' && access.keys.entity === name;
}

/** Which requests an `http` text answers; undefined when it cannot be read. */
function readRoute(http: string): string | undefined {
  const binding = lowerHttpBinding(http, [], new Problems({ document: undefined as never }));
  return binding === undefined ? undefined : routeKey(binding);
}

function reportNames(planned: readonly PlannedOperation[], context: LoweringContext): void {
  const seen = new Map<string, PlannedOperation>();
  for (const one of planned) {
    const key = one.name.toLowerCase();
    const twin = seen.get(key);
    if (twin !== undefined) {
      context.problems.add({
        code: 'name_clash',
        path: one.path,
        isKey: true,
        message: `There is an operation \`${twin.name}\` already.`,
        suggestion:
          one.origin === 'action'
            ? 'Give the action another name, or leave the other out of `api`.'
            : undefined,
      });
    }
    seen.set(key, one);
  }
}

function reportRoutes(
  lowered: readonly { readonly one: PlannedOperation; readonly operation: Operation }[],
  context: LoweringContext,
): void {
  const seen = new Map<string, string>();
  for (const { one, operation } of lowered) {
    const key = routeKey(operation.http);
    const owner = seen.get(key);
    if (owner !== undefined) {
      context.problems.add({
        code: 'path_taken',
        path: one.origin === 'written' ? [...one.path, 'http'] : one.path,
        message: `\`${operation.http.method} ${pathTemplate(operation.http.path)}\` is answered by \`${owner}\` already.`,
      });
    }
    seen.set(key, operation.name);
  }
}

/** A created record's address is told when there is an operation to read it. */
function withLocation(
  operation: Operation,
  operations: readonly Operation[],
  entities: ReadonlyMap<string, Entity>,
): Answer {
  const { answer } = operation;
  const step = answer.status === 201 ? creationOf(operation) : undefined;
  if (step === undefined) return answer;
  const collection = entities.get(step.entity)?.collection ?? '';
  const isReadable = operations.some(
    (one) => routeKey(one.http) === `GET /${collection}/{}` && addressesById(one, step.entity),
  );
  return isReadable ? { ...answer, location: { entity: step.entity, variable: step.as } } : answer;
}

/** The step that made the record that is answered, or else the last that made one. */
function creationOf({ answer, steps }: Operation): CreationStep | undefined {
  const creations = steps.filter((step) => step.kind === 'create' || step.kind === 'upsert');
  const { body } = answer;
  const answered = body.kind === 'variable' ? creations.find((step) => step.as === body.name) : undefined;
  return answered ?? creations.at(-1);
}

type CreationStep = Extract<Step, { kind: 'create' | 'upsert' }>;

/** By entity; within it the standard operations, the actions, and the written ones in the order of the blueprint. */
function inOrder(operations: readonly Operation[], entities: ReadonlyMap<string, Entity>): Operation[] {
  const position = new Map([...entities.keys()].map((name, index) => [name, index]));
  return operations.toSorted((a, b) => (position.get(a.entity) ?? 0) - (position.get(b.entity) ?? 0));
}
