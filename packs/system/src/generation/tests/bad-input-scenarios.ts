import { standardOperation } from '../../acceptance/find-operation.ts';
import { invalidValues, unknownId } from '../../acceptance/samples/invalid-values.ts';
import { withArticle } from '../../acceptance/samples/with-article.ts';
import type { Derivation } from '../../acceptance/scenarios/derivation.ts';
import type { DerivedScenario } from '../../acceptance/scenario-draft.ts';
import type { ScenarioDraft } from '../../acceptance/scenario-draft.ts';
import type { Entity } from '../../model/entity.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { derivable } from './derivable.ts';

/** What the routes of an entity refuse: values, keys, ids and parameters that are not theirs. */
export function badInputScenarios(derivation: Derivation, entity: Entity): readonly DerivedScenario[] {
  const makers = [createRefusals, updateRefusals, unknownRecords, unknownParameters];
  return makers.flatMap((make) => derivable(() => make(derivation.draft(), entity)));
}

const invalid = (...fields: string[]) => ({
  status: 400,
  body: {
    code: 'invalid_input',
    ...(fields.length > 0 ? { errors: fields.map((field) => ({ field })) } : {}),
  },
});

function createRefusals(draft: ScenarioDraft, entity: Entity): readonly DerivedScenario[] {
  const create = standardOperation(draft.model, entity.name, 'create');
  // An operation that takes no body does not look at one.
  if (!create || create.input.length === 0) return [];
  const body = draft.body(entity.name);
  const needed = create.input.find((field) => !field.isOptional && field.defaultValue === undefined);
  if (needed) draft.request(create, { body: without(body, needed.name), expect: invalid(needed.name) });
  draft.request(create, { body: { ...body, [foreignKey(create)]: true }, expect: invalid() });
  draft.request(create, { body: { ...body, id: unknownId }, expect: invalid() });
  for (const field of create.input) {
    const [wrong] = invalidValues(field, { owner: entity.name, n: 0, reference: () => unknownId });
    if (wrong)
      draft.request(create, { body: { ...body, [field.name]: wrong.value }, expect: invalid(field.name) });
  }
  draft.request(create, { body: [], expect: invalid() });
  return [
    draft.finish(`bad.${entity.name}.create`, `${withArticle(entity.name)} with bad values is refused`),
  ];
}

function updateRefusals(draft: ScenarioDraft, entity: Entity): readonly DerivedScenario[] {
  const update = standardOperation(draft.model, entity.name, 'update');
  if (!update) return [];
  const record = draft.record(entity.name);
  draft.request(update, { id: record.id, body: {}, expect: { status: 200, body: { id: record.id } } });
  draft.request(update, { id: record.id, body: { [foreignKey(update)]: true }, expect: invalid() });
  for (const field of update.input) {
    if (!field.isOptional)
      draft.request(update, { id: record.id, body: { [field.name]: null }, expect: invalid(field.name) });
    const [wrong] = invalidValues(field, { owner: entity.name, n: 0, reference: () => unknownId });
    if (wrong)
      draft.request(update, {
        id: record.id,
        body: { [field.name]: wrong.value },
        expect: invalid(field.name),
      });
  }
  return [
    draft.finish(`bad.${entity.name}.update`, `${withArticle(entity.name)} cannot be changed to bad values`),
  ];
}

function unknownRecords(draft: ScenarioDraft, entity: Entity): readonly DerivedScenario[] {
  const operations = draft.model.operations.filter(
    (operation) =>
      operation.entity === entity.name &&
      operation.origin !== 'written' &&
      operation.http.path.filter((segment) => typeof segment !== 'string').length === 1 &&
      takesNoInput(operation),
  );
  for (const operation of operations) {
    for (const id of [unknownId, 'not-an-id']) {
      const body = operation.isPartial ? { body: {} } : {};
      draft.request(operation, { id, ...body, expect: { status: 404, body: { code: 'not_found' } } });
    }
  }
  if (draft.steps.length === 0) return [];
  const title = `${withArticle(entity.name)} that does not exist is not found`;
  return [draft.finish(`bad.${entity.name}.unknown`, title)];
}

function unknownParameters(draft: ScenarioDraft, entity: Entity): readonly DerivedScenario[] {
  const list = standardOperation(draft.model, entity.name, 'list');
  if (!list) return [];
  const queries = ['limit=0', 'limit=many', 'offset=-1', 'sort=unknownField', 'unknownParameter=1'];
  for (const query of queries) draft.request(list, { query, expect: invalid() });
  const title = `a list of ${entity.plural} refuses parameters it does not know`;
  return [draft.finish(`bad.${entity.name}.parameters`, title)];
}

function takesNoInput(operation: Operation): boolean {
  return (
    operation.isPartial ||
    operation.input.every((field) => field.isOptional || field.defaultValue !== undefined)
  );
}

function foreignKey(operation: Operation): string {
  let key = 'unexpected';
  while (operation.input.some((field) => field.name === key)) key += 'Key';
  return key;
}

function without(body: Readonly<Record<string, JsonValue>>, name: string): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}
