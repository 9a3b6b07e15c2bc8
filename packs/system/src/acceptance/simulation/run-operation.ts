import type { Assignment, Operation, Refusal, Step } from '../../model/operation.ts';
import type { Moment } from './accept-input.ts';
import { evaluate, NotSimulated, type Scope, type Value } from './evaluate.ts';
import { Refused } from './problem.ts';
import { pageOf } from './page-of.ts';
import type { StoredRecord, Tables } from './tables.ts';

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

interface State {
  tables: Tables;
  scope: Record<string, Value>;
  total?: number;
  hasUpdated?: boolean;
}

/** Runs the steps as one transaction. @throws Refused, and nothing is written; NotSimulated when the outcome is open. */
export function runOperation(
  operation: Operation,
  tables: Tables,
  given: { readonly input: Scope; readonly path: Scope; readonly query: Scope },
  moment: Moment,
): OperationRun {
  const absent = Object.fromEntries(operation.input.map(({ name }) => [name, null]));
  const state: State = {
    tables,
    // A rule sees null where a partial input leaves a field out; what is written is only what was given.
    scope: { ...given, input: { ...absent, ...given.input }, now: moment.now, today: moment.today },
  };
  for (const [index, step] of operation.steps.entries()) runStep(step, index, state, given, moment);
  const { answer } = operation;
  const { body } = answer;
  const status = state.hasUpdated ? (answer.updatedStatus ?? answer.status) : answer.status;
  const located = answer.location && state.scope[answer.location.variable];
  return {
    tables: state.tables,
    status,
    variables: state.scope,
    ...(body.kind === 'variable' ? { body: state.scope[body.name] ?? null } : {}),
    ...(body.kind === 'object' ? { body: assigned(body.fields, state.scope) } : {}),
    ...(state.total === undefined ? {} : { total: state.total }),
    ...(located === undefined ? {} : { locationId: idOf(located) }),
  };
}

type Given = { readonly input: Scope; readonly query: Scope };

function runStep(step: Step, index: number, state: State, given: Given, moment: Moment): void {
  switch (step.kind) {
    case 'load':
      state.scope[step.as] = loaded(step, index, state);
      break;
    case 'list': {
      const page = pageOf(step, state.tables, state.scope, given.query);
      state.scope[step.as] = page.records;
      if (!step.isWhole) state.total = page.total;
      break;
    }
    case 'count':
      state.scope[step.as] = matching(step, state).length;
      break;
    case 'require':
      if (evaluate(step.condition.node, state.scope) !== true) throw refusal(step.otherwise, index);
      break;
    case 'compute':
      state.scope[step.as] = evaluate(step.value.node, state.scope);
      break;
    case 'delete':
      state.tables = state.tables.remove(step.entity, idOf(state.scope[step.target]));
      break;
    case 'emit':
      break;
    default:
      writeStep(step, index, state, given, moment);
  }
}

type WriteStep = Extract<Step, { kind: 'create' | 'update' | 'upsert' | 'increment' }>;

function writeStep(step: WriteStep, index: number, state: State, given: Given, moment: Moment): void {
  const { scope } = state;
  const keep = (name: string, { tables, record }: { tables: Tables; record: StoredRecord }) => {
    state.tables = tables;
    scope[name] = record;
  };
  switch (step.kind) {
    case 'create': {
      const values = { ...(step.fromInput ? given.input : {}), ...assigned(step.set, scope) };
      keep(step.as, state.tables.insert(step.entity, values, moment));
      break;
    }
    case 'update': {
      const values = { ...(step.fromInput ? given.input : {}), ...assigned(step.set, scope) };
      keep(step.target, state.tables.change(step.entity, idOf(scope[step.target]), values));
      break;
    }
    case 'upsert': {
      const key = assigned(step.key, scope);
      const values = assigned(step.set, scope);
      const present = byValues(state.tables.all(step.entity), key);
      state.hasUpdated = present !== undefined;
      if (present) keep(step.as, state.tables.change(step.entity, idOf(present), values));
      else keep(step.as, state.tables.insert(step.entity, { ...key, ...values }, moment));
      break;
    }
    case 'increment': {
      const target = scope[step.target] as StoredRecord;
      const sum = number(target[step.field]) + number(evaluate(step.by.node, scope));
      try {
        keep(step.target, state.tables.change(step.entity, idOf(target), { [step.field]: sum }));
      } catch (error) {
        throw error instanceof Refused ? refusal(step.otherwise, index) : error;
      }
    }
  }
}

function loaded(step: Extract<Step, { kind: 'load' }>, index: number, state: State): StoredRecord {
  const { by } = step;
  const record =
    by.kind === 'id'
      ? state.tables.find(step.entity, evaluate(by.value.node, state.scope))
      : byValues(state.tables.all(step.entity), assigned(by.fields, state.scope));
  if (!record) throw refusal(step.missing, index);
  return record;
}

function matching(step: Extract<Step, { kind: 'count' }>, { tables, scope }: State): readonly StoredRecord[] {
  const { where } = step;
  const records = tables.all(step.entity);
  return where ? records.filter((record) => evaluate(where.node, { ...scope, record }) === true) : records;
}

function byValues(records: readonly StoredRecord[], values: StoredRecord): StoredRecord | undefined {
  return records.find((record) =>
    Object.entries(values).every(([name, value]) => (record[name] ?? null) === value),
  );
}

function assigned(assignments: readonly Assignment[], scope: Scope): StoredRecord {
  return Object.fromEntries(assignments.map(({ field, value }) => [field, evaluate(value.node, scope)]));
}

function refusal({ status, code, about }: Refusal, step: number): Refused {
  return new Refused({ status, code, ...(about ? { errors: [about] } : {}) }, step);
}

function idOf(record: Value | undefined): Value {
  const id = (record as StoredRecord | undefined)?.['id'];
  if (id === undefined) throw new NotSimulated('id');
  return id;
}

function number(value: Value | undefined): number {
  if (typeof value !== 'number') throw new NotSimulated('number');
  return value;
}
