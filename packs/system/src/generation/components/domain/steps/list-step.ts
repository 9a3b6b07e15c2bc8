import { literal } from '../../../code/literal.ts';
import { renderConditions } from '../conditions.ts';
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
