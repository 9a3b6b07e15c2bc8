import { SourceFile } from '../../code/source-file.ts';
import type { Entity } from '../../../model/entity.ts';
import { literal } from '../../code/literal.ts';
import { type EntityPlan, keptFields } from '../../plan/entity-plan.ts';
import type { Comparison, StorageUsage, TableMethod } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { uniqueKeysOf } from './unique-keys.ts';
import { isEventKept } from '../../plan/flow-plan.ts';
import { configFile } from '../root/config-file.ts';
import { eventsFile } from './events-file.ts';

export const tablesFile = 'src/domain/tables.ts';

/** `src/domain/tables.ts`: what operations can do with the stored records, whatever stores them. */
export function renderTablesFile(system: SystemPlan, usage: StorageUsage): SourceFile {
  const file = new SourceFile(tablesFile);
  if (system.entities.size === 0) return file.add(renderTables(system, usage, file));
  const keeps = keepsFields(system);
  const row = rowParameters(system);
  file.add(renderTables(system, usage, file));
  file.add(renderTable(system, usage));
  file.add(`
/** What every row has. */
export interface Stored {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}`);
  if (usage.methods.has('insert') || usage.methods.has('update')) {
    file.add(`export type NewRow<${row}> = Omit<Row, keyof Stored${keeps ? ' | Kept' : ''}>;`);
  }
  if (usage.methods.has('update')) {
    file.add(`export type Changes<${row}> = Partial<NewRow<Row${keeps ? ', Kept' : ''}>>;`);
  }
  if (usage.methods.has('list')) file.add(renderListQuery(usage));
  if (needsConditions(usage)) file.add(renderConditionTypes(usage));
  if (usage.methods.has('list')) {
    file.add(`
export type Sort<Row> = \`\${'' | '-'}\${keyof Row & string}\`;

export interface Page<Row> {
  readonly items: readonly Row[];
  /** How many rows meet the conditions on all pages together. */
  readonly total: number;
}`);
  }
  return file;
}

/** Whether the tables of some entity fill in fields beside those of every row. */
function keepsFields(system: SystemPlan): boolean {
  return [...system.entities.values()].some(({ entity }) => keptFields(entity).length > 0);
}

function rowParameters(system: SystemPlan): string {
  return keepsFields(system) ? 'Row extends Stored, Kept extends keyof Row = never' : 'Row extends Stored';
}

/** The names of those fields as the last argument of a type, or nothing. */
export function keptNames(entity: Entity): readonly string[] {
  const names = keptFields(entity);
  return names.length === 0 ? [] : [names.map(literal).join(' | ')];
}

/** Whether rows are ever asked for by conditions. */
export function needsConditions({ methods }: StorageUsage): boolean {
  return methods.has('list') || methods.has('count') || methods.has('filter');
}

function tableMember({ entity, table, type, file: entityFile }: EntityPlan, file: SourceFile): string {
  return `readonly ${table}: Table<${[file.imports.type(entityFile, type), ...keptNames(entity)].join(', ')}>;`;
}

function keptMembers(system: SystemPlan, { kept }: StorageUsage, file: SourceFile): string {
  const plans = [...system.entities.values()].filter(({ entity }) => kept.has(entity.name));
  return plans.map((plan) => `    ${tableMember(plan, file)}`).join('\n');
}

function renderTables(system: SystemPlan, usage: StorageUsage, file: SourceFile): string {
  const members = [...system.entities.values()].map((plan) => `  ${tableMember(plan, file)}`);
  const kept = keptMembers(system, usage, file);
  if (kept !== '') {
    members.push(
      `  /** Rows that nothing else finds are found here: deleted ones, and those that have ended. */\n  readonly kept: {\n${kept}\n  };`,
    );
  }
  if (usage.hasToday)
    members.unshift('  /** The day of the transaction, in UTC. */\n  readonly today: string;');
  if (usage.hasNow) members.unshift('  /** The instant of the transaction. */\n  readonly now: string;');
  if (usage.hasConfig) members.unshift(`  readonly config: ${file.imports.type(configFile, 'Settings')};`);
  if (usage.hasSignals) {
    members.push(
      '  /** Tells that there is something to do, once the transaction has committed. */\n  signal(): void;',
    );
  }
  if (usage.hasEvents) {
    const type = file.imports.type(eventsFile, 'DomainEvent');
    members.push(
      `  /** Announces a fact once the transaction has committed. */\n  emit(event: ${type}): ${isEventKept(system) ? system.asynchrony.promise('void') : 'void'};`,
    );
  }
  if (members.length === 0) return `${surroundings}\nexport type Tables = Readonly<Record<never, never>>;`;
  const comment =
    system.entities.size === 0 ? surroundings : '/** The tables as one transaction sees them. */';
  return `${comment}\nexport interface Tables {\n${members.join('\n')}\n}`;
}

const surroundings = '/** What an operation knows of its surroundings; nothing is kept in tables. */';

function renderTable(system: SystemPlan, usage: StorageUsage): string {
  const isUnique = [...system.entities.values()].some(({ entity }) => uniqueKeysOf(entity).length > 0);
  const refusal = isUnique ? ' Throws a `not_unique` problem when a value must be unique and is not.' : '';
  const { promise } = system.asynchrony;
  const kept = keepsFields(system) ? ', Kept' : '';
  const members: Readonly<Record<TableMethod, string>> = {
    find: `  find(id: string): ${promise('Row | undefined')};`,
    findBy: `  /** The first row that has all these values. */\n  findBy(values: Partial<Row>): ${promise('Row | undefined')};`,
    list: `  list(query: ListQuery<Row>): ${promise('Page<Row>')};`,
    count: `  count(where: Conditions<Row>): ${promise('number')};`,
    filter: `  /** All rows that meet the conditions, in order of creation. */\n  filter(where: Conditions<Row>): ${promise('Row[]')};`,
    insert: `  /** Gives the row its id and time stamps.${refusal} */\n  insert(values: NewRow<Row${kept}>): ${promise('Row')};`,
    update: `  /** Returns the new version; without changes, the row as it is.${isUnique ? ' Throws like `insert`.' : ''} */\n  update(row: Row, changes: Changes<Row${kept}>): ${promise('Row')};`,
    delete: `  delete(row: Row): ${promise('void')};`,
  };
  const used = tableMethods.filter((method) => usage.methods.has(method)).map((method) => members[method]);
  return `export interface Table<${rowParameters(system)}> {\n${used.join('\n')}\n}`;
}

/** In the order in which they stand in all code. */
export const tableMethods: readonly TableMethod[] = [
  'find',
  'findBy',
  'list',
  'count',
  'filter',
  'insert',
  'update',
  'delete',
];

function renderListQuery({ hasMatching, hasStretches }: StorageUsage): string {
  const matching = hasMatching
    ? '\n  /** A further condition, on each row by itself. */\n  readonly matching?: ((row: Row) => boolean) | undefined;'
    : '';
  return `
export interface ListQuery<Row> {
  readonly where: Conditions<Row>;${matching}
  /** Fields, each with a leading \`-\` for descending order. Equal rows are in order of creation. */
  readonly sort: readonly Sort<Row>[];
  readonly limit: number;
  readonly offset: number;${hasStretches ? '\n  /** The rows begin after this place. */\n  readonly after?: Position | undefined;' : ''}
}${hasStretches ? position : ''}`;
}

const position = `

/** A place in an order of rows: what the row before it is sorted by, and its id, then those of the rows before that one. */
export interface Position {
  readonly values: readonly (string | number | boolean | null)[];
  readonly createdAt: string;
  readonly ids: readonly string[];
}`;

const comparisonMembers: Readonly<Record<Comparison, string>> = {
  equals: '  readonly equals?: Value | null | undefined;',
  not: '  readonly not?: Value | null | undefined;',
  from: '  /** At least this; a missing value is not. */\n  readonly from?: Value | undefined;',
  to: '  /** At most this; a missing value is not. */\n  readonly to?: Value | undefined;',
  above: '  readonly above?: Value | undefined;',
  below: '  readonly below?: Value | undefined;',
  oneOf: '  readonly oneOf?: readonly Value[] | undefined;',
  includes: '  /** The value is a list that has this item. */\n  readonly includes?: unknown;',
  contains:
    '  /** The text has this in it, in capital or small letters. */\n  readonly contains?: string | undefined;',
};

function renderConditionTypes(usage: StorageUsage): string {
  const members = Object.entries(comparisonMembers)
    .filter(([name]) => usage.comparisons.has(name as Comparison))
    .map(([, text]) => text);
  if (members.length === 0) return 'export type Conditions<Row> = { readonly [Field in keyof Row]?: never };';
  return `
/** All conditions must hold; one that is undefined always does. */
export type Conditions<Row> = {
  readonly [Field in keyof Row]?: Condition<Row[Field]>;
};

export interface Condition<Value> {
${members.join('\n')}
}`;
}
