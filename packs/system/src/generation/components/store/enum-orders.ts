import { propertyKey } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';

/** The values of the enumerations that rows are sorted by, in their order: `{ priority: taskPriorities }`; empty without any. */
export function enumOrders(
  { entity, enums }: EntityPlan,
  { sortedEnums }: StorageUsage,
  file: SourceFile,
): string {
  const members = [...enums]
    .filter(([field]) => sortedEnums.has(`${entity.name}.${field}`))
    .map(
      ([field, { constant, file: declaring }]) =>
        `${propertyKey(field)}: ${file.imports.value(declaring, constant)}`,
    );
  return members.length === 0 ? '' : `{ ${members.join(', ')} }`;
}

const sortTerm = `
/** What rows are sorted by: the place of a value among those of its enumeration, or else the value itself. */
function sortTerm(column: string, orders: Readonly<Record<string, readonly string[]>> = {}): string {
  const values = orders[column];
  if (values === undefined) return \`"\${column}"\`;
  const places = values.map((value, place) => \`WHEN '\${value.replaceAll("'", "''")}' THEN \${place}\`);
  return \`CASE "\${column}" \${places.join(' ')} END\`;
}`;

/** The function that gives the SQL to sort by, where some rows are sorted by such an enumeration. */
export function sortTermOf({ sortedEnums }: StorageUsage): string {
  return sortedEnums.size > 0 ? sortTerm : '';
}

export const ordersMember =
  '  /** The values of enumerations that rows are sorted by, in their order. */\n  readonly orders?: Readonly<Record<string, readonly string[]>>;';
