import type { Operation } from '../../model/operation.ts';
import type { Field } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { creatingOperation, pathOf, requireEntity, standardOperation } from '../find-operation.ts';
import { shownValues } from '../shown-values.ts';
import { unknownId } from '../samples/invalid-values.ts';
import { withArticle } from '../samples/with-article.ts';
import { camelCase, spaced } from '../../naming/letter-case.ts';
import type { DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import { type StandardOperation, standardOperations } from '../target.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { keyScenarios } from './key-scenarios.ts';
import { patchScenarios } from './patch-scenarios.ts';
import { expectAbsent, expectStored, expectStoredIfShown, isShown, longestPage } from './read-back.ts';

type Deriver = (derivation: Derivation, entity: string) => DerivedScenario;

const derivers: Readonly<Record<StandardOperation, Deriver>> = {
  create: createScenario,
  list: listScenario,
  read: readScenario,
  update: updateScenario,
  replace: replaceScenario,
  delete: deleteScenario,
};

/** Scenarios for one standard operation, or for all that the entity offers and against those it does not. */
export function apiScenarios(
  derivation: Derivation,
  entity: string,
  operation?: StandardOperation,
): readonly DerivedScenario[] {
  requireEntity(derivation.model, entity);
  if (operation) {
    const isOffered = standardOperation(derivation.model, entity, operation) !== undefined;
    const absent = isOffered ? [] : absentScenario(derivation, entity, operation);
    return absent.length > 0 ? absent : offeredScenarios(derivation, entity, operation);
  }
  const offered = standardOperations.filter((kind) => standardOperation(derivation.model, entity, kind));
  const missing = (['update', 'delete'] as const).filter((kind) => !offered.includes(kind));
  return [
    ...offered.flatMap((kind) => offeredScenarios(derivation, entity, kind)),
    ...missing.flatMap((kind) => absentScenario(derivation, entity, kind)),
  ];
}

function offeredScenarios(
  derivation: Derivation,
  entity: string,
  kind: StandardOperation,
): readonly DerivedScenario[] {
  const operation = standardOperation(derivation.model, entity, kind);
  const shown = derivers[kind](derivation, entity);
  if (operation === undefined) return [shown];
  return [shown, ...patchScenarios(derivation, operation), ...keyScenarios(derivation, operation, shown)];
}

function createScenario(derivation: Derivation, entity: string): DerivedScenario {
  const draft = derivation.draft();
  const create = operationOf(draft, entity, 'create');
  const body = draft.body(entity, { isFull: true });
  const variable = draft.variable(`${camelCase(entity)}Id`);
  draft.request(create, {
    body,
    expect: {
      status: create.answer.status,
      body,
      ...(create.answer.location
        ? { headers: { location: `${pathOf(draft.model, create)}/\${${variable}}` } }
        : {}),
    },
    save: { [variable]: 'id' },
  });
  const record: DraftRecord = { entity: requireEntity(draft.model, entity), id: `\${${variable}}`, body };
  expectStoredIfShown(draft, record, body);
  return draft.finish(`api.${entity}.create`, `${withArticle(entity)} can be created`);
}

function listScenario(derivation: Derivation, entity: string): DerivedScenario {
  const draft = derivation.draft();
  const list = operationOf(draft, entity, 'list');
  const first = draft.record(entity);
  const second = draft.record(entity);
  for (const record of [first, second]) {
    const includes = { id: record.id, ...shownValues(record.entity, record.body) };
    draft.request(list, { query: longestPage(list), expect: { status: 200, includes } });
  }
  expectParts(draft, list, first);
  return draft.finish(`api.${entity}.list`, `${plural(draft, entity)} can be listed`);
}

function readScenario(derivation: Derivation, entity: string): DerivedScenario {
  const draft = derivation.draft();
  const read = operationOf(draft, entity, 'read');
  const record = draft.record(entity, { isFull: true });
  draft.request(read, {
    id: record.id,
    expect: {
      status: read.answer.status,
      body: { id: record.id, ...shownValues(record.entity, record.body) },
    },
  });
  expectParts(draft, read, record);
  draft.request(read, { id: unknownId, expect: { status: 404, body: { code: 'not_found' } } });
  return draft.finish(`api.${entity}.read`, `${withArticle(entity)} can be read`);
}

/** Where clients may ask for some fields alone, they get these, and no others can be asked for. */
function expectParts(draft: ScenarioDraft, operation: Operation, { id }: DraftRecord): void {
  const { selection } = operation;
  if (selection === undefined) return;
  const body = selection.of === 'record' ? { body: { id } } : { includes: { id } };
  const page = selection.of === 'record' ? '' : `&${longestPage(operation)}`;
  draft.request(operation, { id, query: `fields=id${page}`, expect: { status: 200, ...body } });
  const refused = { status: 400, body: { code: 'invalid_input' } };
  draft.request(operation, { id, query: 'fields=noSuchField', expect: refused });
}

function updateScenario(derivation: Derivation, entity: string): DerivedScenario {
  const draft = derivation.draft();
  const update = operationOf(draft, entity, 'update');
  const record = draft.record(entity, { isFull: true });
  const changes = changedValues(draft, record, update.input);
  const values = { ...record.body, ...changes };
  draft.request(update, {
    id: record.id,
    body: changes,
    expect: { status: update.answer.status, body: { id: record.id, ...values } },
  });
  expectStoredIfShown(draft, record, values);
  return draft.finish(`api.${entity}.update`, `${withArticle(entity)} can be changed`);
}

/** What the new body leaves out does not stay. */
function replaceScenario(derivation: Derivation, entity: string): DerivedScenario {
  const draft = derivation.draft();
  const replace = operationOf(draft, entity, 'replace');
  const record = draft.record(entity, { isFull: true });
  const fields = replace.input.filter((field) => !field.isOptional && field.defaultValue === undefined);
  const body = Object.fromEntries(
    fields.map((field) => [
      field.name,
      field.type.kind === 'reference'
        ? (record.body[field.name] ?? null)
        : draft.value(record.entity, field, 1),
    ]),
  );
  const left = replace.input.filter((field) => field.isOptional && field.defaultValue === undefined);
  const values = { ...body, ...Object.fromEntries(left.map(({ name }) => [name, null])) };
  draft.request(replace, {
    id: record.id,
    body,
    expect: {
      status: replace.answer.status,
      body: { id: record.id, ...shownValues(record.entity, values) },
    },
  });
  draft.request(replace, { id: unknownId, body, expect: { status: 404, body: { code: 'not_found' } } });
  return draft.finish(`api.${entity}.replace`, `${withArticle(entity)} can be replaced`);
}

function deleteScenario(derivation: Derivation, entity: string): DerivedScenario {
  const draft = derivation.draft();
  const remove = operationOf(draft, entity, 'delete');
  const kept = draft.record(entity);
  const record = draft.record(entity);
  draft.request(remove, { id: record.id, expect: { status: remove.answer.status } });
  if (isShown(draft.model, entity)) {
    expectAbsent(draft, record);
    expectStored(draft, kept);
  } else {
    draft.request(remove, { id: record.id, expect: { status: 404, body: { code: 'not_found' } } });
  }
  return draft.finish(`api.${entity}.delete`, `${withArticle(entity)} can be deleted`);
}

/** Shows that the interface refuses what it was told not to offer; nothing when no path of the record exists at all. */
function absentScenario(
  derivation: Derivation,
  entity: string,
  kind: StandardOperation,
): readonly DerivedScenario[] {
  if (kind !== 'update' && kind !== 'delete') return [];
  const draft = derivation.draft();
  const read = standardOperation(draft.model, entity, 'read');
  if (!read || !creatingOperation(draft.model, entity)) return [];
  const record = draft.record(entity);
  const method = kind === 'update' ? 'PATCH' : 'DELETE';
  draft.steps.push({
    kind: 'request',
    method,
    path: pathOf(draft.model, read, () => record.id),
    ...(kind === 'update' ? { body: {} } : {}),
    expect: { status: 405, body: { code: 'method_not_allowed' } },
  });
  expectStored(draft, record, record.body);
  const verb = kind === 'update' ? 'changed' : 'deleted';
  return [draft.finish(`api.${entity}.no-${kind}`, `${withArticle(entity)} cannot be ${verb}`)];
}

/** New values for up to three fields, each different from the present one. @throws Underivable when nothing can be changed. */
function changedValues(
  draft: ScenarioDraft,
  record: DraftRecord,
  fields: readonly Field[],
): Record<string, JsonValue> {
  const changes: Record<string, JsonValue> = {};
  for (const field of fields) {
    if (Object.keys(changes).length === 3) break;
    if (field.type.kind === 'reference') continue;
    const value = draft.value(record.entity, field, 1);
    if (JSON.stringify(value) !== JSON.stringify(record.body[field.name])) changes[field.name] = value;
  }
  if (Object.keys(changes).length > 0) return changes;
  for (const field of fields) changes[field.name] = draft.value(record.entity, field, 1);
  if (fields.length === 0) throw new Underivable(`a ${record.entity.name} has no field that can be changed`);
  return changes;
}

function operationOf(draft: ScenarioDraft, entity: string, kind: StandardOperation) {
  const operation = standardOperation(draft.model, entity, kind);
  if (!operation) throw new Underivable(`the interface does not offer to ${kind} a ${entity}`);
  return operation;
}

function plural(draft: ScenarioDraft, entity: string): string {
  return spaced(requireEntity(draft.model, entity).plural);
}
