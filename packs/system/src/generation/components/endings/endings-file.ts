import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { removalFunction } from '../../plan/function-names.ts';
import { removalsFile, renderFollowing, renderRestriction } from '../domain/removal-file.ts';
import { tablesFile } from '../store/tables-file.ts';
import { endingsFile, hasEndings, isEnding } from './ending-paths.ts';

/** `src/domain/endings.ts`: how ended records are found and removed; undefined where none end. */
export function renderEndingsFile(system: SystemPlan, usage: StorageUsage): SourceFile | undefined {
  if (!hasEndings(system.model)) return undefined;
  const file = new SourceFile(endingsFile);
  const { promise } = system.asynchrony;
  file.imports.type(tablesFile, 'Tables');
  usage.hasNow = true;
  const plans = [...system.entities.values()].filter(({ entity }) => isEnding(entity));
  const members = plans.map((plan) => `{ list: ${listFunction(plan)}, remove: ${removeFunction(plan)} }`);
  file.add(`
interface Part {
  readonly limit: number;
  readonly offset: number;
}

/** What becomes of the records of one kind that have ended. */
export interface Ending {
  /** The ids of a part of them. */
  readonly list: (tables: Tables, part: Part) => ${promise('readonly string[]')};
  readonly remove: (tables: Tables, id: string) => ${promise('void')};
}

export const endings: readonly Ending[] = [${members.join(', ')}];`);
  for (const plan of plans) {
    if (plan.entity.expires !== undefined) usage.kept.add(plan.entity.name);
    file.add(renderList(plan, system, usage));
    file.add(renderRemove(plan, system, file, usage));
  }
  return file;
}

function listFunction({ entity }: EntityPlan): string {
  return `listEnded${entity.plural}`;
}

function removeFunction({ type }: EntityPlan): string {
  return `removeEnded${type}`;
}

/** Where ended records are found. */
function tableOf({ entity, table }: EntityPlan): string {
  return entity.expires === undefined ? `tables.${table}` : `tables.kept.${table}`;
}

function renderList(plan: EntityPlan, { asynchrony }: SystemPlan, usage: StorageUsage): string {
  const { async, await: wait, promise } = asynchrony;
  const { endsAt: field = 'goneAt' } = plan.entity;
  const where = `{ ${field}: { ${usage.comparison('to')}: tables.now } }`;
  const list = `${tableOf(plan)}.${usage.method('list')}`;
  return `
${async}function ${listFunction(plan)}(tables: Tables, part: Part): ${promise('readonly string[]')} {
  const { items } = ${wait}${list}({ where: ${where}, sort: ['${field}'], ...part });
  return items.map(({ id }) => id);
}`;
}

function renderRemove(plan: EntityPlan, system: SystemPlan, file: SourceFile, usage: StorageUsage): string {
  const { entity, variable } = plan;
  const table = tableOf(plan);
  const { async, await: wait, promise } = system.asynchrony;
  const dependents = system.referrersOf(entity.name);
  const statements = [
    `const ${variable} = ${wait}${table}.${usage.method('find')}(id);`,
    `if (${variable} === undefined) return;`,
    ...dependents
      .filter(({ onDelete }) => onDelete === 'restrict')
      .map((dependent) => renderRestriction(dependent, plan, { file, usage, system })),
    `${wait}${table}.${usage.method('delete')}(${variable});`,
  ];
  for (const dependent of dependents.filter(({ onDelete }) => onDelete !== 'restrict')) {
    const { from, onDelete } = dependent;
    if (onDelete === 'cascade' && system.dependentsOf(from.entity.name).length > 0) {
      usage.removals.add(from.entity.name);
      file.imports.value(removalsFile, removalFunction(from));
    }
    statements.push(renderFollowing(dependent, plan, system, usage));
  }
  return `
${async}function ${removeFunction(plan)}(tables: Tables, id: string): ${promise('void')} {
${statements.map((statement) => `  ${statement}`).join('\n')}
}`;
}
