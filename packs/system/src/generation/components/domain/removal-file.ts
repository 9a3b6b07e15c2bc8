import { capitalise } from '../../../naming/letter-case.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { withArticle } from '../../../acceptance/samples/with-article.ts';
import { docComment } from '../../code/comment.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import { removalFunction } from '../../plan/function-names.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { Dependent, SystemPlan } from '../../plan/system-plan.ts';
import { tablesFile } from '../store/tables-file.ts';
import { refersInside } from './nested-reference.ts';
import { refusalCall, refuseWhen } from './refusal.ts';

export const removalsFile = 'src/domain/removal.ts';

/** Deleting records that others refer to, or undefined when no operation does. */
export function renderRemovalFile(system: SystemPlan, usage: StorageUsage): SourceFile | undefined {
  const entities = reachable(system, usage);
  if (entities.length === 0) return undefined;
  const file = new SourceFile(removalsFile);
  file.imports.type(tablesFile, 'Tables');
  for (const name of entities) file.add(renderRemoval(system.entity(name), system, file, usage));
  return file;
}

/** The entities that operations delete, and those that go with them. */
function reachable(system: SystemPlan, { removals }: StorageUsage): readonly string[] {
  const found = new Set<string>();
  const visit = (entity: string) => {
    if (found.has(entity)) return;
    found.add(entity);
    for (const { from, onDelete } of system.dependentsOf(entity)) {
      const hasDependents = system.dependentsOf(from.entity.name).length > 0;
      if (onDelete === 'cascade' && hasDependents) visit(from.entity.name);
    }
  };
  for (const entity of removals) visit(entity);
  return [...system.entities.keys()].filter((name) => found.has(name));
}

function renderRemoval(plan: EntityPlan, system: SystemPlan, file: SourceFile, usage: StorageUsage): string {
  const { entity, type, variable, table } = plan;
  const dependents = system.dependentsOf(entity.name);
  const refusing = dependents.filter(({ onDelete }) => onDelete === 'restrict');
  const following = dependents.filter(({ onDelete }) => onDelete !== 'restrict');
  const { async, await: wait, promise } = system.asynchrony;
  const lines = [
    ...refusing.map((dependent) => renderRestriction(dependent, plan, { file, usage, system })),
    `${wait}tables.${table}.${usage.method('delete')}(${variable});`,
    ...following.map((dependent) => renderFollowing(dependent, plan, system, usage)),
  ];
  file.imports.type(plan.file, type);
  return `${docComment(removalComment(plan, dependents))}export ${async}function ${removalFunction(plan)}(tables: Tables, ${variable}: ${type}): ${promise('void')} {
${lines.map((line) => `  ${line}`).join('\n')}
}`;
}

function removalComment({ entity }: EntityPlan, dependents: readonly Dependent[]): string {
  const names = (rule: Dependent['onDelete']) =>
    [
      ...new Set(
        dependents.filter(({ onDelete }) => onDelete === rule).map(({ from }) => spaced(from.entity.plural)),
      ),
    ].join(' and ');
  const unless = names('restrict') === '' ? '' : `, unless ${names('restrict')} refer to it`;
  const parts = [
    names('cascade') && `its ${names('cascade')} go with it`,
    names('clear') && `its ${names('clear')} stay without it`,
  ].filter((part) => part !== '');
  return [`Deletes ${withArticle(entity.name)}${unless}`, ...parts].join('; ').concat('.');
}

function condition({ field, isList }: Dependent, { variable }: EntityPlan, usage: StorageUsage): string {
  return `{ ${field}: { ${usage.comparison(isList ? 'includes' : 'equals')}: ${variable}.id } }`;
}

/** Refuses where records refer to the one that goes. */
export function renderRestriction(
  dependent: Dependent,
  plan: EntityPlan,
  { file, usage, system }: { file: SourceFile; usage: StorageUsage; system: SystemPlan },
): string {
  const { from } = dependent;
  const message = `${capitalise(spaced(from.entity.plural))} refer to this ${spaced(plan.entity.name)}.`;
  const refusal = refusalCall({ status: 409, code: 'in_use', message }, file);
  if (dependent.nested !== undefined) {
    const rows = system.asynchrony.result(`tables.${from.table}.${usage.method('filter')}({})`);
    const row = from.variable === plan.variable ? 'dependent' : from.variable;
    const test = refersInside(
      dependent.nested,
      plan.entity.name,
      `${row}.${dependent.field}`,
      `${plan.variable}.id`,
    );
    return refuseWhen(`${rows}.some((${row}) => ${test})`, refusal);
  }
  const count = `${system.asynchrony.await}tables.${from.table}.${usage.method('count')}(${condition(dependent, plan, usage)})`;
  return refuseWhen(`${count} > 0`, refusal);
}

/** What becomes of the records that refer to the one that goes. */
export function renderFollowing(
  dependent: Dependent,
  plan: EntityPlan,
  system: SystemPlan,
  usage: StorageUsage,
): string {
  const { from, onDelete } = dependent;
  const row = from.variable === plan.variable ? `dependent` : from.variable;
  const rows = `${system.asynchrony.await}tables.${from.table}.${usage.method('filter')}(${condition(dependent, plan, usage)})`;
  const action =
    onDelete === 'cascade' ? removal(from, row, system, usage) : clearing(dependent, row, plan, usage);
  return `for (const ${row} of ${rows}) {\n    ${system.asynchrony.await}${action};\n  }`;
}

function removal(from: EntityPlan, row: string, system: SystemPlan, usage: StorageUsage): string {
  if (system.dependentsOf(from.entity.name).length > 0) return `${removalFunction(from)}(tables, ${row})`;
  return `tables.${from.table}.${usage.method('delete')}(${row})`;
}

function clearing(
  { from, field, isList }: Dependent,
  row: string,
  { variable }: EntityPlan,
  usage: StorageUsage,
): string {
  const value = isList ? `${row}.${field}.filter((id) => id !== ${variable}.id)` : 'null';
  return `tables.${from.table}.${usage.method('update')}(${row}, { ${field}: ${value} })`;
}
