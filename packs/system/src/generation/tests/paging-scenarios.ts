import { standardOperation } from '../../acceptance/find-operation.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { Derivation } from '../../acceptance/scenarios/derivation.ts';
import type { DerivedScenario } from '../../acceptance/scenario-draft.ts';
import { distinctValues } from '../../acceptance/scenarios/distinct-values.ts';
import { encoded } from '../../acceptance/scenarios/entity-list.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { Operation, Step } from '../../model/operation.ts';

type ListStep = Extract<Step, { kind: 'list' }>;

/** That a list comes in pages and in the order the client asks for. */
export function pagingScenarios(derivation: Derivation, entity: Entity): readonly DerivedScenario[] {
  const list = standardOperation(derivation.model, entity.name, 'list');
  const step = list?.steps.find((one) => one.kind === 'list');
  if (!list || !step || !standardOperation(derivation.model, entity.name, 'create')) return [];
  return [pageScenario(derivation, entity, list), ...orderScenario(derivation, entity, list, step)];
}

function pageScenario(derivation: Derivation, entity: Entity, list: Operation): DerivedScenario {
  const draft = derivation.draft();
  for (let number = 0; number < 3; number += 1) draft.record(entity.name);
  const headers = { 'x-total-count': '3' };
  draft.request(list, { expect: { status: 200, count: 3, headers } });
  draft.request(list, { query: 'limit=2', expect: { status: 200, count: 2, headers } });
  if (list.steps.every((step) => step.kind !== 'list' || step.paging !== 'cursor')) {
    draft.request(list, { query: 'limit=2&offset=2', expect: { status: 200, count: 1, headers } });
    draft.request(list, { query: 'offset=3', expect: { status: 200, count: 0, headers } });
  }
  const title = `${spaced(entity.plural)} come in pages`;
  return draft.finish(`paging.${entity.name}`, title);
}

function orderScenario(
  derivation: Derivation,
  entity: Entity,
  list: Operation,
  step: ListStep,
): readonly DerivedScenario[] {
  const draft = derivation.draft();
  const field = entity.fields.find((one) => step.sortable.includes(one.name) && isOrdered(one));
  if (!field) return [];
  const [first, second] = distinctValues(draft, entity, field, 2);
  if (first === undefined || second === undefined || first === null || second === null) return [];
  const [low, high] = first < second ? [first, second] : [second, first];
  const last = draft.record(entity.name, { values: { [field.name]: high } });
  const early = draft.record(entity.name, { values: { [field.name]: low } });
  const up = [{ id: early.id }, { id: last.id }];
  const query = `sort=${encoded(field.name)}`;
  draft.request(list, { query, expect: { status: 200, body: up } });
  draft.request(list, { query: query.replace('=', '=-'), expect: { status: 200, body: up.toReversed() } });
  const title = `${spaced(entity.plural)} can be sorted by ${spaced(field.name)}`;
  return [draft.finish(`order.${entity.name}`, title)];
}

/** A field whose order is the same however a store compares: enums are left out. */
function isOrdered(field: Field): boolean {
  const kinds = ['text', 'integer', 'number', 'money', 'date', 'datetime', 'time'];
  return field.managed === undefined && kinds.includes(field.type.kind);
}
