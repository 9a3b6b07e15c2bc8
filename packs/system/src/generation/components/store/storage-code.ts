import type { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { renderMemoryDatabase } from './memory/database-file.ts';
import { renderJournal } from './memory/journal-file.ts';
import { renderMatcher } from './memory/matcher-file.ts';
import { renderMemoryTable } from './memory/memory-table-file.ts';
import { renderOrder } from './memory/order-file.ts';
import { renderUniqueIndex } from './memory/unique-index-file.ts';
import { needsConditions } from './tables-file.ts';
import { uniqueKeysOf } from './unique-keys.ts';

/** The files behind the store component. */
export function renderStorageFiles(system: SystemPlan, usage: StorageUsage): SourceFile[] {
  return renderMemoryFiles(system, usage);
}

function renderMemoryFiles(system: SystemPlan, usage: StorageUsage): SourceFile[] {
  const keys = [...system.entities.values()].flatMap(({ entity }) => uniqueKeysOf(entity));
  const files = [
    renderMemoryDatabase(system, usage),
    renderJournal(usage),
    renderMemoryTable(usage, keys.length > 0),
  ];
  if (needsConditions(usage)) files.push(renderMatcher(usage));
  const hasLists = usage.methods.has('list');
  if (hasLists || usage.methods.has('delete')) files.push(renderOrder(hasLists));
  if (keys.length > 0) {
    const ignoresCase = keys.some(({ ignoreCase }) => ignoreCase);
    files.push(renderUniqueIndex({ ignoresCase, isSearched: usage.methods.has('findBy') }));
  }
  return files;
}
