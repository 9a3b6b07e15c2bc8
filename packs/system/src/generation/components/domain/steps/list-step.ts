import { literal } from '../../../code/literal.ts';
import { renderConditions, testOf } from '../conditions.ts';
import { bound } from './bound-variable.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderList(step: StepOf<'list'>, context: StepContext): string[] {
  const { scope, system } = context;
  const { table, entity } = system.entity(step.entity);
  const { where, matching } = renderConditions(step.filters, step.where, entity, scope);
  if (step.isWhole === true)
    return [bound(step.as, wholeList(step, { table, where, matching }, context), context)];
  const members = [`where: ${where}`, 'sort: query.sort', 'limit: query.limit', 'offset: query.offset'];
  if (matching !== undefined) {
    scope.usage.hasMatching = true;
    members.splice(1, 0, `matching: ${testOf(matching)}`);
  }
  const call = `tables.${table}.${scope.usage.method('list')}({ ${members.join(', ')} })`;
  return [bound(step.as, `${system.asynchrony.await}${call}`, context, '.items')];
}

/** All records that meet the conditions, or the first of them. */
function wholeList(
  { atMost, defaultSort }: StepOf<'list'>,
  { table, where, matching }: { table: string; where: string; matching: string | undefined },
  { scope, system: { asynchrony } }: StepContext,
): string {
  const { usage } = scope;
  const further = matching === undefined ? '' : `.filter(${testOf(matching)})`;
  const isInOrderOfCreation = defaultSort.field === 'createdAt' && !defaultSort.descending;
  if (isInOrderOfCreation && atMost === undefined) {
    const call = `tables.${table}.${usage.method('filter')}(${where})`;
    return further === '' ? `${asynchrony.await}${call}` : `${asynchrony.result(call)}${further}`;
  }
  const sort = literal(`${defaultSort.descending ? '-' : ''}${defaultSort.field}`);
  const limit = atMost === undefined || further !== '' ? 'Number.MAX_SAFE_INTEGER' : scope.compile(atMost);
  const query = `{ where: ${where}, sort: ${sort}, limit: ${limit}, offset: 0 }`;
  const rows = `${asynchrony.result(`tables.${table}.${usage.method('list')}(${query})`)}.items${further}`;
  return further === '' || atMost === undefined ? rows : `${rows}.slice(0, ${scope.compile(atMost)})`;
}
