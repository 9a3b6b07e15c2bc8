import type { Entity } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import type { Operation, Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { entityNamed } from '../find-operation.ts';
import { edgeValues } from '../samples/edge-values.ts';
import { sampleValue } from '../samples/sample-value.ts';
import { type ExpressionFacts, expressionFacts } from './expression-facts.ts';
import type { Modification, ParameterPlace, ValueMaker } from './modification.ts';
import { nameOf, type Slot, slotsOf, type Target, targetsOf } from './slots.ts';

/** Numbers this far from a bound or a literal decide most comparisons. */
const neighbours = [0, 1, -1];

/** The rules of what an operation writes. */
function rulesOf({ entities }: SystemModel, { steps }: Operation): readonly Step[] {
  const written = new Set(allSteps(steps).flatMap((step) => ('entity' in step ? [step.entity] : [])));
  return entities.flatMap(({ name, rules }) => (written.has(name) ? (rules?.steps ?? []) : []));
}

/** Every single deviation worth a try, the simplest kinds first. */
export function listModifications(model: SystemModel, operation: Operation): readonly Modification[] {
  const facts = expressionFacts([...operation.steps, ...rulesOf(model, operation)]);
  const slots = slotsOf(operation);
  const targets = targetsOf(operation);
  return [
    ...slots.map((slot): Modification => ({ kind: 'missing', slot: nameOf(slot) })),
    ...sharedModifications(slots),
    ...otherModification(operation),
    ...operation.input.flatMap((field) => inputModifications(model, operation, field, slots, facts)),
    ...parameterModifications(operation, facts),
    ...targets.flatMap((target) => stateModifications(model, target)),
    ...targets.flatMap((target) => fieldModifications(model, target, facts)),
    ...[true, false].flatMap((isSame) =>
      repetitions(facts).map((times): Modification => ({ kind: 'repeat', times, isSame })),
    ),
    ...priorModifications(model, operation, slots),
  ];
}

/** A few times, and as often as the small numbers in the rules say: "at most 5". */
function repetitions(facts: ExpressionFacts): readonly number[] {
  const counts = facts.literals.filter(
    (literal) => typeof literal === 'number' && Number.isInteger(literal) && literal > 0 && literal <= 25,
  );
  return [...new Set([1, 2, 3, ...counts.map(Number)])];
}

/** What is looked at of who asks may be compared with who made a record. */
function otherModification({ access }: Operation): readonly Modification[] {
  const isKnown = access?.identities.some(({ name }) => name === 'actorId') === true;
  return isKnown ? [{ kind: 'other' }] : [];
}

/** The same record twice: a transfer from an account to itself. */
export function sharedModifications(slots: readonly Slot[]): readonly Modification[] {
  return slots.flatMap((slot, index) =>
    slots
      .slice(0, index)
      .filter((earlier) => earlier.entity === slot.entity)
      .map((earlier): Modification => ({ kind: 'shared', slot: nameOf(slot), with: nameOf(earlier) })),
  );
}

function stateModifications(model: SystemModel, { name, entity }: Target): readonly Modification[] {
  const machine = entityNamed(model, entity)?.machine;
  return (machine?.states ?? [])
    .filter((state) => state !== machine?.initial)
    .map((state) => ({ kind: 'state', slot: name, state }));
}

function fieldModifications(
  model: SystemModel,
  target: Target,
  facts: ExpressionFacts,
): readonly Modification[] {
  const entity = entityNamed(model, target.entity);
  if (!entity) return [];
  return entity.fields
    .filter((field) => field.managed === undefined && facts.members.has(field.name))
    .flatMap((field) =>
      valuesFor(entity.name, field, facts).map(
        (value): Modification => ({ kind: 'field', slot: target.name, field: field.name, value }),
      ),
    );
}

export function inputModifications(
  model: SystemModel,
  operation: Operation,
  field: Field,
  slots: readonly Slot[],
  facts: ExpressionFacts,
): readonly Modification[] {
  if (slots.some((slot) => slot.source === 'input' && slot.name === field.name)) return [];
  const borrowed = slots.flatMap((slot) => {
    const entity = entityNamed(model, slot.entity);
    return entity ? borrowedValues(entity, slot, field, facts) : [];
  });
  const own = valuesFor(operation.entity, field, facts).map(
    (value): ValueMaker =>
      () =>
        value,
  );
  return [...borrowed, ...own].map((make) => ({ kind: 'input', field: field.name, make }));
}

const parameterPlaces: readonly ParameterPlace[] = ['path', 'query', 'headers'];

/** What steers lists is no value that the steps compare. */
function parameterModifications(operation: Operation, facts: ExpressionFacts): readonly Modification[] {
  return parameterPlaces.flatMap((place) =>
    (operation[place] ?? [])
      .filter(({ name }) => facts.members.has(name))
      .flatMap((field) =>
        valuesFor(operation.entity, field, facts).map(
          (value): Modification => ({ kind: 'parameter', place, field: field.name, value }),
        ),
      ),
  );
}

/** Values of the records in play that would fit the field: for `input.task in shift.tasks`. */
function borrowedValues(
  entity: Entity,
  slot: Slot,
  field: Field,
  facts: ExpressionFacts,
): readonly ValueMaker[] {
  return entity.fields
    .filter((other) => facts.members.has(other.name))
    .flatMap((other): readonly ValueMaker[] => {
      const valueOf: ValueMaker = (records) => records.get(nameOf(slot))?.body[other.name];
      if (other.type.kind === 'list' && isSimilar(other.type.of, field.type)) {
        return [(records) => firstOf(valueOf(records))];
      }
      return isSimilar(other.type, field.type) ? [valueOf] : [];
    });
}

function isSimilar(one: FieldType, other: FieldType): boolean {
  const numbers = ['integer', 'number', 'money'];
  return one.kind === other.kind || (numbers.includes(one.kind) && numbers.includes(other.kind));
}

function firstOf(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) ? (value as readonly JsonValue[])[0] : undefined;
}

/** In the past, with the first samples of the same type, shortly after them, and long after them. */
const moments: Readonly<Partial<Record<FieldType['kind'], readonly string[]>>> = {
  date: ['2020-01-15', '2031-05-14', '2031-05-15', '2031-05-17', '2031-06-20', '2030-01-16'],
  datetime: [
    '2020-01-15T09:30:00.000Z',
    '2031-05-14T09:45:00.000Z',
    '2031-05-14T10:30:00.000Z',
    '2031-05-14T13:30:00.000Z',
    '2031-06-20T18:00:00.000Z',
    // Shortly after the instant at which clocks of scenarios stand.
    '2030-01-15T14:00:00.000Z',
  ],
  duration: ['PT1M', 'PT45M', 'PT3H', 'P2D'],
  time: ['08:00', '10:30', '20:00'],
};

/** Values of a field around everything its operation compares with. */
export function valuesFor(owner: string, field: Field, facts: ExpressionFacts): readonly JsonValue[] {
  const samples = [1, 2, 0].map((n) => sampleValue(field, { owner, n, reference: () => undefined }));
  // Numbers are compared: what lies at a border decides most.
  const borders = [...edgeValues(field), ...literalsFor(field.type, facts)];
  const all = isNumber(field.type)
    ? [...borders, ...samples, ...plenty(field.type)]
    : [...samples, ...borders];
  const values = all.filter((value) => value !== undefined);
  values.push(...(moments[field.type.kind] ?? []));
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** Enough of a number for whatever several requests take from it. */
function plenty({ maximum = 1_000 }: NumberType): readonly number[] {
  return [Math.min(1_000, maximum)];
}

type NumberType = Extract<FieldType, { kind: 'integer' | 'number' | 'money' }>;

function isNumber(type: FieldType): type is NumberType {
  return type.kind === 'integer' || type.kind === 'number' || type.kind === 'money';
}

function literalsFor(type: FieldType, facts: ExpressionFacts): readonly JsonValue[] {
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'money':
      return facts.literals.flatMap((literal) =>
        typeof literal === 'number' ? neighbours.map((step) => literal + step) : [],
      );
    case 'text':
    case 'date':
    case 'datetime':
    case 'time':
      return facts.literals.filter((literal) => typeof literal === 'string');
    default:
      return [];
  }
}

/** Other operations that take nothing but the records in play. */
function priorModifications(
  model: SystemModel,
  operation: Operation,
  slots: readonly Slot[],
): readonly Modification[] {
  const entities = new Set(slots.map((slot) => slot.entity));
  return model.operations
    .filter(
      (other) =>
        other.origin === 'written' &&
        other.name !== operation.name &&
        other.http.method !== 'GET' &&
        slotsOf(other).some((slot) => entities.has(slot.entity)),
    )
    .map((other) => ({ kind: 'prior', operation: other.name, at: [], isFresh: false, times: 1, values: {} }));
}
