import type { Asynchrony } from '../../plan/asynchrony.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { SourceFile } from '../../code/source-file.ts';
import { migrateFile, poolFile, schemaTypesFile } from '../store/storage-files.ts';

/** `test/unit/migration.test.ts`, or undefined where nothing is stored that a later version could find. */
export function renderMigrationTestFile({ model, asynchrony }: SystemPlan): SourceFile | undefined {
  const { kind } = model.storage;
  if (kind === 'memory') return undefined;
  const file = new SourceFile('test/unit/migration.test.ts');
  file.imports.standard('node:assert/strict', 'assert');
  file.imports.value('node:test', 'test');
  file.imports.value(migrateFile, 'migrate');
  for (const type of ['ColumnSchema', 'IndexSchema', 'Schema']) file.imports.type(schemaTypesFile, type);
  const store = kind === 'sqlite' ? sqliteStore : postgresStore;
  if (kind === 'sqlite') file.imports.value('node:sqlite', 'DatabaseSync');
  else {
    file.imports.value(poolFile, 'openPool');
    file.imports.value('test/support/test-database.ts', 'createTestDatabase');
  }
  const scope = { ...asynchrony, binding: kind === 'sqlite' ? 'const' : 'await using' };
  return file
    .add(versions)
    .add(store)
    .add(laterVersion(scope))
    .add(partsOfValues(scope))
    .add(refusals(scope));
}

interface TestWords extends Asynchrony {
  /** Declares what goes with the test. */
  readonly binding: string;
}

const laterVersion = ({ async, await: wait, binding }: TestWords) => `
test('what is stored takes the form of a later version', ${async}() => {
  ${binding} store = ${wait}openStore();
  ${wait}store.migrate(version(['count integer', 'day date', 'note text', 'owner text']));
  ${wait}store.execute(\`INSERT INTO things (id, count, day, note, owner) VALUES ('1', 3, '2026-01-31', 'old', '1')\`);
  const later: readonly ColumnSchema[] = [
    { name: 'amount', was: 'count', type: 'number' },
    { name: 'day', type: 'datetime' },
    { name: 'label', type: { enum: ['new', 'used'] }, fill: () => 'new' },
    { name: 'since', type: 'text', fill: (_, now) => now },
    { name: 'isOpen', type: 'boolean', fill: () => true },
    { name: 'parts', type: { list: { object: [{ name: 'size', type: 'integer' }] } }, fill: () => [{ size: 1 }] },
    { name: 'owner', type: { reference: 'things' } },
  ];
  ${wait}store.migrate(version(later, [{ columns: ['label'], isUnique: true, ignoresCase: true }]));
  assert.deepEqual(${wait}store.row('amount, day, label, since, note'), {
    amount: 3,
    day: '2026-01-31T00:00:00.000Z',
    label: 'new',
    since: NOW,
    note: 'old',
  });
  ${wait}store.migrate(version(['amount text', 'note text']));
  assert.deepEqual(${wait}store.row('amount, note'), { amount: '3', note: 'old' });
});`;

const partsOfValues = ({ async, await: wait, binding }: TestWords) => `
test('parts of what is stored change their form as well', ${async}() => {
  ${binding} store = ${wait}openStore();
  ${wait}store.migrate(version([partsOf({ name: 'size', type: 'integer' })]));
  ${wait}store.execute(\`INSERT INTO things (id, parts) VALUES ('1', '[{"size":1}]')\`);
  const later = partsOf(
    { name: 'length', was: 'size', type: 'money' },
    { name: 'color', type: 'text', isOptional: true },
  );
  ${wait}store.migrate(version([later]));
  const { parts: stored } = ${wait}store.row('parts');
  assert.deepEqual(typeof stored === 'string' ? JSON.parse(stored) : stored, [{ length: 1, color: null }]);
});`;

const refusals = ({ async, await: wait, binding }: TestWords) => `
test('a change that the data does not allow is refused, and nothing is changed', ${async}() => {
  ${binding} store = ${wait}openStore();
  const first = version(['note text', 'owner text']);
  ${wait}store.migrate(first);
  ${wait}store.execute(\`INSERT INTO things (id, note, owner) VALUES ('1', 'x', '?'), ('2', 'x', '1')\`);
  const refused: readonly (readonly [Schema, RegExp])[] = [
    [version(['note integer', 'owner text']), /Thing.note: 2 records/],
    [version(['note text', 'owner text', 'day date']), /Thing.day: 2 records/],
    [version(['note text', 'owner text'], [{ columns: ['note'], isUnique: true }]), /Thing.note: 1 value is/],
    [version([{ name: 'owner', type: { reference: 'things' } }]), /1 record refers/],
  ];
  for (const [wanted, message] of refused) {
    ${wait === '' ? 'assert.throws' : 'await assert.rejects'}(() => store.migrate(wanted), { code: 'schema_change_refused', message });
  }
  ${wait}store.migrate(first);
  assert.deepEqual(${wait}store.row('note, owner'), { note: 'x', owner: '?' });
});`;

const versions = `
const NOW = '2026-03-01T12:00:00.000Z';

/** A version with one table; a column is its name and its type, or more. */
function version(columns: readonly (string | ColumnSchema)[], indexes: readonly IndexSchema[] = []): Schema {
  const own = columns.map((column) => {
    if (typeof column !== 'string') return column;
    const [name = '', type = ''] = column.split(' ');
    return { name, type: type as ColumnSchema['type'] & string };
  });
  const table = { name: 'things', entity: 'Thing', columns: [{ name: 'id', type: 'text' as const }, ...own], indexes };
  return { tables: [table] };
}

function partsOf(...columns: readonly ColumnSchema[]): ColumnSchema {
  return { name: 'parts', type: { list: { object: columns } } };
}`;

const sqliteStore = `
function openStore() {
  const database = new DatabaseSync(':memory:');
  database.function('fold', { deterministic: true }, (value) => value);
  return {
    migrate: (wanted: Schema) => migrate(database, ':memory:', wanted, NOW),
    execute: (sql: string) => database.exec(sql),
    row: (columns: string) => ({ ...database.prepare(\`SELECT \${columns} FROM things ORDER BY id\`).get() }),
  };
}`;

const postgresStore = `
async function openStore() {
  const { url, drop } = await createTestDatabase();
  const pool = await openPool(url);
  return {
    migrate: (wanted: Schema) => migrate(url, wanted, NOW),
    execute: (sql: string) => pool.query(sql),
    row: async (columns: string) => (await pool.query(\`SELECT \${columns} FROM things ORDER BY id\`)).rows[0],
    [Symbol.asyncDispose]: () => pool.end().then(drop),
  };
}`;
