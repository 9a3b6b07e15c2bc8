import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { fixturesFile, newDatabase } from './fixtures-file.ts';
import { fixtureName, requiredTarget, SampledEntities } from './sample-row.ts';

/** `test/unit/database.test.ts`, or undefined when there is nothing that tests could store. */
export function renderDatabaseTestFile(system: SystemPlan, usage: StorageUsage): SourceFile | undefined {
  const { methods } = usage;
  const plan = simplestEntity(system);
  if (plan === undefined || !methods.has('insert') || !methods.has('find')) return undefined;
  const file = new SourceFile('test/unit/database.test.ts');
  file.imports.standard('node:assert/strict', 'assert');
  file.imports.value('node:test', 'test');
  file.imports.value(fixturesFile, 'emptyDatabase');
  const some = file.imports.value(fixturesFile, fixtureName(plan));
  const { table, variable } = plan;
  const { async, await: wait, result } = system.asynchrony;
  const throws = wait === '' ? 'assert.throws(() => {' : 'await assert.rejects(async () => {';
  file.add(`
test('a transaction that fails leaves nothing behind', ${async}() => {
  ${wait === '' ? 'const database = emptyDatabase();' : 'await using database = await emptyDatabase();'}
  const ${variable} = ${wait}database.transaction((tables) => ${some}(tables));
  const failure = new Error('on purpose');
  ${throws}
    ${wait}database.transaction(${async}(tables) => {
      ${wait}${some}(tables);${methods.has('delete') ? `\n      ${wait}tables.${table}.delete(${variable});` : ''}
      throw failure;
    });
  }, failure);
  ${wait}database.transaction(${async}(tables) => {
    assert.deepEqual(${wait}tables.${table}.find(${variable}.id), ${variable});${
      methods.has('list')
        ? `\n    assert.equal(${result(`tables.${table}.list({ where: {}, sort: ['createdAt'], limit: 10, offset: 0 })`)}.total, 1);`
        : ''
    }
  });
});`);
  if (system.model.storage.kind === 'sqlite') file.add(renderReopening(plan, usage, system, file));
  return file;
}

function renderReopening(
  { table, variable, ...plan }: EntityPlan,
  usage: StorageUsage,
  system: SystemPlan,
  file: SourceFile,
): string {
  file.imports.value('node:fs', 'mkdtempSync');
  file.imports.value('node:fs', 'rmSync');
  file.imports.value('node:os', 'tmpdir');
  file.imports.value('node:path', 'join');
  const some = fixtureName({ table, variable, ...plan });
  const record = ['folder', 'before', 'after'].includes(variable) ? `${variable}Record` : variable;
  const open = newDatabase(`join(folder, ${literal('data.db')})`, usage, system, file);
  return `
test('what was stored is there again when the file is opened again', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const before = ${open};
  const ${record} = before.transaction((tables) => ${some}(tables));
  before.close();
  const after = ${open};
  after.transaction((tables) => assert.deepEqual(tables.${table}.find(${record}.id), ${record}));
  after.close();
});`;
}

/** An entity that refers to no other, if there is one. */
function simplestEntity(system: SystemPlan): EntityPlan | undefined {
  const sampled = new SampledEntities(system);
  const plans = [...system.entities.values()].filter(({ entity }) => sampled.has(entity.name));
  return plans.find(({ entity }) => entity.fields.every((field) => requiredTarget(field) === undefined));
}
