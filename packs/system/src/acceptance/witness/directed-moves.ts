import { childrenOf } from '../../expression/children-of.ts';
import { variablesIn } from '../../expression/expression-walk.ts';
import type { ExpressionNode } from '../../expression/expression.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { Operation, Step } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { entityNamed, recordCreation, standardOperation } from '../find-operation.ts';
import { evaluate, type Scope } from '../simulation/evaluate.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';
import { type ExpressionFacts, expressionFacts } from './expression-facts.ts';
import { inputModifications, sharedModifications, valuesFor } from './list-modifications.ts';
import type { Modification, Prior } from './modification.ts';
import { type Cause, Origins, type Tie } from './origins.ts';
import { nameOf, slotsOf } from './slots.ts';
import { changesField, slotsThatChange, sourcesOfCreated } from './writes.ts';

/** So many records are created to see what a count does. */
const mostTimes = 25;

/** Whether a condition is about who asks: that may be somebody else than who made a record. */
function looksAtActor(step: Step): boolean {
  return step.kind === 'require' && variablesIn(step.condition.node).has('actor');
}

/** Finds what to change so that a step of an operation ends otherwise than it did. */
export class DirectedMoves {
  readonly #model: SystemModel;
  readonly #operation: Operation;
  readonly #origins: ReadonlyMap<Step, Origins>;

  constructor(model: SystemModel, operation: Operation) {
    this.#model = model;
    this.#operation = operation;
    this.#origins = originsByStep(model, operation);
  }

  /** @param scope what the step knew when it was tried, if it was */
  of(step: Step, scope: Scope): readonly Modification[] {
    const origins = this.#origins.get(step);
    if (origins === undefined) return [];
    const causes = withoutTwins(origins.causesOf(step));
    const facts = factsOf(step, scope);
    return [
      ...this.#slotMoves(step),
      ...(looksAtActor(step) ? [{ kind: 'other' } as const] : []),
      ...causes.flatMap((cause) => this.#movesFor(cause, facts)),
      ...waits(step, scope),
    ];
  }

  #slotMoves(step: Step): readonly Modification[] {
    const slots = slotsOf(this.#operation);
    if (step.kind === 'load') return slots.map((slot) => ({ kind: 'missing', slot: nameOf(slot) }));
    const account = this.#model.access?.accounts?.entity;
    return [
      ...sharedModifications(slots),
      ...slots.flatMap((slot): readonly Modification[] =>
        slot.entity === account && slot.field === 'id' ? [{ kind: 'actor', slot: nameOf(slot) }] : [],
      ),
    ];
  }

  #movesFor(cause: Cause, facts: ExpressionFacts): readonly Modification[] {
    if (cause.kind === 'field') return this.#fieldMoves(cause, facts);
    if (cause.kind === 'records') return this.#recordMoves(cause, facts);
    const operation = this.#operation;
    if (cause.kind === 'input') {
      const field = operation.input.find(({ name }) => name === cause.field);
      return field === undefined
        ? []
        : inputModifications(this.#model, operation, field, slotsOf(operation), facts);
    }
    const place = cause.kind;
    const field = operation[place]?.find(({ name }) => name === cause.field);
    if (field === undefined) return [];
    const own = operation.entity;
    return valuesFor(own, field, facts).map((value) => ({
      kind: 'parameter',
      place,
      field: field.name,
      value,
    }));
  }

  #fieldMoves(
    { path, entity: name, field: wanted }: Extract<Cause, { kind: 'field' }>,
    facts: ExpressionFacts,
  ): readonly Modification[] {
    const entity = entityNamed(this.#model, name);
    const field = entity?.fields.find((one) => one.name === wanted);
    if (entity === undefined || field === undefined) return [];
    const slot = path.join('.');
    const priors = this.#writers(entity, field).flatMap((operation) => {
      const slots = slotsThatChange(operation, name, wanted);
      const places = slots.length > 0 ? slots.map((own) => [{ slot: own, path }]) : [[]];
      return places.flatMap((at) => [false, true].map((isFresh) => prior(operation, { at, isFresh })));
    });
    const states = field.managed === 'state' ? (entity.machine?.states ?? []) : [];
    return [
      ...states
        .filter((state) => state !== entity.machine?.initial)
        .map((state): Modification => ({ kind: 'state', slot, state })),
      ...(this.#isGiven(entity, field)
        ? valuesFor(name, field, facts).map(
            (value): Modification => ({ kind: 'field', slot, field: wanted, value }),
          )
        : []),
      ...priors,
    ];
  }

  /** Whether a request that creates the record decides the field. */
  #isGiven({ name }: Entity, field: Field): boolean {
    const standard = recordCreation(this.#model, name)?.operation;
    if (standard !== undefined) return standard.input.some((one) => one.name === field.name);
    return this.#model.operations.some(
      (operation) =>
        operation.origin === 'written' &&
        sourcesOfCreated(operation, name)?.get(field.name)?.kind === 'input',
    );
  }

  #writers({ name }: Entity, field: Field): readonly Operation[] {
    return this.#model.operations.filter(
      (one) => one.http.method !== 'GET' && one.origin !== 'standard' && changesField(one, name, field.name),
    );
  }

  /** More records of a kind, tied to those in play. */
  #recordMoves(
    { entity: name, ties }: Extract<Cause, { kind: 'records' }>,
    facts: ExpressionFacts,
  ): readonly Modification[] {
    const entity = entityNamed(this.#model, name);
    if (entity === undefined) return [];
    const standard = standardOperation(this.#model, name, 'create');
    const makers = this.#model.operations.filter(
      (one) =>
        one.http.method !== 'GET' &&
        one.origin !== 'action' &&
        (one.origin === 'written' || one === standard) &&
        sourcesOfCreated(one, name) !== undefined,
    );
    return makers.flatMap((maker) => [
      ...moreOf(maker, entity, ties, facts),
      ...(maker === this.#operation ? again : []),
    ]);
  }
}

/** The operation itself before, in the same words or in others. */
const again: readonly Modification[] = [true, false].map((isSame) => ({ kind: 'repeat', times: 1, isSame }));

function prior(operation: Operation, rest: Partial<Prior>): Prior {
  return { kind: 'prior', operation: operation.name, at: [], isFresh: false, times: 1, values: {}, ...rest };
}

function moreOf(
  maker: Operation,
  entity: Entity,
  ties: readonly Tie[],
  facts: ExpressionFacts,
): readonly Modification[] {
  const sources = sourcesOfCreated(maker, entity.name);
  const at = ties.flatMap(({ field, path }) => {
    const source = sources?.get(field);
    return source?.kind === 'slot' ? [{ slot: source.name, path }] : [];
  });
  const numbers = facts.literals.filter(
    (one) => typeof one === 'number' && Number.isInteger(one) && one > 0 && one <= mostTimes,
  );
  const times = [...new Set([1, ...numbers.map(Number), 2, 3])];
  const states = entity.machine?.states.filter((state) => state !== entity.machine?.initial) ?? [];
  const varied = maker.input
    .filter((field) => sources?.get(field.name)?.kind === 'input' && facts.members.has(field.name))
    .flatMap((field) => valuesFor(entity.name, field, facts).map((value) => ({ [field.name]: value })));
  return [true, false].flatMap((isFresh) => [
    ...times.map((many) => prior(maker, { at, isFresh, times: many })),
    ...states.map((state) => prior(maker, { at, isFresh, state })),
    ...varied.map((values) => prior(maker, { at, isFresh, values })),
  ]);
}

/** The origins that hold for each step that may refuse: its own, or those of the rules it stands in. */
function originsByStep(model: SystemModel, operation: Operation): ReadonlyMap<Step, Origins> {
  const all = allSteps(operation.steps);
  const own = new Origins(operation.steps);
  const written = new Set(all.flatMap((step) => ('entity' in step ? [step.entity] : [])));
  const ruled = model.entities.flatMap(({ name, rules }) => {
    if (rules === undefined || !written.has(name)) return [];
    const origins = Origins.ofRules(operation, name, rules);
    return allSteps(rules.steps).map((step) => [step, origins] as const);
  });
  return new Map([...all.map((step) => [step, own] as const), ...ruled]);
}

function withoutTwins(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [JSON.stringify(cause), cause])).values()];
}

/** The literals of a step, and what the parts of its comparisons came to. */
function factsOf(step: Step, scope: Scope): ExpressionFacts {
  const facts = expressionFacts([step]);
  const rivals = comparedIn(step).flatMap((node) => rivalValues(node, scope));
  return { members: everything, literals: [...new Set([...rivals, ...facts.literals])].slice(0, 8) };
}

/** What a step speaks of is known from its causes. */
const everything: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

function comparedIn(step: Step): readonly ExpressionNode[] {
  if (step.kind === 'require') return comparisonsIn(step.condition.node);
  return step.kind === 'increment' ? [step.by.node] : [];
}

function comparisonsIn(node: ExpressionNode): readonly ExpressionNode[] {
  if (node.kind === 'binary' && !['&&', '||'].includes(node.operator)) return [node.left, node.right];
  return childrenOf(node).flatMap(comparisonsIn);
}

function rivalValues(node: ExpressionNode, scope: Scope): readonly (string | number)[] {
  const value = whenSimulated(() => evaluate(node, scope), undefined);
  const isId = typeof value === 'string' && value.includes('5a3c1e00-');
  return (typeof value === 'string' && !isId) || typeof value === 'number' ? [value] : [];
}

const minute = 60_000;

/** Time passes until an instant is over that the step compares the clock with. */
function waits(step: Step, scope: Scope): readonly Modification[] {
  const { now } = scope;
  if (step.kind !== 'require' || typeof now !== 'string') return [];
  const instants = comparedIn(step).flatMap((node) => rivalValues(node, scope));
  const lefts = instants.map((one) =>
    typeof one === 'string' ? Date.parse(one) - Date.parse(now) : Number.NaN,
  );
  const useful = lefts.filter((ms) => ms > 0 && ms < 400 * 86_400_000);
  return [...new Set(useful)].map((ms) => ({
    kind: 'advance',
    ms: Math.ceil(ms / minute) * minute + minute,
  }));
}
