import type { Entity } from '../../../../model/entity.ts';
import { literal, propertyKey } from '../../../code/literal.ts';
import { renderConditions } from '../conditions.ts';
import { enumOrders } from '../../store/enum-orders.ts';
import { cursorFile } from '../cursor-file.ts';
import { bound } from './bound-variable.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderList(step: StepOf<'list'>, context: StepContext): string[] {
  const { scope, system } = context;
  const plan = system.entity(step.entity);
  const { table, entity } = plan;
  const { where, matching } = renderConditions(step.filters, step.where, entity, scope);
  scope.usage.sorts(entity, step.isWhole ? [step.defaultSort.field] : step.sortable);
  if (step.isWhole === true)
    return [bound(step.as, wholeList(step, { table, where, matching }, context), context)];
  const members = [`where: ${where}`, 'sort: query.sort', ...stretch(step)];
  if (matching !== undefined) {
    scope.usage.hasMatching = true;
    members.splice(1, 0, `matching: ${matching}`);
  }
  const call = `tables.${table}.${scope.usage.method('list')}({ ${members.join(', ')} })`;
  if (step.paging === 'cursor') {
    const orders = enumOrders(plan, scope.usage, scope.file);
    const sorted = orders === '' ? '' : `, ${orders}`;
    if (isStretch(matching, context)) {
      scope.usage.hasStretches = true;
      const [pageOf, stretchAfter] = ['pageOf', 'stretchAfter'].map((name) =>
        scope.file.imports.value(cursorFile, name),
      );
      const rows = `tables.${table}.${scope.usage.method('list')}({ where: ${where}, sort: query.sort, ...${stretchAfter}(query${kindsOf(step, entity)}) })`;
      const page = `${pageOf}(${system.asynchrony.await}${rows}, query${sorted})`;
      return [bound(step.as, page, context, '.items')];
    }
    scope.usage.hasCursors = true;
    const pageAfter = scope.file.imports.value(cursorFile, 'pageAfter');
    return [
      bound(
        step.as,
        `${pageAfter}(${system.asynchrony.result(call)}.items, query${sorted})`,
        context,
        '.items',
      ),
    ];
  }
  return [bound(step.as, `${system.asynchrony.await}${call}`, context, '.items')];
}

/** The fields of the order whose values are no texts: in a cursor, a value of an enumeration is its place. */
function kindsOf({ sortable }: StepOf<'list'>, { fields }: Entity): string {
  const members = fields.flatMap(({ name, type }) => {
    if (!sortable.includes(name)) return [];
    if (type.kind === 'boolean') return [`${propertyKey(name)}: 'boolean'`];
    return ['integer', 'number', 'money', 'enum'].includes(type.kind)
      ? [`${propertyKey(name)}: 'number'`]
      : [];
  });
  return members.length === 0 ? '' : `, { ${members.join(', ')} }`;
}

/** Whether the storage finds the rows after a cursor by itself: a database does, where it can check all conditions. */
function isStretch(matching: string | undefined, { system }: StepContext): boolean {
  return matching === undefined && system.model.storage.kind !== 'memory';
}

/** Which rows of those that are found; a page after a cursor is cut from all of them. */
function stretch({ paging }: StepOf<'list'>): readonly string[] {
  return paging === 'cursor'
    ? ['limit: Number.MAX_SAFE_INTEGER', 'offset: 0']
    : ['limit: query.limit', 'offset: query.offset'];
}

interface Rows {
  readonly table: string;
  readonly where: string;
  readonly matching: string | undefined;
}

/** All records that meet the conditions, or the first of them. */
function wholeList(step: StepOf<'list'>, rows: Rows, context: StepContext): string {
  const { atMost, defaultSort } = step;
  const isInOrderOfCreation = defaultSort.field === 'createdAt' && !defaultSort.descending;
  return isInOrderOfCreation && atMost === undefined
    ? allRows(rows, context)
    : sortedRows(step, rows, context);
}

function allRows({ table, where, matching }: Rows, { scope, system: { asynchrony } }: StepContext): string {
  const call = `tables.${table}.${scope.usage.method('filter')}(${where})`;
  if (matching === undefined) return `${asynchrony.await}${call}`;
  return `${asynchrony.result(call)}.filter(${matching})`;
}

function sortedRows(
  { atMost, defaultSort }: StepOf<'list'>,
  { table, where, matching }: Rows,
  { scope, system: { asynchrony } }: StepContext,
): string {
  const most = atMost === undefined ? undefined : scope.compile(atMost);
  const sort = literal(`${defaultSort.descending ? '-' : ''}${defaultSort.field}`);
  const limit = matching === undefined && most !== undefined ? most : 'Number.MAX_SAFE_INTEGER';
  const query = `{ where: ${where}, sort: ${sort}, limit: ${limit}, offset: 0 }`;
  const rows = `${asynchrony.result(`tables.${table}.${scope.usage.method('list')}(${query})`)}.items`;
  if (matching === undefined) return rows;
  return `${rows}.filter(${matching})${most === undefined ? '' : `.slice(0, ${most})`}`;
}
