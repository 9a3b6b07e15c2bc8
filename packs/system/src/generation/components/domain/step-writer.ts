import { numberCode, precedences } from '../../../expression/precedence.ts';
import type { Operation, Step } from '../../../model/operation.ts';
import { literal } from '../../code/literal.ts';
import { negate } from '../../code/negate.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { rangeOf, rangeOfType, sum } from '../../plan/value-range.ts';
import { brokenBounds, rounded } from './bounds.ts';
import { renderConditions } from './conditions.ts';
import type { OperationScope } from './operation-scope.ts';
import { referenceChecks } from './reference-checks.ts';
import { refusalCall, refuseWhen } from './refusal.ts';
import { removalFunction, removalsFile } from './removal-file.ts';
import { changedRowValues, newRowValues, type RowSource, upsertValues } from './row-values.ts';

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

export interface StepContext {
  readonly operation: Operation;
  readonly system: SystemPlan;
  readonly scope: OperationScope;
  /** Whether the value of this step is at once what the function returns. */
  readonly isResult: boolean;
  /** How many of the later steps read a variable. */
  readonly readsLater: (variable: string) => number;
  /** Whether a later step gives the variable a new value. */
  readonly isReassigned: (variable: string) => boolean;
  /** The function that loads a record by its id and refuses when there is none, where the file has one. */
  readonly loader: (step: StepOf<'load'>) => string | undefined;
}

type StepRenderers = {
  readonly [Kind in Step['kind']]: (step: StepOf<Kind>, context: StepContext) => string[];
};

const renderers: StepRenderers = {
  load: renderLoad,
  list: renderList,
  count: renderCount,
  require: renderRequire,
  compute: renderCompute,
  create: renderCreate,
  update: renderUpdate,
  upsert: renderUpsert,
  increment: renderIncrement,
  delete: renderDelete,
  emit: renderEmit,
};

/** The statements of one step. */
export function renderStep(step: Step, context: StepContext): string[] {
  return (renderers[step.kind] as (step: Step, context: StepContext) => string[])(step, context);
}

function renderRequire({ condition, otherwise }: StepOf<'require'>, { scope }: StepContext): string[] {
  return [refuseWhen(scope.node(negate(condition.node)), refusalCall(otherwise, scope.file))];
}

function renderCompute({ as, value }: StepOf<'compute'>, { scope }: StepContext): string[] {
  const code = scope.compile(value);
  return [`const ${scope.declare(as)} = ${code};`];
}

function renderLoad(step: StepOf<'load'>, context: StepContext): string[] {
  const { scope, system } = context;
  const { asynchrony } = system;
  const refusal = () => refusalCall(step.missing, scope.file);
  const loader = context.loader(step);
  const found = loader ?? findCode(step, context);
  if (context.readsLater(step.as) === 0) {
    return [
      loader === undefined
        ? refuseWhen(`!${asynchrony.result(found)}`, refusal())
        : `${asynchrony.await}${found};`,
    ];
  }
  const waited = `${asynchrony.await}${found}`;
  const value = loader === undefined ? `${waited} ?? ${refusal()}` : waited;
  return [bound(step.as, value, context)];
}

function findCode({ by, entity }: StepOf<'load'>, { scope, system }: StepContext): string {
  const table = `tables.${system.entity(entity).table}`;
  if (by.kind === 'id') return `${table}.${scope.usage.method('find')}(${scope.compile(by.value)})`;
  const members = by.fields.map(({ field, value }) => `${field}: ${scope.compile(value)}`);
  return `${table}.${scope.usage.method('findBy')}({ ${members.join(', ')} })`;
}

function renderList(step: StepOf<'list'>, context: StepContext): string[] {
  const { scope, system } = context;
  const { table, entity } = system.entity(step.entity);
  const { where, matching } = renderConditions(step.filters, step.where, entity, scope);
  if (step.isWhole === true)
    return [bound(step.as, wholeList(step, { table, where, matching }, context), context)];
  const members = [`where: ${where}`, 'sort: query.sort', 'limit: query.limit', 'offset: query.offset'];
  if (matching !== undefined) {
    scope.usage.hasMatching = true;
    members.splice(1, 0, `matching: (record) => ${matching}`);
  }
  const call = `tables.${table}.${scope.usage.method('list')}({ ${members.join(', ')} })`;
  return [bound(step.as, `${system.asynchrony.await}${call}`, context, '.items')];
}

/** All records that meet the conditions. */
function wholeList(
  { defaultSort }: StepOf<'list'>,
  { table, where, matching }: { table: string; where: string; matching: string | undefined },
  { scope: { usage }, system: { asynchrony } }: StepContext,
): string {
  const further = matching === undefined ? '' : `.filter((record) => ${matching})`;
  if (defaultSort.field === 'createdAt' && !defaultSort.descending) {
    const call = `tables.${table}.${usage.method('filter')}(${where})`;
    return further === '' ? `${asynchrony.await}${call}` : `${asynchrony.result(call)}${further}`;
  }
  const sort = literal(`${defaultSort.descending ? '-' : ''}${defaultSort.field}`);
  const query = `{ where: ${where}, sort: ${sort}, limit: Number.MAX_SAFE_INTEGER, offset: 0 }`;
  return `${asynchrony.result(`tables.${table}.${usage.method('list')}(${query})`)}.items${further}`;
}

function renderCount(step: StepOf<'count'>, { scope, system }: StepContext): string[] {
  const plan = system.entity(step.entity);
  const table = `tables.${plan.table}`;
  const { where, matching } = renderConditions([], step.where, plan.entity, scope);
  const variable = scope.declareCount(step.as);
  const { asynchrony } = system;
  if (matching === undefined)
    return [`const ${variable} = ${asynchrony.await}${table}.${scope.usage.method('count')}(${where});`];
  const rows = asynchrony.result(`${table}.${scope.usage.method('filter')}(${where})`);
  return [`const ${variable} = ${rows}.filter((record) => ${matching}).length;`];
}

function renderCreate(step: StepOf<'create'>, context: StepContext): string[] {
  const { scope, system } = context;
  const source = rowSource(step.entity, step.fromInput, step.set, context);
  const references = referenceChecks(source, scope, system);
  const { checks, code } = newRowValues(source, scope);
  const call = `${system.asynchrony.await}tables.${source.plan.table}.${scope.usage.method('insert')}(${code})`;
  return [...references, ...checks, bound(step.as, call, context)];
}

function renderUpdate(step: StepOf<'update'>, context: StepContext): string[] {
  const { scope, system } = context;
  const source = rowSource(step.entity, step.fromInput, step.set, context);
  const references = referenceChecks(source, scope, system);
  const { checks, code } = changedRowValues(source, scope);
  const table = `${system.asynchrony.await}tables.${source.plan.table}`;
  const call = `${table}.${scope.usage.method('update')}(${scope.variable(step.target)}, ${code})`;
  return [...references, ...checks, rebound(step.target, call, context)];
}

function renderUpsert(step: StepOf<'upsert'>, context: StepContext): string[] {
  const { scope, system } = context;
  const source = rowSource(step.entity, false, step.set, context);
  const references = referenceChecks({ ...source, set: [...step.key, ...step.set] }, scope, system);
  const { entity } = source.plan;
  const table = `${system.asynchrony.await}tables.${source.plan.table}`;
  const key = step.key.map(({ field, value }) => `${field}: ${scope.compile(value)}`);
  const { checks, inserted, changed } = upsertValues(source, step.key, scope);
  const found = scope.local(`present${entity.name}`);
  scope.rememberFound(found);
  const update = `${table}.${scope.usage.method('update')}(${found}, ${changed})`;
  const insert = `${table}.${scope.usage.method('insert')}(${inserted})`;
  return [
    ...references,
    ...checks,
    `const ${found} = ${table}.${scope.usage.method('findBy')}({ ${key.join(', ')} });`,
    bound(step.as, `${found} ? ${update} : ${insert}`, context),
  ];
}

function renderIncrement(step: StepOf<'increment'>, context: StepContext): string[] {
  const { scope, system } = context;
  const plan = system.entity(step.entity);
  const field = plan.entity.fields.find(({ name }) => name === step.field);
  if (field === undefined) throw new RangeError(`${step.entity} has no field ${step.field}.`);
  const target = scope.variable(step.target);
  const current = field.isOptional ? `(${target}.${field.name} ?? 0)` : `${target}.${field.name}`;
  const code = sumCode(current, step, scope);
  const isMoney = field.type.kind === 'money';
  const range = sum(field.isOptional ? anyNumber : rangeOfType(field.type), rangeOf(step.by.node, scope));
  const variable = scope.local(field.name);
  const broken = brokenBounds(field.type, range).map(({ isBroken }) => isBroken(variable));
  const setting = variable === field.name ? field.name : `${field.name}: ${variable}`;
  const table = `${system.asynchrony.await}tables.${plan.table}`;
  const call = `${table}.${scope.usage.method('update')}(${target}, { ${setting} })`;
  return [
    `const ${variable} = ${isMoney ? rounded(code, scope) : code};`,
    ...(broken.length === 0
      ? []
      : [refuseWhen(broken.join(' || '), refusalCall(step.otherwise, scope.file))]),
    rebound(step.target, call, context),
  ];
}

/** `seats - 1` rather than `seats + -1`. */
function sumCode(current: string, { by: { node } }: StepOf<'increment'>, scope: OperationScope): string {
  const precedence = precedences.multiplicative;
  if (node.kind === 'unary' && node.operator === '-') {
    return `${current} - ${scope.node(node.operand, { precedence })}`;
  }
  if (node.kind === 'literal' && typeof node.value === 'number' && node.value < 0) {
    return `${current} - ${numberCode(-node.value)}`;
  }
  return `${current} + ${scope.node(node, { precedence })}`;
}

const anyNumber = { minimum: -Infinity, maximum: Infinity };

function renderDelete({ entity, target }: StepOf<'delete'>, { scope, system }: StepContext): string[] {
  const plan: EntityPlan = system.entity(entity);
  const row = scope.variable(target);
  const wait = system.asynchrony.await;
  if (system.dependentsOf(entity).length === 0) {
    return [`${wait}tables.${plan.table}.${scope.usage.method('delete')}(${row});`];
  }
  scope.usage.removals.add(entity);
  return [`${wait}${scope.file.imports.value(removalsFile, removalFunction(plan))}(tables, ${row});`];
}

function renderEmit({ event, payload }: StepOf<'emit'>, { scope }: StepContext): string[] {
  scope.usage.hasEvents = true;
  const members = payload.map(({ field, value }) => `${field}: ${scope.compile(value)}`);
  const fields = [`event: ${literal(event)}`, ...members];
  return [`tables.emit({ ${fields.join(', ')} });`];
}

function rowSource(
  entity: string,
  fromInput: boolean,
  set: RowSource['set'],
  { operation, system }: StepContext,
): RowSource {
  return { plan: system.entity(entity), operation, fromInput, set };
}

/** Binds the variable of a step, or returns its value at once, or drops it, as the rest of the operation needs. */
function bound(name: string, value: string, context: StepContext, suffix = ''): string {
  if (context.isResult) return `return ${value};`;
  if (context.readsLater(name) === 0) return `${value};`;
  const keyword = context.isReassigned(name) ? 'let' : 'const';
  return `${keyword} ${context.scope.declare(name, suffix)} = ${value};`;
}

/** Gives the variable of an earlier step the new version of its record. */
function rebound(name: string, value: string, context: StepContext): string {
  if (context.isResult) return `return ${value};`;
  return context.readsLater(name) === 0 ? `${value};` : `${context.scope.variable(name)} = ${value};`;
}
