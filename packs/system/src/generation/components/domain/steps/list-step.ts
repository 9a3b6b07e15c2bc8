import { isDeepStrictEqual } from 'node:util';
import type { ExpressionNode } from '../../../../expression/expression.ts';
import type { Entity } from '../../../../model/entity.ts';
import { sortKey, sortName } from '../../../../model/sort-key.ts';
import { literal, propertyKey } from '../../../code/literal.ts';
import { conjuncts, renderConditions } from '../conditions.ts';
import { enumOrders } from '../../store/enum-orders.ts';
import type { OperationScope } from '../operation-scope.ts';
import { cursorFile } from '../cursor-file.ts';
import { bound } from './bound-variable.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderList(step: StepOf<'list'>, context: StepContext): string[] {
  const { scope, system } = context;
  const plan = system.entity(step.entity);
  const { table, entity } = plan;
  const { where, matching } = renderConditions(step.filters, step.where, entity, scope);
  scope.usage.sorts(entity, step.isWhole ? step.defaultSort : step.sortable.map(sortKey));
  if (step.isWhole === true)
    return [bound(step.as, wholeList(step, { table, where, matching }, context), context)];
  const members = [`where: ${where}`, 'sort: query.sort', ...stretch(step)];
  if (matching !== undefined) {
    scope.usage.hasMatching = true;
    members.splice(1, 0, matchingMember(step, entity, matching, scope));
  }
  const call = `tables.${table}.${scope.usage.method('list')}({ ${members.join(', ')} })`;
  if (step.paging === 'cursor') {
    const orders = enumOrders(plan, scope.usage, scope.file);
    const sorted = orders === '' ? '' : `, ${orders}`;
    if (system.model.storage.kind !== 'memory') {
      scope.usage.hasStretches = true;
      const [pageOf, stretchAfter] = ['pageOf', 'stretchAfter'].map((name) =>
        scope.file.imports.value(cursorFile, name),
      );
      const stretched = [
        ...members.slice(0, matching === undefined ? 2 : 3),
        `...${stretchAfter}(query${kindsOf(step, entity)})`,
      ];
      const rows = `tables.${table}.${scope.usage.method('list')}({ ${stretched.join(', ')} })`;
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

function bothOf(left: ExpressionNode, right: ExpressionNode): ExpressionNode {
  return { kind: 'binary', operator: '&&', left, right, type: { kind: 'boolean' } };
}

/** What only code can check; nothing where that is the search alone, and nothing is searched. */
function matchingMember(
  { search, where, filters }: StepOf<'list'>,
  entity: Entity,
  matching: string,
  scope: OperationScope,
): string {
  if (search === undefined || where === undefined) return `matching: ${matching}`;
  const others = conjuncts(where.node).filter((part) => !isDeepStrictEqual(part, search.condition.node));
  const matchingOf = (node: ExpressionNode) =>
    renderConditions(filters, { ...where, node }, entity, scope).matching;
  const { node: asked } = search.condition;
  const [first, ...more] = others;
  const rest = first && more.reduce<ExpressionNode>(bothOf, first);
  const isAlone = rest === undefined || matchingOf(rest) === undefined;
  const words = isAlone && asked.kind === 'binary' ? matchingOf(asked.right) : undefined;
  return words !== undefined ? `matching: query.q === null ? undefined : ${words}` : `matching: ${matching}`;
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
  const isInOrderOfCreation = defaultSort.map(sortName).join() === 'createdAt';
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
  const sort = literal(defaultSort.map(sortName));
  const limit = matching === undefined && most !== undefined ? most : 'Number.MAX_SAFE_INTEGER';
  const query = `{ where: ${where}, sort: ${sort}, limit: ${limit}, offset: 0 }`;
  const rows = `${asynchrony.result(`tables.${table}.${scope.usage.method('list')}(${query})`)}.items`;
  if (matching === undefined) return rows;
  return `${rows}.filter(${matching})${most === undefined ? '' : `.slice(0, ${most})`}`;
}
