import type { Entity } from '../../../../model/entity.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { renderExpiringTable } from './expiring-table-file.ts';
import { renderKeyedTable } from './keyed-table-file.ts';
import { livingTable } from './living-table.ts';
import { renderSoftDeletingTable } from './soft-deleting-table-file.ts';
import { renderVersionedTable } from './versioned-table-file.ts';

/** The classes of tables that the entities of a system need around those of the storage. */
export function renderLivingTables(system: SystemPlan, usage: StorageUsage): SourceFile[] {
  const entities = entitiesOf(system);
  const { asynchrony } = system;
  const keys = entities.flatMap(({ keptKeys = [] }) => keptKeys);
  const files: SourceFile[] = [];
  if (keys.length > 0) {
    const keyed = entities.filter(({ keptKeys }) => keptKeys !== undefined);
    files.push(
      renderKeyedTable(
        usage,
        {
          ignoresCase: keys.some(({ ignoreCase }) => ignoreCase),
          isPartial: keyed.some(({ isSoftDeleted }) => isSoftDeleted) || keys.some(({ where }) => where),
          hasConditions: keys.some(({ where }) => where),
          hasRefusals: keys.some(({ otherwise }) => otherwise),
          expires: keyed.some(({ expires }) => expires),
        },
        asynchrony,
      ),
    );
  }
  if (entities.some(({ expires }) => expires)) files.push(renderExpiringTable(usage, asynchrony));
  if (entities.some(({ isSoftDeleted }) => isSoftDeleted))
    files.push(renderSoftDeletingTable(usage, asynchrony));
  if (entities.some(({ versions }) => versions)) {
    const keepsHistory = entities.some(({ versions }) => versions?.history !== undefined);
    files.push(renderVersionedTable(usage, asynchrony, keepsHistory));
  }
  return files;
}

/** Records what these tables ask of those around which they stand. */
export function useLivingTables(system: SystemPlan, usage: StorageUsage): void {
  for (const entity of entitiesOf(system)) {
    if (entity.keptKeys !== undefined) usage.method('findBy');
    if (entity.keptKeys !== undefined && entity.expires !== undefined) usage.method('update');
    if (entity.isSoftDeleted === true) {
      if (usage.methods.has('delete')) usage.method('update');
      usage.comparison('equals');
    }
    if (entity.expires !== undefined) usage.comparison('above');
    livingTable({ entity, type: '', table: '' }, '', '', {
      file: new SourceFile('src/storage/database.ts'),
      usage,
      kept: [],
    });
  }
}

function entitiesOf(system: SystemPlan): readonly Entity[] {
  return [...system.entities.values()].map(({ entity }) => entity);
}
