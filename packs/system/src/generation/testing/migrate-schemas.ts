/**
 * Changes stored data from one form to another, case by case and at random, with the code that systems carry. Arguments: the
 * root of a system on SQLite, and for PostgreSQL also that of one on PostgreSQL.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { migrationCases, type MigrationCase } from './migration-cases.ts';
import { columnsOf, type Column, rowOf, schemaOf, type Type } from './migration-schema.ts';
import { openStore, type Store } from './migration-store.ts';

const [sqliteRoot = '', postgresRoot = '', numRuns = '150'] = process.argv.slice(2);
const root = postgresRoot === '' ? sqliteRoot : postgresRoot;

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(root, postgresRoot !== '');
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function tryCase({
  title,
  before,
  rows,
  after,
  gives,
  refuses,
  isReversible,
}: MigrationCase): Promise<void> {
  await withStore(async (store) => {
    const first = schemaOf(before);
    await store.migrate(first);
    for (const [index, row] of rows.entries()) await store.insert(first, rowOf(row, index));
    const failure = await store.migrate(schemaOf(after)).then(
      () => undefined,
      (error: Error) => error,
    );
    if (refuses !== undefined) {
      assert.match(String(failure?.message), refuses, title);
      await store.migrate(first);
      const kept = await store.rows(first);
      assert.deepEqual(
        kept,
        rows.map((row, index) => rowOf(row, index)),
        title,
      );
      return;
    }
    assert.ifError(failure);
    const names = columnsOf(after).map(({ name }) => name);
    const found = (await store.rows(schemaOf(after))).map((row) =>
      Object.fromEntries(names.map((name) => [name, row[name]])),
    );
    assert.deepEqual(found, gives, title);
    if (isReversible) {
      await store.migrate(first);
      assert.deepEqual(
        await store.rows(first),
        rows.map((row, index) => rowOf(row, index)),
        title,
      );
    }
  });
}

for (const each of migrationCases) await tryCase(each);

const type = fc.constantFrom<Type>(
  'text',
  'integer',
  'number',
  'money',
  'boolean',
  'date',
  'datetime',
  { enum: ['a', 'b'] },
  { enum: ['a', 'b', 'c'] },
  { list: 'integer' },
  { object: [{ name: 'x', type: 'integer' }] },
);
const column: fc.Arbitrary<Column> = fc.record(
  {
    name: fc.constantFrom('one', 'two', 'three', 'four', 'five', 'six'),
    type,
    isOptional: fc.constant(true as const),
  },
  { requiredKeys: ['name', 'type'] },
);

/** A step from one version to the next. */
interface Edit {
  readonly kind: 'add' | 'drop' | 'rename' | 'retype' | 'require' | 'relax';
  readonly at: number;
  readonly column: Column;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('add', 'add', 'drop', 'rename', 'retype', 'require', 'relax'),
  at: fc.nat({ max: 5 }),
  column,
});

function edited(columns: readonly Column[], { kind, at, column: given }: Edit): readonly Column[] {
  const isTaken = columns.some(({ name }) => name === given.name);
  if (kind === 'add') return isTaken ? columns : [...columns, given];
  const index = at % Math.max(columns.length, 1);
  const own = columns[index];
  if (own === undefined) return columns;
  if (kind === 'drop') return columns.toSpliced(index, 1);
  const changed = {
    rename: isTaken ? own : { ...own, name: given.name, was: own.was ?? own.name },
    retype: { ...own, type: given.type },
    require: { name: own.name, type: own.type, ...(own.was !== undefined && { was: own.was }) },
    relax: { ...own, isOptional: true as const },
  };
  return columns.with(index, changed[kind]);
}

const samples: Readonly<Record<string, readonly unknown[]>> = {
  text: ['', 'a', '2026-01-31', 'Ü'],
  integer: [0, -7, 12],
  number: [0.125, 3, -1.5],
  money: [0, 9.99],
  boolean: [true, false],
  date: ['2026-01-31'],
  datetime: ['2026-01-31T09:30:00.000Z'],
  enum: ['a', 'b'],
  list: [[], [1, 2]],
  object: [{ x: 1 }],
};
const kindOf = (own: Type) => (typeof own === 'string' ? own : (Object.keys(own)[0] ?? ''));

const steps = fc.array(
  fc.tuple(
    fc.array(edit, { minLength: 1, maxLength: 3 }),
    fc.array(fc.infiniteStream(fc.nat()), { maxLength: 3 }),
  ),
  { minLength: 2, maxLength: 5 },
);

/** Whatever the versions, each start either keeps every value that keeps its place, or changes nothing. */
await fc.assert(
  fc.asyncProperty(steps, (versions) =>
    withStore(async (store) => {
      let held: readonly Column[] = [];
      let number = 0;
      await store.migrate(schemaOf(held));
      for (const [edits, picks] of versions) {
        const start = held.map(({ name, type: own, isOptional }) => ({
          name,
          type: own,
          ...(isOptional && { isOptional }),
        }));
        const wanted = edits.reduce<readonly Column[]>(edited, start);
        const earlier = await store.rows(schemaOf(held));
        const failure = await store.migrate(schemaOf(wanted)).then(
          () => undefined,
          (error: { code?: unknown }) => error,
        );
        if (failure !== undefined) assert.equal(failure.code, 'schema_change_refused', failure as Error);
        const now = failure === undefined ? wanted : held;
        await store.migrate(schemaOf(now));
        const rows = await store.rows(schemaOf(now));
        assert.equal(rows.length, earlier.length);
        for (const { name, was = name, type: own } of now) {
          if (held.some((column) => column.name === was && column.type === own))
            assert.deepEqual(
              rows.map((row) => row[name]),
              earlier.map((row) => row[was]),
            );
        }
        for (const pick of picks) {
          const values = now.map(({ name, type: own, isOptional }) => {
            const choices = [...(samples[kindOf(own)] ?? []), ...(isOptional ? [null] : [])];
            return [name, choices[Number(pick.next().value) % choices.length]] as const;
          });
          await store.insert(schemaOf(now), rowOf(Object.fromEntries(values), number++));
        }
        held = now;
      }
    }),
  ),
  { numRuns: Number(numRuns), seed: 11 },
);
