import type { Entity } from '../../../model/entity.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import { changesByEntity } from '../../plan/flow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { lines } from '../../code/blocks.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { enumOrders } from './enum-orders.ts';
import { keyLiteral } from './key-literal.ts';
import { type KeptTable, livingTable } from './living/living-table.ts';
import { createTablesFunction, transactionMembers, watch } from './table-creation.ts';
import { storedKeysOf } from './unique-keys.ts';
import { tableCode } from './watched-table-file.ts';

/** How a storage that speaks SQL makes its tables. */
export interface SqlTables {
  /** The class of a table: `SqliteTable`. */
  readonly className: string;
  /** What a table works through: `connection: Connection`. */
  readonly handle: { readonly name: string; readonly type: string };
  readonly hasUniqueKeys: boolean;
  /** The member of a layout that tells how columns are kept; false where all are kept as they are. */
  readonly columns: (plan: EntityPlan) => string | false;
}

/** Adds the function that creates the tables of a transaction. */
export function addTables(file: SourceFile, system: SystemPlan, usage: StorageUsage, sql: SqlTables): void {
  const { name, type } = sql.handle;
  const kept: KeptTable[] = [];
  const watched = changesByEntity(system);
  const tables = [...system.entities.values()].map((plan) => {
    const tell = watched.has(plan) ? watch(plan, file) : undefined;
    return renderTable(plan, sql, tell, { file, usage, kept });
  });
  const members = lines(transactionMembers(usage, name, system.asynchrony), ...tables);
  const settings = usage.hasConfig ? ', settings: Settings' : '';
  const signature = `function createTables(${name}: ${type}${settings}): Tables`;
  file.add(createTablesFunction(signature, members, kept));
}

function optionalColumns({ fields }: Entity): readonly string[] {
  return fields.filter(({ isOptional }) => isOptional).map(({ name }) => name);
}

function renderTable(
  plan: EntityPlan,
  { className, handle, hasUniqueKeys, columns }: SqlTables,
  tell: string | undefined,
  living: Parameters<typeof livingTable>[3],
): string {
  const { entity, type, table, sqlTable, file: entityFile } = plan;
  const keys = storedKeysOf(entity).map(keyLiteral);
  const orders = enumOrders(plan, living.usage, living.file);
  const layout = `{
${lines(
  `      name: ${literal(sqlTable)},`,
  `      columns: ${literal(entity.fields.map(({ name }) => name))},`,
  columns(plan),
  hasUniqueKeys && `      unique: [${keys.join(', ')}],`,
  living.usage.hasStretches && `      optional: ${literal(optionalColumns(entity))},`,
  orders !== '' && `      orders: ${orders},`,
)}
    }`;
  const code = {
    name: className,
    row: living.file.imports.type(entityFile, type),
    parameters: `${handle.name}, ${layout}`,
  };
  return `    ${table}: ${livingTable(plan, tableCode(code, tell, entity), handle.name, living)},`;
}
