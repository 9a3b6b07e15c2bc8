import type { Entity } from '../../model/entity.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { spaced } from '../../naming/letter-case.ts';
import { requireEntity, standardOperation } from '../find-operation.ts';
import { withArticle } from '../samples/with-article.ts';
import type { DerivedScenario, DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import { shownValues } from '../shown-values.ts';
import type { LifePart } from '../target.ts';
import type { Derivation } from './derivation.ts';
import { expectAbsent, expectStored } from './read-back.ts';

/** What an entity says of how its records live. */
export function lifeScenarios(
  derivation: Derivation,
  entityName: string,
  part: LifePart,
): readonly DerivedScenario[] {
  const entity = requireEntity(derivation.model, entityName);
  const scenario = {
    softDelete: softDeleteScenario,
    restore: restoreScenario,
    versions: versionScenario,
    expires: presentScenario,
  }[part](derivation, entity);
  return [scenario];
}

/** A deleted record is gone, and what was unique in it is free again. */
function softDeleteScenario(derivation: Derivation, entity: Entity): DerivedScenario {
  const draft = derivation.draft();
  const remove = standardOperation(draft.model, entity.name, 'delete');
  if (!remove)
    return beginningScenario(derivation, entity, { part: 'softDelete', values: { deletedAt: null } });
  const values = Object.fromEntries(
    entity.fields.filter(({ unique }) => unique).map((field) => [field.name, draft.value(entity, field, 0)]),
  );
  const record = draft.record(entity.name, { values });
  draft.request(remove, { id: record.id, expect: { status: remove.answer.status } });
  expectAbsent(draft, record);
  expectStored(draft, draft.record(entity.name, { values }));
  return draft.finish(
    `life.${entity.name}.softDelete`,
    `a deleted ${spaced(entity.name)} is found no more, and another may take its place`,
  );
}

/** A deleted record can be brought back, once. */
function restoreScenario(derivation: Derivation, entity: Entity): DerivedScenario {
  const draft = derivation.draft();
  const remove = standardOperation(draft.model, entity.name, 'delete');
  const restore = draft.model.operations.find(
    ({ entity: owner, origin, steps }) =>
      owner === entity.name &&
      origin === 'standard' &&
      steps.some((step) => step.kind === 'load' && step.isKept),
  );
  if (!remove || !restore)
    return beginningScenario(derivation, entity, { part: 'restore', values: { deletedAt: null } });
  const record = draft.record(entity.name);
  const { id } = record;
  const present = { status: 409, body: { code: 'not_deleted' } };
  draft.request(restore, { id, expect: present });
  draft.request(remove, { id, expect: { status: remove.answer.status } });
  expectAbsent(draft, record);
  draft.request(restore, { id, expect: { status: 200, body: { deletedAt: null } } });
  expectStored(draft, record);
  return draft.finish(
    `life.${entity.name}.restore`,
    `${withArticle(entity.name)} that was deleted is brought back`,
  );
}

/** Each change gives a new version; only who knows the present one changes the record. */
function versionScenario(derivation: Derivation, entity: Entity): DerivedScenario {
  const draft = derivation.draft();
  const read = standardOperation(draft.model, entity.name, 'read');
  const update = standardOperation(draft.model, entity.name, 'update');
  const field = update?.input[0];
  if (!read || !update || !field)
    return beginningScenario(derivation, entity, { part: 'versions', values: { version: 1 } });
  const record = draft.record(entity.name, { expect: { version: 1 } });
  const { id } = record;
  const change = (tag: string, status: number) => {
    const body = { [field.name]: draft.value(entity, field, 1) };
    const code = status === 412 ? { body: { code: 'precondition_failed' } } : {};
    draft.request(update, { id, body, conditions: { 'if-match': tag }, expect: { status, ...code } });
  };
  draft.request(read, { id, expect: { status: 200, headers: { etag: '"1"' } } });
  change('"1"', update.answer.status);
  change('"1"', 412);
  draft.request(read, { id, expect: { status: 200, body: { version: 2 }, headers: { etag: '"2"' } } });
  draft.request(read, { id, conditions: { 'if-none-match': '"2"' }, expect: { status: 304 } });
  expectHistory(draft, record, field.name);
  if (update.precondition?.isRequired) {
    const expect = { status: 428, body: { code: 'precondition_required' } };
    draft.request(update, { id, body: {}, conditions: {}, expect });
  }
  return draft.finish(
    `life.${entity.name}.versions`,
    `${withArticle(entity.name)} is changed by nobody who has an old version`,
  );
}

/** What a record was before it was changed is told, where its versions are kept. */
function expectHistory(draft: ScenarioDraft, { entity, id, body }: DraftRecord, changed: string): void {
  const history = entity.versions?.history;
  const telling = draft.model.operations.filter(
    ({ origin, answer, steps }) =>
      origin === 'standard' &&
      answer.body.kind === 'variable' &&
      steps.some((step) => 'entity' in step && step.entity === history),
  );
  const earlier = { id, version: 1, ...shownValues(entity, { [changed]: body[changed] ?? null }) };
  for (const operation of telling) {
    const isList = operation.steps.some(({ kind }) => kind === 'list');
    const parameter = (name: string) => (name === 'version' ? '1' : id);
    const expected = isList ? { includes: earlier } : { body: earlier };
    draft.request(operation, { parameter, expect: { status: 200, ...expected } });
  }
}

/** How a record begins, where the interface shows nothing more of its life. */
function beginningScenario(
  derivation: Derivation,
  entity: Entity,
  { part, values }: { readonly part: LifePart; readonly values: Readonly<Record<string, JsonValue>> },
): DerivedScenario {
  const draft = derivation.draft();
  draft.record(entity.name, { expect: values });
  const [name = ''] = Object.keys(values);
  return draft.finish(
    `life.${entity.name}.${part}`,
    `${withArticle(entity.name)} is created with its ${spaced(name)}`,
  );
}

/** Until its end comes, a record is there. */
function presentScenario(derivation: Derivation, entity: Entity): DerivedScenario {
  const draft = derivation.draft();
  expectStored(draft, draft.record(entity.name));
  return draft.finish(
    `life.${entity.name}.expires`,
    `${withArticle(entity.name)} can be found as long as its time is not over`,
  );
}
