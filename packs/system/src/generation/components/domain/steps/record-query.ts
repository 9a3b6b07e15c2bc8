import type { Entity } from '../../../../model/entity.ts';
import type { LoadKey } from '../../../../model/operation.ts';
import { tokenField } from '../../../../model/secret-fields.ts';
import { sortName } from '../../../../model/sort-key.ts';
import { literal } from '../../../code/literal.ts';
import { tokensFile } from '../../access/access-files.ts';
import { renderConditions } from '../conditions.ts';
import type { StepContext } from './step-context.ts';

/** Which record is looked for, and whether among deleted ones too. */
interface Finding {
  readonly entity: string;
  readonly by: LoadKey;
  readonly isKept?: true;
}

/** The call that finds one record, not yet waited for; `undefined` when there is none. */
export function findCode({ entity, by, ...step }: Finding, { scope, system }: StepContext): string {
  const plan = system.entity(entity);
  if (step.isKept === true) scope.usage.kept.add(entity);
  const table = step.isKept === true ? `tables.kept.${plan.table}` : `tables.${plan.table}`;
  if (by.kind === 'id' && mayHaveEnded({ entity, by, ...step }, plan.entity)) {
    // What has ended is gone, whether it was deleted before or not.
    const where = `{ id: { ${scope.usage.comparison('equals')}: ${scope.compile(by.value)} }, goneAt: { ${scope.usage.comparison('above')}: ${scope.clock('now')} } }`;
    return `${system.asynchrony.result(`${table}.${scope.usage.method('filter')}(${where})`)}[0]`;
  }
  if (by.kind === 'id') return `${table}.${scope.usage.method('find')}(${scope.compile(by.value)})`;
  if (by.kind === 'unique') {
    const token = tokenField(plan.entity)?.name;
    const members = by.fields.map(({ field, value }) => {
      const code = scope.compile(value);
      return `${field}: ${field === token ? `${scope.file.imports.value(tokensFile, 'tokenHash')}(${code})` : code}`;
    });
    return `${table}.${scope.usage.method('findBy')}({ ${members.join(', ')} })`;
  }
  const { where, matching } = renderConditions([], by.condition, plan.entity, scope);
  scope.usage.sorts(plan.entity, by.sort);
  const sort = literal(by.sort.map(sortName));
  const members = [`where: ${where}`, `sort: ${sort}`, 'limit: 1', 'offset: 0'];
  if (matching !== undefined) {
    scope.usage.hasMatching = true;
    members.splice(1, 0, `matching: ${matching}`);
  }
  const page = system.asynchrony.result(`${table}.${scope.usage.method('list')}({ ${members.join(', ')} })`);
  return `${page}.items[0]`;
}

/** Deleted records are looked for where ended ones are, too. */
function mayHaveEnded({ isKept }: Finding, { expires }: Entity): boolean {
  return isKept === true && expires !== undefined;
}

/** Whether the call has been waited for already: the value is the item of a page or a list. */
function isItem(finding: Finding, { system }: StepContext): boolean {
  const { entity } = system.entity(finding.entity);
  return finding.by.kind === 'where' || (finding.by.kind === 'id' && mayHaveEnded(finding, entity));
}

/** The same with the word that waits. */
export function foundCode(finding: Finding, context: StepContext): string {
  const wait = isItem(finding, context) ? '' : context.system.asynchrony.await;
  return `${wait}${findCode(finding, context)}`;
}

/** The same, to be tested. */
export function testedCode(finding: Finding, context: StepContext): string {
  const code = findCode(finding, context);
  return isItem(finding, context) ? code : context.system.asynchrony.result(code);
}
