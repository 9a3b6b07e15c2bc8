import type { SortKey } from '../../model/sort-key.ts';
import { placeOf } from '../../expression/enum-place.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { ListFilter } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { requireEntity } from '../find-operation.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import { orNothing } from '../or-nothing.ts';
import { isSound } from '../simulation/is-sound.ts';
import { Underivable } from '../underivable.ts';
import { shownFilterScenarios } from './shown-scenarios.ts';
import type { Derivation } from './derivation.ts';
import { encoded, listOf } from './entity-list.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { distinctValues } from './distinct-values.ts';
import { longestPage } from './read-back.ts';
import { canReach, recordInState } from './state-scenarios.ts';

/** That a list can be narrowed by the field (by every filter it has when none is named). */
export function filterScenarios(
  derivation: Derivation,
  entityName: string,
  fieldName?: string,
): readonly DerivedScenario[] {
  const entity = requireEntity(derivation.model, entityName);
  const { step } = listOf(derivation, entityName);
  const filters = step.filters.filter((filter) => fieldName === undefined || filter.field === fieldName);
  if (filters.length === 0) {
    throw new Underivable(`the list of ${entity.plural} has no filter ${fieldName ?? 'at all'}`);
  }
  return filters.map((filter) => {
    const scenario = orNothing(() => filterScenario(derivation, entity, filter));
    if (scenario !== undefined && isSound(derivation.model, scenario)) return scenario;
    const field = fieldOf(entity, filter.field);
    const [shown] =
      filter.comparison === 'equals' ? shownFilterScenarios(derivation, entity, field, filter.parameter) : [];
    return shown ?? filterScenario(derivation, entity, filter);
  });
}

function filterScenario(derivation: Derivation, entity: Entity, filter: ListFilter): DerivedScenario {
  const draft = derivation.draft();
  const { list } = listOf(derivation, entity.name);
  const [low, high] = twoRecords(derivation, draft, entity, fieldOf(entity, filter.field));
  const expectOnly = (query: JsonValue, shown: DraftRecord, hidden: DraftRecord) => {
    const page = `${filter.parameter}=${encoded(query)}&${longestPage(list)}`;
    draft.request(list, { query: page, expect: { status: 200, includes: { id: shown.id } } });
    draft.request(list, { query: page, expect: { status: 200, excludes: { id: hidden.id } } });
  };
  if (filter.comparison === 'to') expectOnly(low.value, low.record, high.record);
  else expectOnly(high.value, high.record, low.record);
  if (filter.comparison === 'equals') expectOnly(low.value, low.record, high.record);
  return draft.finish(
    `filter.${entity.name}.${filter.parameter}`,
    `${spaced(entity.plural)} can be filtered by ${spaced(filter.parameter)}`,
  );
}

interface ValuedRecord {
  readonly record: DraftRecord;
  readonly value: JsonValue;
}

/** Two records that differ in the field; the second one has the greater value where values have an order. */
function twoRecords(
  derivation: Derivation,
  draft: ScenarioDraft,
  entity: Entity,
  field: Field,
): readonly [ValuedRecord, ValuedRecord] {
  if (field.managed === 'state') return twoStates(derivation, draft, entity, field);
  if (field.managed)
    throw new Underivable(`${field.name} is set by the system, so its values cannot be chosen`);
  const [first, second] = distinctValues(draft, entity, field, 2);
  if (first === undefined || second === undefined)
    throw new Underivable(`${entity.name}.${field.name} has only one value`);
  const [low, high] = inOrder(field, first, second) < 0 ? [first, second] : [second, first];
  return [
    { record: draft.record(entity.name, { values: { [field.name]: low } }), value: low },
    { record: draft.record(entity.name, { values: { [field.name]: high } }), value: high },
  ];
}

function twoStates(
  derivation: Derivation,
  draft: ScenarioDraft,
  entity: Entity,
  field: Field,
): readonly [ValuedRecord, ValuedRecord] {
  const initial = entity.machine?.initial ?? '';
  const next = entity.machine?.actions.find(
    (action) => action.from.includes(initial) && action.to !== initial,
  )?.to;
  const others = entity.machine?.states.filter((state) => state !== initial) ?? [];
  const goal = next ?? others.find((state) => canReach(derivation, entity, state));
  if (goal === undefined) throw new Underivable(`${entity.name}.${field.name} never changes`);
  return [
    { record: recordInState(derivation, draft, entity, initial), value: initial },
    { record: recordInState(derivation, draft, entity, goal), value: goal },
  ];
}

/** That a list comes in its standard order when the client asks for none. */
export function sortScenarios(derivation: Derivation, entityName: string): readonly DerivedScenario[] {
  const entity = requireEntity(derivation.model, entityName);
  const { list, step } = listOf(derivation, entityName);
  const draft = derivation.draft();
  const together = step.defaultSort.filter((key) => canRepeat(entity, key));
  const isTogether = together.length > 1 && together.length === step.defaultSort.length;
  const keys = isTogether ? together : step.defaultSort.slice(0, 1);
  const expected = isTogether ? combinedRecords(draft, entity, keys) : recordsBy(draft, entity, keys);
  draft.request(list, {
    query: longestPage(list),
    expect: { status: 200, inOrder: expected.map((record) => ({ id: record.id })) },
  });
  const order = keys
    .map(({ field, descending }) => (descending ? `${spaced(field)}, the last first` : spaced(field)))
    .join(', then ');
  return [draft.finish(`sort.${entityName}`, `${spaced(entity.plural)} come sorted by ${order}`)];
}

/** Whether several records can be given the same value of the field. */
function canRepeat(entity: Entity, { field: name }: SortKey): boolean {
  const field = fieldOf(entity, name);
  const isPartOfKey = entity.uniqueTogether.some((names) => names.includes(name));
  return field.managed === undefined && field.unique === undefined && !isPartOfKey;
}

/** Records of each combination of two values of every field, in their order, the last one created first. */
function combinedRecords(
  draft: ScenarioDraft,
  entity: Entity,
  keys: readonly SortKey[],
): readonly DraftRecord[] {
  const combinations = keys.reduce<readonly Readonly<Record<string, JsonValue>>[]>(
    (before, { field: name, descending }) => {
      const ascending = distinctInOrder(draft, entity, fieldOf(entity, name), 2);
      const values = descending ? ascending.toReversed() : ascending;
      return before.flatMap((each) => values.map((value) => ({ ...each, [name]: value })));
    },
    [{}],
  );
  const created = combinations.toReversed().map((values) => draft.record(entity.name, { values }));
  return created.toReversed();
}

function recordsBy(draft: ScenarioDraft, entity: Entity, [key]: readonly SortKey[]): readonly DraftRecord[] {
  const name = key?.field ?? 'createdAt';
  const records =
    name === 'createdAt'
      ? [0, 1, 2].map(() => draft.record(entity.name))
      : sortedRecords(draft, entity, fieldOf(entity, name));
  return key?.descending === true ? records.toReversed() : records;
}

/** Records in the ascending order of the field, created in another order. */
function sortedRecords(draft: ScenarioDraft, entity: Entity, field: Field): readonly DraftRecord[] {
  if (field.managed)
    throw new Underivable(`${field.name} is set by the system, so its values cannot be chosen`);
  const distinct = distinctInOrder(draft, entity, field, 3);
  const [first, ...rest] = distinct.map((value, place) => ({ value, place }));
  const created = [...rest, ...(first ? [first] : [])].map(({ value, place }) => ({
    place,
    record: draft.record(entity.name, { values: { [field.name]: value } }),
  }));
  return created.toSorted((a, b) => a.place - b.place).map(({ record }) => record);
}

function distinctInOrder(
  draft: ScenarioDraft,
  entity: Entity,
  field: Field,
  count: number,
): readonly JsonValue[] {
  const distinct = distinctValues(draft, entity, field, count).toSorted((a, b) => inOrder(field, a, b));
  if (distinct.length < 2) throw new Underivable(`${entity.name}.${field.name} has only one value`);
  return distinct;
}

function fieldOf(entity: Entity, name: string): Field {
  const field = entity.fields.find((one) => one.name === name);
  if (!field) throw new Underivable(`${entity.name} has no field ${name}`);
  return field;
}

function inOrder({ type }: Field, a: JsonValue, b: JsonValue): number {
  if (type.kind === 'enum') return placeOf(type.values, a) - placeOf(type.values, b);
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
