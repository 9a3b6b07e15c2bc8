import type { Assignment, LoadKey, Precondition, Refusal, Step } from '../../model/operation.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import { decided, unknownValue } from './unknown-value.ts';
import { evaluate, NotSimulated, nextCursorOf, type Scope, totalOf, type Value } from './evaluate.ts';
import { Refused } from './problem.ts';
import { inOrder, pageOf } from './page-of.ts';
import type { StoredRecord, Tables } from './tables.ts';

/** What the steps of an operation have come to so far. */
export interface State {
  tables: Tables;
  scope: Record<string, Value>;
  total?: number;
  hasUpdated?: boolean;
}

/** What the steps of an operation are given. */
export interface Circumstances {
  readonly given: { readonly input: Scope; readonly query: Scope };
  /** All steps, those inside others and rules too: where a step stands among them is its index. */
  readonly order: readonly Step[];
  /** Kept up to date while steps run. */
  readonly trail?: Trail;
  /** The version that must be the one loaded, as the request names it. */
  readonly precondition?: Precondition & { readonly ifMatch: string | undefined };
}

/** How far steps have come. */
export interface Trail {
  /** Steps that have begun. */
  count: number;
  /** What the step that began last knew. */
  scope: Scope;
}

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

const runners: ByKind<Step, [state: State, circumstances: Circumstances], void> = {
  load: (step, state, circumstances) => {
    const record = loaded(step, state, circumstances);
    if (circumstances.precondition?.variable === step.as) expectVersion(record, circumstances.precondition);
    state.scope[step.as] = record;
  },
  find: ({ as, entity, by }, state) => {
    state.scope[as] = found(entity, by, state) ?? null;
  },
  list: (step, state, { given }) => {
    const page = pageOf(step, state.tables, state.scope, given.query);
    const most = step.atMost === undefined ? undefined : number(evaluate(step.atMost.node, state.scope));
    state.scope[step.as] = page.records.slice(0, most);
    state.scope[totalOf(step.as)] = page.total;
    state.scope[nextCursorOf(step.as)] = page.total > page.records.length ? unknownValue : null;
    if (!step.isWhole) state.total = page.total;
  },
  count: (step, state) => {
    state.scope[step.as] = matching(step, state).length;
  },
  require: (step, state, circumstances) => {
    if (decided(evaluate(step.condition.node, state.scope)) === true) return;
    throw refusal(step.otherwise, step, circumstances);
  },
  compute: ({ as, value }, state) => {
    state.scope[as] = evaluate(value.node, state.scope);
  },
  create: (step, state, circumstances) => {
    const { given } = circumstances;
    const values = { ...(step.fromInput ? given.input : {}), ...assigned(step.set, state.scope) };
    keep(step.as, state.tables.insert(step.entity, values), state);
    checkRules(step.entity, step.as, state, circumstances);
  },
  update: (step, state, circumstances) => {
    const { given } = circumstances;
    const values = { ...(step.fromInput ? given.input : {}), ...assigned(step.set, state.scope) };
    keep(step.target, state.tables.change(step.entity, idOf(state.scope[step.target]), values), state);
    checkRules(step.entity, step.target, state, circumstances);
  },
  upsert: runUpsert,
  increment: runIncrement,
  delete: ({ entity, target }, state) => {
    state.tables = state.tables.remove(entity, idOf(state.scope[target]));
  },
  refer: (step, state, circumstances) => {
    const { tables, scope } = state;
    const value = evaluate(step.value.node, scope);
    const ids = Array.isArray(value) ? (value as readonly Value[]) : value === null ? [] : [value];
    const isSeen = (id: Value) => {
      const record = tables.find(step.entity, id);
      if (record === undefined || step.condition === undefined) return record !== undefined;
      return evaluate(step.condition.node, { ...scope, record }) === true;
    };
    if (ids.every(isSeen)) return;
    const about = { field: step.field, code: 'unknown_reference' };
    throw refusal({ status: 400, code: 'invalid_input', message: step.message, about }, step, circumstances);
  },
  send: () => undefined,
  emit: ({ event, payload }, state) => {
    state.tables = state.tables.tell(event, assigned(payload, state.scope));
  },
  if: ({ condition, whenTrue, whenFalse }, state, circumstances) => {
    const isTrue = decided(evaluate(condition.node, state.scope)) === true;
    runSteps(isTrue ? whenTrue : whenFalse, state, circumstances);
  },
  each: runEach,
};

/** Runs steps in their order. @throws Refused; NotSimulated when the outcome is open. */
export function runSteps(steps: readonly Step[], state: State, circumstances: Circumstances): void {
  const { trail } = circumstances;
  for (const step of steps) {
    if (trail) {
      trail.count += 1;
      trail.scope = state.scope;
    }
    byKind(runners, step, state, circumstances);
  }
}

function runEach(step: StepOf<'each'>, state: State, circumstances: Circumstances): void {
  const items = evaluate(step.list.node, state.scope);
  if (!Array.isArray(items)) throw new NotSimulated('each');
  const collected: Value[] = [];
  for (const item of items as readonly Value[]) {
    state.scope[step.variable] = item;
    runSteps(step.steps, state, circumstances);
    if (step.collect) collected.push(evaluate(step.collect.value.node, state.scope));
  }
  if (step.collect) state.scope[step.collect.as] = collected;
}

function runUpsert(step: StepOf<'upsert'>, state: State, circumstances: Circumstances): void {
  const key = assigned(step.key, state.scope);
  const values = assigned(step.set, state.scope);
  const present = byValues(state.tables.all(step.entity), key);
  state.hasUpdated = present !== undefined;
  if (present) keep(step.as, state.tables.change(step.entity, idOf(present), values), state);
  else keep(step.as, state.tables.insert(step.entity, { ...key, ...values }), state);
  checkRules(step.entity, step.as, state, circumstances);
}

function runIncrement(step: StepOf<'increment'>, state: State, circumstances: Circumstances): void {
  const target = state.scope[step.target] as StoredRecord;
  const sum = number(target[step.field]) + number(evaluate(step.by.node, state.scope));
  try {
    keep(step.target, state.tables.change(step.entity, idOf(target), { [step.field]: sum }), state);
  } catch (error) {
    throw error instanceof Refused ? refusal(step.otherwise, step, circumstances) : error;
  }
  checkRules(step.entity, step.target, state, circumstances);
}

/** What must hold of a record that was just written. */
function checkRules(entity: string, variable: string, state: State, circumstances: Circumstances): void {
  const { rules } = state.tables.entity(entity);
  if (rules === undefined) return;
  const record = state.scope[variable] ?? null;
  const { now = null, today = null, config = null } = state.scope;
  const scope = { now, today, config, [rules.variable]: record };
  runSteps(rules.steps, { tables: state.tables, scope }, circumstances);
}

function keep(
  name: string,
  { tables, record }: { readonly tables: Tables; readonly record: StoredRecord },
  state: State,
): void {
  state.tables = tables;
  state.scope[name] = record;
}

function loaded(step: StepOf<'load'>, state: State, circumstances: Circumstances): StoredRecord {
  const record = step.isKept ? foundKept(step, state) : found(step.entity, step.by, state);
  if (!record) throw refusal(step.missing, step, circumstances);
  return record;
}

function foundKept({ entity, by }: StepOf<'load'>, { scope, tables }: State): StoredRecord | undefined {
  if (by.kind !== 'id') throw new NotSimulated('deleted');
  return tables.findKept(entity, evaluate(by.value.node, scope));
}

function expectVersion(
  record: StoredRecord,
  { ifMatch, isRequired }: NonNullable<Circumstances['precondition']>,
): void {
  if (ifMatch === undefined) {
    if (isRequired) throw new Refused({ status: 428, code: 'precondition_required' });
    return;
  }
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.includes('*') || tags.includes(`"${record['version']}"`)) return;
  throw new Refused({ status: 412, code: 'precondition_failed' });
}

function found(entity: string, by: LoadKey, { scope, tables }: State): StoredRecord | undefined {
  if (by.kind === 'id') return tables.find(entity, evaluate(by.value.node, scope));
  if (by.kind === 'unique') return byValues(tables.all(entity), assigned(by.fields, scope));
  const matching = tables
    .all(entity)
    .filter((record) => evaluate(by.condition.node, { ...scope, record }) === true);
  return inOrder(matching, by.sort, tables.entity(entity))[0];
}

function matching(step: StepOf<'count'>, { tables, scope }: State): readonly StoredRecord[] {
  const { where } = step;
  const records = tables.all(step.entity);
  return where ? records.filter((record) => evaluate(where.node, { ...scope, record }) === true) : records;
}

function byValues(records: readonly StoredRecord[], values: StoredRecord): StoredRecord | undefined {
  return records.find((record) =>
    Object.entries(values).every(([name, value]) => (record[name] ?? null) === value),
  );
}

export function assigned(assignments: readonly Assignment[], scope: Scope): StoredRecord {
  return Object.fromEntries(assignments.map(({ field, value }) => [field, evaluate(value.node, scope)]));
}

function refusal({ status, code, about, field }: Refusal, step: Step, { order }: Circumstances): Refused {
  const blamed = about ?? (field === undefined ? undefined : { field, code });
  return new Refused({ status, code, ...(blamed ? { errors: [blamed] } : {}) }, order.indexOf(step));
}

export function idOf(record: Value | undefined): Value {
  const id = (record as StoredRecord | undefined)?.['id'];
  if (id === undefined) throw new NotSimulated('id');
  return id;
}

function number(value: Value | undefined): number {
  if (typeof value !== 'number') throw new NotSimulated('number');
  return value;
}
