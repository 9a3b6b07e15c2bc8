/**
 * Runs random sequences of operations on the workshop system, once in memory and once in another storage, and fails where the answers
 * differ. Ids and instants are their own, so they are left out of the comparison. Arguments: the roots of the two systems
 * and how many sequences. The other one is of PostgreSQL when it has a database for tests.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';

type Values = Readonly<Record<string, unknown>>;
type Operation = (tables: unknown, ...parameters: readonly unknown[]) => unknown;

interface Database {
  transaction(run: (tables: unknown) => unknown): unknown;
}

/** A system with its data; `ids` are those of its records in the order in which they first appeared. */
interface Subject {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly schemas: Readonly<Record<string, { parse(value: unknown): unknown }>>;
  readonly database: Database;
  readonly ids: string[];
  readonly close: () => Promise<void>;
}

/** One call: the operation, which records it is about, and its input. */
interface Call {
  readonly operation: string;
  readonly records: readonly number[];
  readonly input?: Values;
  readonly query?: Values;
}

const entities = ['bicycle', 'mechanic', 'repair', 'note'];
const [memoryRoot = '', otherRoot = '', numRuns = '300'] = process.argv.slice(2);

async function loadSubject(root: string, parameters: readonly unknown[]): Promise<() => Promise<Subject>> {
  const load = (path: string) => import(join(root, 'src', path));
  const operations = Object.assign(
    {},
    ...(await Promise.all(entities.map((name) => load(`domain/${name}-operations.ts`)))),
  );
  const schemas = Object.assign(
    {},
    ...(await Promise.all(entities.map((name) => load(`domain/${name}.ts`)))),
  );
  const { Database } = await load('storage/database.ts');
  const support = join(root, 'test/support/test-database.ts');
  if (!existsSync(support)) {
    const database = () => new Database(...parameters) as Database;
    return async () => ({ operations, schemas, database: database(), ids: [], close: async () => undefined });
  }
  const { createTestDatabase } = await import(support);
  return async () => {
    const { url, drop } = await createTestDatabase();
    const database = await Database.open(url, ...parameters.slice(1));
    const close = () => database.close().then(drop);
    return { operations, schemas, database, ids: [], close };
  };
}

const record = fc.nat({ max: 7 });
const word = fc.constantFrom('a', 'B', 'b', 'é', 'É', 'x y', '');
const sort = fc.constantFrom<string[]>(
  ['createdAt'],
  ['-createdAt'],
  ['price'],
  ['-price'],
  ['state'],
  ['-promisedAt'],
  ['class'],
  ['isWarranty'],
  ['-priority'],
  ['-priority', 'createdAt'],
  ['isWarranty', '-price', 'class'],
);
const page = fc.record({ limit: fc.integer({ min: 1, max: 4 }), offset: fc.nat({ max: 3 }) });
const day = fc.constantFrom('2020-01-01T00:00:00.000Z', '2024-02-29T10:00:00+02:00', '2099-01-01T00:00:00Z');
const some = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

const calls: fc.Arbitrary<Call> = fc.oneof(
  call('createMechanic', 0, fc.record({ name: fc.constantFrom('Ada', 'Mei') })),
  call(
    'createBicycle',
    0,
    fc.record({
      serialNumber: fc.constantFrom('1', '2', '3', '4'),
      brand: fc.constantFrom('x', 'y'),
      ownerEmail: fc.constantFrom(null, 'a@example.com', 'A@Example.com', 'b@example.com'),
      mechanics: fc.constant([]),
    }),
  ),
  call(
    'updateBicycle',
    1,
    fc.record(
      { serialNumber: fc.constantFrom('1', '2', '9'), openRepairs: fc.nat({ max: 2 }) },
      { requiredKeys: [] },
    ),
  ),
  call(
    'bringIn',
    1,
    fc.record({
      description: fc.constantFrom('p', 'q', 'r'),
      price: fc.constantFrom(null, 0.1, 10.05),
      urgent: fc.boolean(),
    }),
  ),
  call(
    'updateRepair',
    1,
    fc.record(
      {
        class: word,
        promisedAt: fc.option(day),
        parts: fc.constantFrom(null, [], ['a', 'b']),
        isWarranty: fc.boolean(),
        details: fc.constantFrom(null, { a: [1, null] }, 'text', 0, false),
      },
      { requiredKeys: [] },
    ),
  ),
  call('discount', 1, fc.record({ amount: fc.constantFrom(0, 0.1, 5.5) })),
  call('addNote', 1, fc.record({ text: fc.constantFrom('n', 'm') })),
  ...[
    'startRepair',
    'finishRepair',
    'cancelRepair',
    'deleteRepair',
    'deleteBicycle',
    'deleteMechanic',
    'deleteNote',
    'countOpen',
  ].map((name) => call(name, 1)),
  list('listRepairs', {
    state: some(fc.constantFrom('received', 'collected')),
    class: some(word),
    priceFrom: some(fc.constantFrom(0, 1)),
    priceTo: some(fc.constantFrom(5, 11)),
    isWarranty: some(fc.boolean()),
    promisedAtTo: some(fc.constant('2030-01-01T00:00:00.000Z')),
  }),
  list('overdueRepairs', {}),
);

function call(operation: string, records: number, input?: fc.Arbitrary<Values>): fc.Arbitrary<Call> {
  return fc.record({
    operation: fc.constant(operation),
    records: fc.array(record, { minLength: records, maxLength: records }),
    ...(input && { input }),
  });
}

function list(
  operation: string,
  filters: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<Call> {
  return fc.tuple(fc.record(filters), page, sort).map(([values, paging, order]) => ({
    operation,
    records: [],
    query: { ...values, ...paging, sort: order },
  }));
}

/** What the system answers, with each id as the number of its record. */
async function answer(
  { operations, schemas, database, ids }: Subject,
  { operation, records, input, query }: Call,
): Promise<unknown> {
  const keys = records.map((number) => ids[number] ?? 'nothing');
  try {
    const values = input === undefined ? [] : [schemas[`${operation}Input`]?.parse(input)];
    const parameters = [...keys, ...values, ...(query === undefined ? [] : [query])];
    const result = await database.transaction((tables) => operations[operation]?.(tables, ...parameters));
    return comparable(result, ids);
  } catch (error) {
    const { code, errors } = error as { code?: unknown; errors?: unknown };
    assert.notEqual(code, undefined, error as Error);
    return { code, errors };
  }
}

function comparable(value: unknown, ids: string[]): unknown {
  const numbered = (id: string) => {
    if (!ids.includes(id)) ids.push(id);
    return `record ${ids.indexOf(id)}`;
  };
  return JSON.parse(
    JSON.stringify(value ?? null, (key, item) => {
      if (key === 'createdAt' || key === 'updatedAt') return undefined;
      return typeof item === 'string' && /^[0-9a-f-]{36}$/.test(item) ? numbered(item) : item;
    }),
  );
}

/** Some records to begin with: a mechanic, two bicycles and their repairs. */
const beginning: readonly Call[] = [
  { operation: 'createMechanic', records: [], input: { name: 'Ada' } },
  { operation: 'createBicycle', records: [], input: { serialNumber: '8', brand: 'x', mechanics: [] } },
  { operation: 'createBicycle', records: [], input: { serialNumber: '9', brand: 'x', mechanics: [] } },
  ...[1, 1, 2, 2].map((bicycle, index) => ({
    operation: 'bringIn',
    records: [bicycle],
    input: { description: `repair ${index}`, price: index % 2 },
  })),
];

const { Clock } = await import(join(memoryRoot, 'src/clock.ts'));
const inMemory = await loadSubject(memoryRoot, [new Clock(), () => undefined]);
const elsewhere = await loadSubject(otherRoot, [':memory:', new Clock(), () => undefined]);
await fc.assert(
  fc.asyncProperty(fc.array(calls, { minLength: 5, maxLength: 40 }), async (sequence) => {
    const [memory, other] = [await inMemory(), await elsewhere()];
    try {
      for (const each of [...beginning, ...sequence])
        assert.deepEqual(await answer(other, each), await answer(memory, each), each.operation);
    } finally {
      await other.close();
    }
  }),
  { numRuns: Number(numRuns), seed: 7 },
);
