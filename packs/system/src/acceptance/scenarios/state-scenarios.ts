import type { Entity, StateAction, StateMachine } from '../../model/entity.ts';
import { actionOperation, requireEntity, standardOperation } from '../find-operation.ts';
import { withArticle } from '../samples/with-article.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import { orNothing } from '../or-nothing.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { raceScenarios } from './race-scenarios.ts';
import { expectStoredIfShown } from './read-back.ts';

/** The initial state and, for each action, where it leads from each state it starts at and where it is refused. */
export function statesScenarios(derivation: Derivation, entityName: string): readonly DerivedScenario[] {
  const entity = requireEntity(derivation.model, entityName);
  const machine = machineOf(entity);
  return [
    initialStateScenario(derivation, entity),
    ...machine.actions.flatMap((action) => actionScenarios(derivation, entityName, action.name)),
  ];
}

export function initialStateScenario(derivation: Derivation, entity: Entity): DerivedScenario {
  const machine = machineOf(entity);
  const draft = derivation.draft();
  const create = standardOperation(draft.model, entity.name, 'create');
  if (!create) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  draft.record(entity.name, { expect: { [machine.field]: machine.initial } });
  draft.request(create, {
    body: { ...draft.body(entity.name), [machine.field]: machine.states.at(-1) ?? machine.initial },
    expect: { status: 400, body: { code: 'invalid_input' } },
  });
  return draft.finish(
    `states.${entity.name}.initial`,
    `${withArticle(entity.name)} starts as ${machine.initial}, and only actions change that`,
  );
}

export function actionScenarios(
  derivation: Derivation,
  entityName: string,
  actionName: string,
): readonly DerivedScenario[] {
  const entity = requireEntity(derivation.model, entityName);
  const machine = machineOf(entity);
  const action = machine.actions.find((one) => one.name === actionName);
  if (!action) throw new Underivable(`${entityName} has no action ${actionName}`);
  const reachable = machine.states.filter((state) => canReach(derivation, entity, state));
  const starts = action.from.filter((state) => reachable.includes(state));
  if (starts.length === 0) throw new Underivable(`no state that ${actionName} starts from can be reached`);
  return [
    ...starts.map((state) => legalScenario(derivation, entity, action, state)),
    ...starts.slice(0, 1).flatMap((state) => actionRace(derivation, entity, action, state)),
    ...illegalScenarios(
      derivation,
      entity,
      action,
      reachable.filter((state) => !action.from.includes(state)),
    ),
  ];
}

function legalScenario(
  derivation: Derivation,
  entity: Entity,
  action: StateAction,
  from: string,
): DerivedScenario {
  const machine = machineOf(entity);
  const draft = derivation.draft();
  const record = recordInState(derivation, draft, entity, from);
  act(draft, record, action, { [machine.field]: action.to });
  expectStoredIfShown(draft, record, { [machine.field]: action.to });
  const verb = spaced(action.name);
  return draft.finish(
    `states.${entity.name}.${action.name}.from.${from}`,
    `${verb} takes ${withArticle(entity.name)} from ${from} to ${action.to}`,
  );
}

function actionRace(
  derivation: Derivation,
  entity: Entity,
  action: StateAction,
  from: string,
): readonly DerivedScenario[] {
  const operation = actionOperation(derivation.model, entity.name, action);
  const shown = legalScenario(derivation, entity, action, from);
  return operation === undefined ? [] : raceScenarios(derivation, operation, shown);
}

function illegalScenarios(
  derivation: Derivation,
  entity: Entity,
  action: StateAction,
  states: readonly string[],
): readonly DerivedScenario[] {
  if (states.length === 0) return [];
  const machine = machineOf(entity);
  const draft = derivation.draft();
  const operation = operationFor(draft, entity, action);
  for (const state of states) prepareForState(derivation, draft, entity, state);
  for (const state of states) {
    const record = recordInState(derivation, draft, entity, state);
    draft.request(operation, {
      id: record.id,
      expect: { status: 409, body: { code: 'illegal_transition' } },
    });
    expectStoredIfShown(draft, record, { [machine.field]: state });
  }
  const verb = spaced(action.name);
  return [
    draft.finish(
      `states.${entity.name}.${action.name}.refused`,
      `${verb} is refused for ${withArticle(entity.name)} that is ${states.join(' or ')}`,
    ),
  ];
}

/** Creates a record and leads it into the state by the shortest way. @throws Underivable when there is no way. */
export function recordInState(
  derivation: Derivation,
  draft: ScenarioDraft,
  entity: Entity,
  state: string,
): DraftRecord {
  prepareForState(derivation, draft, entity, state);
  const record = draft.record(entity.name);
  leadToState(derivation, draft, record, state);
  return record;
}

/** Before a record is made that will be led into the state: who makes it may matter. */
export function prepareForState(
  derivation: Derivation,
  draft: ScenarioDraft,
  entity: Entity,
  state: string,
): void {
  const { start } = wayTo(derivation, entity, state);
  const isByNewcomer = start !== undefined && derivation.leading(entity, start)?.isByNewcomer;
  if (isByNewcomer === true) draft.actors.beginWithNewcomer();
}

/** Leads a new record into the state by the shortest way. @throws Underivable when there is no way. */
export function leadToState(
  derivation: Derivation,
  draft: ScenarioDraft,
  record: DraftRecord,
  state: string,
): void {
  const way = wayTo(derivation, record.entity, state);
  if (way.start !== undefined) derivation.lead(draft, record, way.start);
  for (const action of way.actions) act(draft, record, action, {});
}

interface Way {
  /** A state that an operation which somebody wrote leads to; the initial one when absent. */
  readonly start?: string;
  readonly actions: readonly StateAction[];
}

function wayTo(derivation: Derivation, entity: Entity, state: string): Way {
  const actions = pathTo(derivation, entity, state);
  return actions === undefined ? wayOn(derivation, entity, state) : { actions };
}

/** The shortest way that begins where an operation leads which somebody wrote, and goes on by plain actions. */
function wayOn(derivation: Derivation, entity: Entity, goal: string): Way {
  const { actions } = machineOf(entity);
  const ways = new Map<string, Way>([[goal, { start: goal, actions: [] }]]);
  for (const [state, way] of ways) {
    if (derivation.leading(entity, state) !== undefined) return way;
    for (const action of actions) {
      if (action.to !== state || !actionOperation(derivation.model, entity.name, action)) continue;
      for (const start of action.from)
        if (!ways.has(start)) ways.set(start, { start, actions: [action, ...way.actions] });
    }
  }
  return { start: goal, actions: [] };
}

/** Whether requests lead a new record into the state. */
export function canReach(derivation: Derivation, entity: Entity, state: string): boolean {
  if (pathTo(derivation, entity, state) !== undefined) return true;
  const scratch = derivation.scratch();
  return orNothing(() => recordInState(scratch, scratch.draft(), entity, state)) !== undefined;
}

function act(
  draft: ScenarioDraft,
  record: DraftRecord,
  action: StateAction,
  body: Readonly<Record<string, string>>,
): void {
  const operation = operationFor(draft, record.entity, action);
  const status = operation.answer.status;
  const hasBody = operation.answer.body.kind !== 'empty' && Object.keys(body).length > 0;
  draft.request(operation, { id: record.id, expect: hasBody ? { status, body } : { status } });
}

function operationFor(draft: ScenarioDraft, entity: Entity, action: StateAction) {
  const operation = actionOperation(draft.model, entity.name, action);
  if (!operation) throw new Underivable(`no request of the interface runs ${action.name}`);
  if (operation.input.some((field) => !field.isOptional && field.defaultValue === undefined))
    throw new Underivable(`${action.name} takes an input of its own`);
  return operation;
}

/** The shortest sequence of actions from the initial state; undefined when there is none. */
function pathTo(derivation: Derivation, entity: Entity, goal: string): readonly StateAction[] | undefined {
  const machine = machineOf(entity);
  const paths = new Map<string, readonly StateAction[]>([[machine.initial, []]]);
  for (const [state, path] of paths) {
    if (state === goal) return path;
    for (const action of machine.actions) {
      const isOpen = action.from.includes(state) && !paths.has(action.to);
      if (isOpen && actionOperation(derivation.model, entity.name, action))
        paths.set(action.to, [...path, action]);
    }
  }
  return undefined;
}

function machineOf(entity: Entity): StateMachine {
  if (!entity.machine) throw new Underivable(`${entity.name} has no states`);
  return entity.machine;
}
