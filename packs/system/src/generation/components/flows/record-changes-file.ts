import type { RecordChange } from '../../../model/system.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import { type ChangeEvent, changesByEntity } from '../../plan/flow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { tablesFile } from '../store/tables-file.ts';
import { recordChangesFile } from './flow-files.ts';

/** `tellOrderChange`. */
export function changeFunction({ type }: EntityPlan): string {
  return `tell${type}Change`;
}

/** `src/domain/record-changes.ts`: the events that changes of records are; undefined when nobody waits for any. */
export function renderRecordChangesFile(system: SystemPlan, usage: StorageUsage): SourceFile | undefined {
  const groups = changesByEntity(system);
  if (groups.size === 0) return undefined;
  usage.hasEvents = true;
  const file = new SourceFile(recordChangesFile);
  file.imports.type(tablesFile, 'Tables');
  for (const [plan, events] of groups) file.add(renderFunction(plan, events, system, file));
  return file;
}

function renderFunction(
  plan: EntityPlan,
  events: readonly ChangeEvent[],
  { asynchrony }: SystemPlan,
  file: SourceFile,
): string {
  const type = file.imports.type(plan.file, plan.type);
  const lines = events.map((event) => {
    const { condition, row } = conditionOf(event.change, plan);
    return `  if (${condition}) ${asynchrony.await}tables.emit({ ${members(event, plan, row)} });`;
  });
  return `
/** Announces what has become of a record: \`before\` is missing when it is new, \`after\` when it is gone. */
export ${asynchrony.async}function ${changeFunction(plan)}(
  tables: Tables,
  before: ${type} | undefined,
  after: ${type} | undefined,
): ${asynchrony.promise('void')} {
${lines.join('\n')}
}`;
}

function conditionOf(
  { kind, state }: RecordChange,
  { entity }: EntityPlan,
): { readonly condition: string; readonly row: string } {
  const field = entity.machine?.field ?? 'status';
  switch (kind) {
    case 'created':
      return { condition: '!before && after', row: 'after' };
    case 'updated':
      // What becomes of a record that has ended is told when it is removed.
      return {
        condition: `before && after${entity.expires === undefined ? '' : ' && after.goneAt > tables.now'}`,
        row: 'after',
      };
    case 'deleted':
      return { condition: 'before && !after', row: 'before' };
    case 'entered':
      return {
        condition: `after?.${field} === ${literal(state)} && before?.${field} !== ${literal(state)}`,
        row: 'after',
      };
  }
}

function members({ name, fields }: ChangeEvent, { entity }: EntityPlan, row: string): string {
  const own = new Set(entity.fields.map((field) => field.name));
  const [id, ...others] = fields;
  const data = [
    `${id?.name ?? 'id'}: ${row}.id`,
    ...others.filter((field) => own.has(field.name)).map((field) => `${field.name}: ${row}.${field.name}`),
  ];
  return `event: ${literal(name)}, data: { ${data.join(', ')} }`;
}
