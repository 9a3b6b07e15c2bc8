import type { Expression } from '../../expression/expression.ts';
import { variablesIn } from '../../expression/expression-walk.ts';
import type { Entity } from '../../model/entity.ts';
import type { Flow } from '../../model/flow.ts';
import type { Operation, Step } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { entityNamed, standardOperation } from '../find-operation.ts';
import type { DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { leadToState } from '../scenarios/state-scenarios.ts';
import { Underivable } from '../underivable.ts';
import { expressionFacts } from '../witness/expression-facts.ts';
import { findWitnesses, tryCandidate } from '../witness/find-witnesses.ts';
import { valuesFor } from '../witness/list-modifications.ts';
import type { Modification } from '../witness/modification.ts';
import { targetsOf } from '../witness/slots.ts';

/** Writes requests into a draft after which a flow may have something to do. @throws Underivable when there is no way. */
export type Story = (derivation: Derivation) => ScenarioDraft;

/** What a story is to be about. */
export interface Subject {
  readonly entities: readonly Entity[];
  /** What happens by itself. */
  readonly steps: readonly Step[];
  /** When it does. */
  readonly conditions: readonly Expression[];
}

/** Stories after which something may happen, the plainest first. */
export function* storiesOf({ model }: Derivation, subject: Subject): Generator<Story> {
  const { entities } = subject;
  for (const entity of entities) yield* recordStories(entity, model, subject);
  const operations = operationsOn(model, entities);
  for (const operation of operations) yield* witnessStory(operation);
  for (const operation of operations) yield* variedWitnesses(operation, model, subject);
  for (const entity of entities) yield* variedStories(entity, model, subject);
}

/** What a flow waits for and works on. */
export function subjectOfFlow(model: SystemModel, { trigger, blocks, failed }: Flow): Subject {
  const steps = allSteps(
    [...blocks, ...failed].flatMap((block) => (block.kind === 'transaction' ? block.steps : [])),
  );
  const worked = steps.flatMap((step) => ('entity' in step ? [step.entity] : []));
  if (trigger.kind !== 'event') return { entities: entitiesOf(model, worked), steps, conditions: [] };
  const conditions = [trigger.when, trigger.at, trigger.after].filter((one) => one !== undefined);
  return {
    entities: entitiesOf(model, [...changedBy(model, [trigger.event]), ...worked]),
    steps,
    conditions,
  };
}

/** The entities whose changes some events are. */
export function changedBy({ events }: SystemModel, names: readonly string[]): readonly string[] {
  return events.flatMap(({ name, change }) =>
    change !== undefined && names.includes(name) ? [change.entity] : [],
  );
}

export function entitiesOf(model: SystemModel, names: readonly string[]): readonly Entity[] {
  return [...new Set(names)].flatMap((name) => entityNamed(model, name) ?? []);
}

/** A record that is created, changed, led into each of its states, deleted. */
function* recordStories(entity: Entity, model: SystemModel, subject: Subject): Generator<Story> {
  const states = entity.machine?.states.filter((state) => state !== entity.machine?.initial) ?? [];
  yield withRecord(entity, subject, () => undefined);
  for (const state of states)
    yield withRecord(entity, subject, (draft, record, derivation) =>
      leadToState(derivation, draft, record, state),
    );
  for (const kind of ['update', 'delete'] as const) {
    const operation = standardOperation(model, entity.name, kind);
    if (operation !== undefined)
      yield withRecord(entity, subject, (draft, record) => changeRecord(draft, record, operation));
  }
}

function changeRecord(draft: ScenarioDraft, { entity, id }: DraftRecord, operation: Operation): void {
  const [field] = operation.input;
  const body = field === undefined ? {} : { [field.name]: draft.value(entity, field, 1) };
  draft.request(operation, {
    id,
    ...(operation.input.length > 0 ? { body } : {}),
    expect: { status: operation.answer.status },
  });
}

type Then = (draft: ScenarioDraft, record: DraftRecord, derivation: Derivation) => void;

function withRecord(entity: Entity, subject: Subject, then: Then, values: DraftRecord['body'] = {}): Story {
  return (derivation) => {
    const draft = derivation.draft();
    const record = draft.record(entity.name, {
      values,
      isFull: Object.keys(values).length === 0 && isCopied(subject),
    });
    then(draft, record, derivation);
    return draft;
  };
}

/** Whether the steps take over what the event tells, so that it should tell something. */
function isCopied({ steps }: Subject): boolean {
  return steps.some(
    (step) =>
      step.kind === 'create' &&
      step.set.filter(({ value }) => variablesIn(value.node).has('event')).length > 2,
  );
}

/** Operations that write what the flow works on; those that write most of it first. */
function operationsOn({ operations }: SystemModel, entities: readonly Entity[]): readonly Operation[] {
  const names = new Set(entities.map(({ name }) => name));
  const shared = ({ steps }: Operation) =>
    allSteps(steps).filter((step) => step.kind === 'emit' || ('entity' in step && names.has(step.entity)))
      .length;
  return operations
    .filter((one) => one.origin === 'written' && one.http.method !== 'GET' && shared(one) > 0)
    .toSorted((a, b) => shared(b) - shared(a));
}

function* witnessStory(operation: Operation, others: readonly Modification[] = []): Generator<Story> {
  yield (derivation) => {
    const found = findWitnesses(derivation, operation).get('success');
    const witness = found && tryCandidate(derivation, operation, [...others, ...found.modifications]);
    if (witness === undefined)
      throw new Underivable(`no example was found for ${operation.name} that succeeds`);
    return witness.candidate.draft;
  };
}

/** The same with other values in the records that the request names, where conditions speak of them. */
function* variedWitnesses(operation: Operation, model: SystemModel, subject: Subject): Generator<Story> {
  const facts = expressionFacts(subject.steps, subject.conditions);
  for (const target of targetsOf(operation)) {
    const entity = entityNamed(model, target.entity);
    const create = standardOperation(model, target.entity, 'create');
    for (const field of create?.input ?? []) {
      if (entity === undefined || !facts.members.has(field.name)) continue;
      for (const value of valuesFor(entity.name, field, facts)) {
        const varied = { kind: 'field', slot: target.name, field: field.name, value } as const;
        yield* witnessStory(operation, [varied]);
      }
    }
  }
}

/** Records with the values that the conditions of the flow speak of. */
function* variedStories(entity: Entity, model: SystemModel, subject: Subject): Generator<Story> {
  const facts = expressionFacts(subject.steps, subject.conditions);
  const create = standardOperation(model, entity.name, 'create');
  for (const field of create?.input ?? []) {
    if (!facts.members.has(field.name)) continue;
    for (const value of valuesFor(entity.name, field, facts))
      yield withRecord(entity, subject, () => undefined, { [field.name]: value });
  }
}
