import { withArticle } from '../../../acceptance/samples/with-article.ts';
import { propertyKey } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { tablesFile } from '../store/tables-file.ts';

export const historyFile = 'src/domain/history.ts';

/** `keepPageVersion`, by the record type. */
export function historyFunction(type: string): string {
  return `keep${type}Version`;
}

/** `src/domain/history.ts`: how versions of records are kept; undefined where none are. */
export function renderHistoryFile(system: SystemPlan, usage: StorageUsage): SourceFile | undefined {
  const histories = [...system.entities.values()].filter(({ origin }) => origin !== undefined);
  if (histories.length === 0) return undefined;
  const file = new SourceFile(historyFile);
  file.imports.type(tablesFile, 'Tables');
  for (const { origin, ...plan } of histories)
    if (origin !== undefined) file.add(renderKeep(plan, origin, system, file, usage));
  return file;
}

function renderKeep(
  { entity, table }: EntityPlan,
  origin: EntityPlan,
  { asynchrony: { async, await: wait, promise } }: SystemPlan,
  file: SourceFile,
  usage: StorageUsage,
): string {
  const type = file.imports.type(origin.file, origin.type);
  const own = new Set(['id', 'createdAt', 'updatedAt', 'recordId', 'recordCreatedAt']);
  const { variable } = origin;
  const values = entity.fields
    .filter(({ name }) => !own.has(name))
    .map(({ name }) => `${propertyKey(name)}: ${variable}.${name}`);
  const members = [`recordId: ${variable}.id`, `recordCreatedAt: ${variable}.createdAt`, ...values];
  return `
/** Keeps ${withArticle(origin.entity.name)} as it is now. */
export ${async}function ${historyFunction(origin.type)}(tables: Tables, ${variable}: ${type}): ${promise('void')} {
  ${wait}tables.${table}.${usage.method('insert')}({ ${members.join(', ')} });
}`;
}
