import { listInputName } from '../../model/list-input.ts';
import { createMemory } from '../../tracking/reads.ts';
import type { Entity } from '../../model/entity.ts';
import type { Operation, Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import type { Moment } from './accept-input.ts';
import type { Scope, Value } from './evaluate.ts';
import { shownBody } from './shown-value.ts';
import { idOf, runSteps, type State, type Trail } from './run-steps.ts';
import type { Tables } from './tables.ts';

export interface OperationRun {
  readonly tables: Tables;
  readonly status: number;
  readonly body?: Value;
  /** How many records a list answers for, on all pages. */
  readonly total?: number;
  readonly locationId?: Value;
  /** Every variable at the end, records as they were written. */
  readonly variables: Scope;
}

/** Runs the steps as one transaction. @throws Refused, and nothing is written; NotSimulated when the outcome is open. */
export function runOperation(
  operation: Operation,
  tables: Tables,
  given: Scope & { readonly input: Scope; readonly path: Scope; readonly query: Scope },
  moment: Moment,
  ifMatch?: string,
  trail: Trail = { count: 0, scope: {} },
): OperationRun {
  const absent = Object.fromEntries(operation.input.map(({ name }) => [name, null]));
  const state: State = {
    tables,
    // A rule sees null where a partial input leaves a field out; what is written is only what was given.
    scope: {
      ...given,
      input: inputOf(operation, { ...absent, ...given.input }),
      now: moment.now,
      today: moment.today,
    },
  };
  const { precondition } = operation;
  runSteps(operation.steps, state, {
    given,
    order: stepsWithRules(operation, (name) => tables.entity(name)),
    trail,
    ...(precondition === undefined ? {} : { precondition: { ...precondition, ifMatch } }),
  });
  const { answer } = operation;
  const status = state.hasUpdated ? (answer.updatedStatus ?? answer.status) : answer.status;
  const located = answer.location && state.scope[answer.location.variable];
  const viewer = { entity: (name: string) => state.tables.entity(name), moment };
  const body = shownBody(answer, allSteps(operation.steps), state.scope, viewer);
  return {
    tables: state.tables,
    status,
    variables: state.scope,
    ...(body === undefined ? {} : { body }),
    ...(state.total === undefined || !tellsTotal(answer) ? {} : { total: state.total }),
    ...(located === undefined ? {} : { locationId: idOf(located) }),
  };
}

/** The steps of an operation, those inside others too, and then the rules of what it writes. */
export function stepsWithRules(operation: Operation, entity: (name: string) => Entity): readonly Step[] {
  return remember(operation, 'steps', () => listSteps(operation, entity));
}

/** Operations never change, and searches run them thousands of times. */
const remember = createMemory<readonly Step[]>();

function listSteps({ steps }: Operation, entity: (name: string) => Entity): readonly Step[] {
  const all = allSteps(steps);
  const written = new Set(
    all.flatMap((step) => (writing.has(step.kind) && 'entity' in step ? [step.entity] : [])),
  );
  return [...all, ...[...written].flatMap((name) => allSteps(entity(name).rules?.steps ?? []))];
}

const writing: ReadonlySet<Step['kind']> = new Set(['create', 'update', 'upsert', 'increment']);

/** What expressions call `input`. */
function inputOf({ isListInput }: Operation, fields: Readonly<Record<string, Value>>): Value {
  return isListInput === true ? (fields[listInputName] ?? []) : fields;
}

/** Whether the header of a list says how many records there are. */
function tellsTotal({ body, headers = [] }: Operation['answer']): boolean {
  return body.kind === 'variable' || headers.some(({ name }) => name.toLowerCase() === 'x-total-count');
}
