import type { Column, Row, Type, Version } from './migration-schema.ts';

export interface MigrationCase {
  readonly title: string;
  readonly before: Version;
  readonly rows: readonly Row[];
  readonly after: Version;
  /** The rows as the new version sees them, or what the refusal says. */
  readonly gives?: readonly Row[];
  readonly refuses?: RegExp;
  /** The earlier version finds all of it again. */
  readonly isReversible?: true;
}

const column = (name: string, type: Type, more: Partial<Column> = {}): Column => ({ name, type, ...more });
const optional = { isOptional: true } as const;

/** One column before and after, with its values. */
function change(
  title: string,
  [from, ...values]: readonly [Column, ...unknown[]],
  [to, ...results]: readonly [Column, ...unknown[]] | readonly [Column, RegExp],
): MigrationCase {
  const rows = values.map((value) => ({ [from.name]: value }));
  const [refuses] = results;
  const outcome =
    refuses instanceof RegExp ? { refuses } : { gives: results.map((value) => ({ [to.name]: value })) };
  return { title, before: [from], rows, after: [to], ...outcome };
}

/** Changes of kinds that blueprints make, each with what becomes of the data. */
export const migrationCases: readonly MigrationCase[] = [
  change('nothing changes', [column('a', 'text'), 'x'], [column('a', 'text'), 'x']),
  change('integer to number', [column('a', 'integer'), 3], [column('a', 'number'), 3]),
  change('integer to money', [column('a', 'integer'), 3], [column('a', 'money'), 3]),
  change('integer to text', [column('a', 'integer'), -3, 12], [column('a', 'text'), '-3', '12']),
  change('number to text', [column('a', 'number'), 1, 0.1], [column('a', 'text'), '1', '0.1']),
  change('boolean to text', [column('a', 'boolean'), true, false], [column('a', 'text'), 'true', 'false']),
  change('date to text', [column('a', 'date'), '2026-01-31'], [column('a', 'text'), '2026-01-31']),
  change(
    'date to datetime',
    [column('a', 'date'), '2026-01-31'],
    [column('a', 'datetime'), '2026-01-31T00:00:00.000Z'],
  ),
  change('whole numbers to integer', [column('a', 'number'), 2], [column('a', 'integer'), 2]),
  change(
    'fractions to integer',
    [column('a', 'number'), 2, 0.5, 1.5],
    [column('a', 'integer'), /Thing\.a: 2 records have/],
  ),
  change(
    'thousandths to money',
    [column('a', 'number'), 0.125],
    [column('a', 'money'), /Thing\.a: 1 record has/],
  ),
  change('text to integer', [column('a', 'text'), 'many'], [column('a', 'integer'), /Thing\.a/]),
  change(
    'text that holds days to date',
    [column('a', 'text'), '2026-01-31'],
    [column('a', 'date'), '2026-01-31'],
  ),
  change('other text to date', [column('a', 'text'), 'soon'], [column('a', 'date'), /Thing\.a: 1 record/]),
  change(
    'datetime to date',
    [column('a', 'datetime'), '2026-01-31T09:30:00.000Z'],
    [column('a', 'date'), /Thing\.a/],
  ),
  change('boolean to integer', [column('a', 'boolean'), true], [column('a', 'integer'), /Thing\.a/]),
  change(
    'more values of an enum',
    [column('a', { enum: ['x'] }), 'x'],
    [column('a', { enum: ['x', 'y'] }), 'x'],
  ),
  change(
    'a value less that nobody has',
    [column('a', { enum: ['x', 'y'] }), 'x'],
    [column('a', { enum: ['x'] }), 'x'],
  ),
  change(
    'a value less that somebody has',
    [column('a', { enum: ['x', 'y'] }), 'x', 'y'],
    [column('a', { enum: ['x'] }), /Thing\.a: 1 record/],
  ),
  change('enum to text', [column('a', { enum: ['x'] }), 'x'], [column('a', 'text'), 'x']),
  change('text to enum', [column('a', 'text'), 'x'], [column('a', { enum: ['x'] }), 'x']),
  change('anything to JSON', [column('a', { list: 'text' }), ['x']], [column('a', 'json'), ['x']]),
  change(
    'a list of numbers',
    [column('a', { list: 'integer' }), [1, 2]],
    [column('a', { list: 'number' }), [1, 2]],
  ),
  change('a list to one value', [column('a', { list: 'text' }), ['x']], [column('a', 'text'), /Thing\.a/]),
  change('required to optional', [column('a', 'text'), 'x'], [column('a', 'text', optional), 'x']),
  change('optional to required, all given', [column('a', 'text', optional), 'x'], [column('a', 'text'), 'x']),
  change(
    'optional to required, one missing',
    [column('a', 'text', optional), 'x', null],
    [column('a', 'text'), /Thing\.a: 1 record/],
  ),
  change(
    'optional to required with a default',
    [column('a', 'integer', optional), 1, null],
    [column('a', 'integer', { fill: () => 7 }), 1, 7],
  ),
  change('a new name', [column('a', 'text'), 'x'], [column('b', 'text', { was: 'a' }), 'x']),
  change(
    'a new name and type',
    [column('a', 'integer', optional), 4, null],
    [column('b', 'text', { was: 'a', ...optional }), '4', null],
  ),
  change(
    'objects grow',
    [column('a', { object: [column('x', 'integer')] }), { x: 1 }],
    [
      column('a', {
        object: [
          column('x', 'number'),
          column('y', 'text', optional),
          column('z', 'text', { fill: () => 'new' }),
        ],
      }),
      { x: 1, y: null, z: 'new' },
    ],
  ),
  change(
    'objects lose what nobody has',
    [column('a', { object: [column('x', 'text'), column('y', 'text', optional)] }), { x: '1', y: null }],
    [column('a', { object: [column('x', 'text')] }), { x: '1' }],
  ),
  change(
    'objects lose what somebody has',
    [column('a', { object: [column('x', 'text'), column('y', 'text', optional)] }), { x: '1', y: '2' }],
    [column('a', { object: [column('x', 'text')] }), /Thing\.a: 1 record/],
  ),
  change(
    'objects with new names in lists',
    [column('a', { list: { object: [column('x', 'text')] } }), [{ x: '1' }, { x: '2' }]],
    [column('a', { list: { object: [column('y', 'text', { was: 'x' })] } }), [{ y: '1' }, { y: '2' }]],
  ),
  change(
    'objects that need what nobody has',
    [column('a', { object: [column('x', 'text')] }), { x: '1' }],
    [column('a', { object: [column('y', 'text')] }), /Thing\.a: 1 record/],
  ),
  {
    title: 'names that move on',
    before: [column('a', 'text'), column('b', 'integer')],
    rows: [{ a: 'x', b: 1 }],
    after: [column('c', 'text', { was: 'a' }), column('d', 'integer', { was: 'b' })],
    gives: [{ c: 'x', d: 1 }],
  },
  {
    title: 'new fields: optional, with a default, from the others, from the clock',
    before: [column('a', 'integer')],
    rows: [{ a: 1 }, { a: 2 }],
    after: [
      column('a', 'integer'),
      column('b', 'text', optional),
      column('c', 'boolean', { fill: () => false }),
      column('d', 'integer', { fill: ({ a }) => Number(a) * 10 }),
      column('e', 'datetime', { fill: (_, now) => now }),
      column('f', { list: 'text' }, { fill: () => ['x'] }),
    ],
    gives: [1, 2].map((a) => ({
      a,
      b: null,
      c: false,
      d: a * 10,
      e: '2026-03-01T12:00:00.000Z',
      f: ['x'],
    })),
  },
  {
    title: 'a new field that must be given',
    before: [column('a', 'text')],
    rows: [{ a: 'x' }],
    after: [column('a', 'text'), column('b', 'text')],
    refuses: /Thing\.b: 1 record has no value/,
  },
  {
    title: 'a new field that must be given, without records',
    before: [column('a', 'text')],
    rows: [],
    after: [column('a', 'text'), column('b', 'text')],
    gives: [],
  },
  {
    title: 'a field less',
    before: [column('a', 'text'), column('b', 'text')],
    rows: [{ a: 'x', b: 'y' }],
    after: [column('a', 'text')],
    gives: [{ a: 'x' }],
    isReversible: true,
  },
  {
    title: 'an entity less, and another one',
    before: [column('a', 'text')],
    rows: [{ a: 'x' }],
    after: { entity: 'Item', columns: [column('a', 'text')] },
    gives: [],
    isReversible: true,
  },
  {
    title: 'an entity with a new name',
    before: [column('a', 'text')],
    rows: [{ a: 'x' }],
    after: { entity: 'Item', was: 'Thing', columns: [column('a', 'text')] },
    gives: [{ a: 'x' }],
  },
  {
    title: 'what is unique already becomes unique',
    before: [column('a', 'text'), column('b', 'text')],
    rows: [
      { a: 'x', b: 'X' },
      { a: 'y', b: 'Y' },
    ],
    after: {
      columns: [column('a', 'text'), column('b', 'text')],
      indexes: [{ columns: ['a'], isUnique: true }, { columns: ['a', 'b'] }],
    },
    gives: [
      { a: 'x', b: 'X' },
      { a: 'y', b: 'Y' },
    ],
  },
  {
    title: 'what is not unique does not become so',
    before: [column('a', 'text')],
    rows: [{ a: 'x' }, { a: 'X' }],
    after: {
      columns: [column('a', 'text')],
      indexes: [{ columns: ['a'], isUnique: true, ignoresCase: true }],
    },
    refuses: /Thing\.a: 1 value is held by more than one/,
  },
  {
    title: 'ids of records that are there become references',
    before: [column('a', 'text')],
    rows: [{ a: 'row 0' }],
    after: [column('a', { reference: 'things' })],
    gives: [{ a: 'row 0' }],
  },
  {
    title: 'ids of nothing do not',
    before: [column('a', 'text')],
    rows: [{ a: 'elsewhere' }],
    after: [column('a', { reference: 'things' })],
    refuses: /Thing.*1 record refers/,
  },
  {
    title: 'references become ids',
    before: [column('a', { reference: 'things' }, optional)],
    rows: [{ a: null }, { a: 'row 0' }],
    after: [column('a', 'text', optional)],
    gives: [{ a: null }, { a: 'row 0' }],
  },
];
