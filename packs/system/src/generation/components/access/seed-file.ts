import { passwordFields } from '../../../model/secret-fields.ts';
import type { Seed, SeedRecord, SeedValue } from '../../../model/access.ts';
import type { Field } from '../../../model/field.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { type EntityPlan, isFilledByTables } from '../../plan/entity-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { canonical } from '../domain/field-schema.ts';
import { configFile } from '../root/config-file.ts';
import { tablesFile } from '../store/tables-file.ts';
import { passwordsFile, seedFile, tokensFile } from './access-files.ts';

/** `src/seed.ts`: the records a system begins with; undefined where it begins with none. */
export function renderSeedFile(system: SystemPlan, usage: StorageUsage): SourceFile | undefined {
  const { seed = [] } = system.model;
  if (seed.length === 0) return undefined;
  const file = new SourceFile(seedFile);
  file.imports.type('@millwright/harness', 'Log');
  file.imports.type(configFile, 'Config');
  file.imports.type(tablesFile, 'Tables');
  const ran = system.asynchrony.await === '' ? 'Result' : 'Promise<Awaited<Result>>';
  usage.method('count');
  usage.method('insert');
  file.add(`
/** Runs a transaction of the store. */
export type Run = <Result>(transaction: (tables: Tables) => Result) => ${ran};

/** Puts the first records into a store. */
export type Seeding = (run: Run, log: Log) => Promise<void>;`);
  const calls = seed.map(({ entity }) => `  await ${functionName(system.entity(entity))}(config, run, log);`);
  file.add(`
/** Creates the records that the system begins with, as long as there are none of their kind. */
export async function createFirstRecords(config: Config, run: Run, log: Log): Promise<void> {
${calls.join('\n')}
}`);
  for (const one of seed) file.add(renderEntitySeed(one, { system, usage, file }));
  return file;
}

interface SeedScope {
  readonly system: SystemPlan;
  readonly usage: StorageUsage;
  readonly file: SourceFile;
}

function functionName({ entity }: EntityPlan): string {
  return `create${entity.plural}`;
}

function renderEntitySeed({ entity, records }: Seed, scope: SeedScope): string {
  const plan = scope.system.entity(entity);
  const { async } = scope.system.asynchrony;
  const settings = [...new Set(records.flatMap(({ values }) => settingsOf(values)))];
  const hashes = records.flatMap((record, index) => hashLines(record, index, plan, scope));
  const inserts = records.flatMap((record, index) => insertLines(record, index, plan, scope));
  const needed = [
    ...(settings.length > 0 ? ['settings'] : []),
    ...(hashes.length > 0 ? ['passwordCost'] : []),
  ];
  const hasLog = records.some(({ isOptional }) => isOptional);
  const lines = [
    `  if ((await run((tables) => tables.${plan.table}.count({}))) > 0) return;`,
    ...(settings.length > 0 ? [`  const { ${settings.join(', ')} } = settings;`] : []),
    ...records.flatMap((record) => warning(record, plan, scope)),
    ...hashes,
    `  await run(${async}(tables) => {`,
    ...inserts.map((line) => `    ${line}`),
    '  });',
  ];
  const config = needed.length > 0 ? `{ ${needed.join(', ')} }` : '_config';
  return `async function ${functionName(plan)}(${config}: Config, run: Run, ${hasLog ? 'log' : '_log'}: Log): Promise<void> {\n${lines.join('\n')}\n}`;
}

function settingsOf(values: readonly SeedValue[]): readonly string[] {
  return values.flatMap((value) => (value.kind === 'setting' ? [value.setting] : []));
}

/** Settings that a record needs and the environment need not give. */
function optionalSettings({ values }: SeedRecord, { model }: SystemPlan): readonly string[] {
  const optional = new Set((model.config ?? []).filter((one) => one.isOptional).map(({ name }) => name));
  return settingsOf(values).filter((name) => optional.has(name));
}

function presence(record: SeedRecord, system: SystemPlan): string {
  return optionalSettings(record, system)
    .map((name) => `${name} !== null`)
    .join(' && ');
}

function warning(record: SeedRecord, { entity }: EntityPlan, { system }: SeedScope): string[] {
  const names = optionalSettings(record, system);
  if (names.length === 0) return [];
  const variables = names.map(
    (name) => system.model.config?.find((one) => one.name === name)?.variable ?? name,
  );
  const message = `${variables.join(' and ')} not set: one ${spaced(entity.name)} is left out`;
  const absent = names.map((name) => `${name} === null`).join(' || ');
  return [
    `  if (${absent}) {`,
    `    log.warn(${literal(message)}, { event: 'seed_left_out', entity: ${literal(entity.name)} });`,
    '  }',
  ];
}

function hashName(field: string, index: number): string {
  return `${field}Hash${index === 0 ? '' : index + 1}`;
}

function hashLines(record: SeedRecord, index: number, { entity }: EntityPlan, scope: SeedScope): string[] {
  const secrets = new Set(passwordFields(entity).map(({ name }) => name));
  const isThere = presence(record, scope.system);
  return record.values.flatMap((value) => {
    if (value.kind !== 'setting' || !secrets.has(value.field)) return [];
    const hash = scope.file.imports.value(passwordsFile, 'hashPassword');
    const call = `await ${hash}(${value.setting}, passwordCost)`;
    const code = isThere === '' ? call : `${isThere} ? ${call} : null`;
    return [`  const ${hashName(value.field, index)} = ${code};`];
  });
}

function insertLines(record: SeedRecord, index: number, plan: EntityPlan, scope: SeedScope): string[] {
  const { await: wait } = scope.system.asynchrony;
  const secrets = new Set(passwordFields(plan.entity).map(({ name }) => name));
  const members = plan.entity.fields
    .filter((field) => !isFilledByTables(field))
    .map((field) => `${propertyKey(field.name)}: ${fieldCode(field, record, index, plan, secrets, scope)}`);
  const insert = `${wait}tables.${plan.table}.insert({ ${members.join(', ')} });`;
  const hashes = record.values
    .filter(({ field }) => secrets.has(field))
    .map(({ field }) => hashName(field, index));
  const isThere = presence(record, scope.system);
  if (isThere === '') return [insert];
  const tests = [isThere, ...hashes.map((name) => `${name} !== null`)].join(' && ');
  return [`if (${tests}) {`, `  ${insert}`, '}'];
}

function fieldCode(
  field: Field,
  { values }: SeedRecord,
  index: number,
  { entity }: EntityPlan,
  secrets: ReadonlySet<string>,
  scope: SeedScope,
): string {
  const value = values.find((one) => one.field === field.name);
  if (value === undefined) return initialCode(field, entity.machine?.initial, index, scope);
  if (value.kind === 'setting') return secrets.has(field.name) ? hashName(field.name, index) : value.setting;
  if (value.kind === 'literal') return literal(canonical(field.type, value.value));
  return referenceCode(value, scope);
}

/** The id of a record of another seed, which is found by its unique value. */
function referenceCode(
  { entity, index }: Extract<SeedValue, { kind: 'reference' }>,
  { system, usage }: SeedScope,
): string {
  const plan = system.entity(entity);
  const record = system.model.seed?.find((one) => one.entity === entity)?.records[index];
  const key = record?.values.find(
    ({ field, kind }) =>
      kind === 'literal' &&
      plan.entity.fields.some(({ name, unique }) => name === field && unique !== undefined),
  );
  const value = key?.kind === 'literal' ? literal(key.value) : "''";
  usage.method('findBy');
  const found = system.asynchrony.result(`tables.${plan.table}.findBy({ ${key?.field ?? 'id'}: ${value} })`);
  return `${found}?.id ?? ''`;
}

/** A default that is made when the record is. The first records are numbered from 1. */
function madeCode(field: Field, index: number, { usage, file }: SeedScope): string {
  const kind = field.defaultValue?.kind;
  if (kind === 'uuid') return `${file.imports.value('node:crypto', 'randomUUID')}()`;
  if (kind === 'next') return String(index + 1);
  if (kind !== 'today' && kind !== 'now') return 'null';
  if (kind === 'today') usage.hasToday = true;
  else usage.hasNow = true;
  return `tables.${kind}`;
}

function initialCode(field: Field, state: string | undefined, index: number, scope: SeedScope): string {
  const { file } = scope;
  const { defaultValue, managed } = field;
  if (managed === 'state') return literal(state);
  if (field.type.kind === 'text' && field.type.secret === 'token') {
    const [hash, make] = ['tokenHash', 'newToken'].map((name) => file.imports.value(tokensFile, name));
    return `${hash}(${make}(${literal(field.type.prefix ?? '')}))`;
  }
  if (defaultValue?.kind === 'literal') return literal(canonical(field.type, defaultValue.value));
  return madeCode(field, index, scope);
}
