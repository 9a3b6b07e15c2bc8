import { sampleEnvironment } from '../../../acceptance/samples/sample-settings.ts';
import { withArticle } from '../../../acceptance/samples/with-article.ts';
import { capitalise } from '../../../naming/letter-case.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { environmentFile } from '../../tests/environment-file.ts';
import { clockFile } from '../root/clock-file.ts';
import { configFile } from '../root/config-file.ts';
import { databaseFile } from '../store/storage-files.ts';
import { listenersOf } from '../store/table-creation.ts';
import { keptNames, tablesFile } from '../store/tables-file.ts';
import { uniqueKeysOf } from '../store/unique-keys.ts';
import { distinctRows, fixtureName, SampledEntities, sampleRow } from './sample-row.ts';

export const fixturesFile = 'test/unit/fixtures.ts';

/** `test/unit/fixtures.ts`: an empty store, and records to put into it. */
export function renderFixturesFile(system: SystemPlan, usage: StorageUsage): SourceFile {
  const file = new SourceFile(fixturesFile);
  file.imports.type(databaseFile, 'Database');
  file.add(renderEmptyDatabase(system, usage, file));
  if (!usage.methods.has('insert')) return file;
  const sampled = new SampledEntities(system);
  const plans = [...system.entities.values()].filter(({ entity }) => sampled.has(entity.name));
  for (const plan of plans) file.add(renderFixture(plan, system, file));
  const hasUniqueKeys = plans.some(({ entity }) => uniqueKeysOf(entity).length > 0);
  if (hasUniqueKeys) file.add(inTurn);
  return file;
}

function renderEmptyDatabase(system: SystemPlan, usage: StorageUsage, file: SourceFile): string {
  const { kind } = system.model.storage;
  if (kind !== 'postgresql') {
    return `
/** A store with nothing in it. */
export function emptyDatabase(): Database {
  return ${newDatabase(kind === 'sqlite' ? `':memory:'` : undefined, usage, system, file)};
}`;
  }
  file.imports.value('test/support/test-database.ts', 'createTestDatabase');
  return `
/** A store with nothing in it. It goes with the test. */
export async function emptyDatabase(): Promise<Database & AsyncDisposable> {
  const { url, drop } = await createTestDatabase();
  const database = ${newDatabase('url', usage, system, file)};
  const dispose = async () => {
    await database.close();
    await drop();
  };
  return Object.assign(database, { [Symbol.asyncDispose]: dispose });
}`;
}

/** The code that opens a database of its own. */
export function newDatabase(
  path: string | undefined,
  usage: StorageUsage,
  { model }: SystemPlan,
  file: SourceFile,
): string {
  file.imports.value(databaseFile, 'Database');
  const parameters = [
    ...(path === undefined ? [] : [path]),
    `new ${file.imports.value(clockFile, 'Clock')}()`,
    ...(usage.hasConfig ? [settingsCode(model, file)] : []),
    ...listenersOf(usage).map(() => '() => undefined'),
  ];
  const open = model.storage.kind === 'postgresql' ? 'await Database.open' : 'new Database';
  return `${open}(${parameters.join(', ')})`;
}

function settingsCode(model: SystemPlan['model'], file: SourceFile): string {
  const load = file.imports.value(configFile, 'loadConfig');
  const isNeeded = Object.keys(sampleEnvironment(model)).length > 0;
  return `${load}(${isNeeded ? file.imports.value(environmentFile, 'sampleEnvironment') : '{}'}).settings`;
}

function renderFixture(plan: EntityPlan, system: SystemPlan, file: SourceFile): string {
  const { entity, type, table } = plan;
  const { async, promise } = system.asynchrony;
  for (const name of ['NewRow', 'Tables']) file.imports.type(tablesFile, name);
  file.imports.type(plan.file, type);
  const row = `NewRow<${[type, ...keptNames(entity)].join(', ')}>`;
  const isUnique = uniqueKeysOf(entity).length > 0;
  const count = isUnique ? distinctRows(plan, system) : 1;
  const rows = Array.from({ length: count }, (_, n) => sampleRow(plan, n, system));
  const references = (rows[0]?.references ?? []).map(unlessGiven);
  const comment = `/** ${capitalise(withArticle(entity.name))} in the store, with these values where a test needs them. */`;
  const signature = `export ${async}function ${fixtureName(plan)}(tables: Tables, values: Partial<${row}> = {}): ${promise(type)} {`;
  if (!isUnique) {
    const members = [...(rows[0]?.values ?? []), ...references, '...values'];
    return `${comment}\n${signature}\n  return tables.${table}.insert({ ${members.join(', ')} });\n}`;
  }
  const samples = rows.map((row) => `  { ${row?.values.join(', ')} },`);
  const referring = references.map((member) =>
    literal(member.slice(0, member.indexOf(':')).replaceAll("'", '')),
  );
  const sampleType = referring.length === 0 ? row : `Omit<${row}, ${referring.join(' | ')}>`;
  const next = `next${type}`;
  return `const ${next} = inTurn<${sampleType}>([
${samples.join('\n')}
]);

${comment}
${signature}
  return tables.${table}.insert({ ${[`...${next}()`, ...references, '...values'].join(', ')} });
}`;
}

/** A record that is referred to is only created when the test has none. */
function unlessGiven(reference: string): string {
  return reference.replace(/^(\w+): /, '$1: values.$1 ?? ');
}

const inTurn = `
/** Samples one after the other, because records that exist together must differ in what is unique. */
function inTurn<Sample>(samples: readonly [Sample, ...Sample[]]): () => Sample {
  let taken = 0;
  return () => {
    taken += 1;
    return samples[(taken - 1) % samples.length] ?? samples[0];
  };
}`;
