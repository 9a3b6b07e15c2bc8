import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Field } from '../model/field.ts';
import { checkExpression } from './check-expression.ts';
import { compileExpression } from './compile-expression.ts';
import { expressionHelpers, helperImports, type HelperName } from './expression-helpers.ts';
import type { ValueType } from './expression.ts';

const tsc = fileURLToPath(new URL('../../../../node_modules/.bin/tsc', import.meta.url));

const fields: readonly Field[] = [
  { name: 'id', type: { kind: 'text', format: 'uuid' }, isOptional: false, managed: 'id' },
  { name: 'tasks', type: { kind: 'list', of: { kind: 'text' } }, isOptional: false },
  { name: 'kinds', type: { kind: 'list', of: { kind: 'enum', values: ['a', 'b'] } }, isOptional: false },
  { name: 'seats', type: { kind: 'integer' }, isOptional: false },
  { name: 'state', type: { kind: 'enum', values: ['planned', 'closed'] }, isOptional: false },
  { name: 'day', type: { kind: 'date' }, isOptional: true },
  { name: 'note', type: { kind: 'text' }, isOptional: true },
];

const declarations = `
interface Shift {
  readonly id: string;
  readonly tasks: readonly string[];
  readonly kinds: readonly ('a' | 'b')[];
  readonly seats: number;
  readonly state: 'planned' | 'closed';
  readonly day: string | null;
  readonly note: string | null;
}
interface Input { readonly task: string; readonly limit: number | null; readonly words: readonly string[] }
interface Patch { readonly note?: string | null }
`;

const variables = new Map<string, ValueType>([
  ['shift', { kind: 'record', entity: 'Shift' }],
  ['shifts', { kind: 'list', of: { kind: 'record', entity: 'Shift' } }],
  [
    'input',
    {
      kind: 'object',
      fields: {
        task: { kind: 'text' },
        limit: { kind: 'nullable', of: { kind: 'integer' } },
        words: { kind: 'list', of: { kind: 'text' } },
      },
    },
  ],
  ['patch', { kind: 'object', fields: { note: { kind: 'nullable', of: { kind: 'text' } } } }],
  ['now', { kind: 'datetime' }],
  ['today', { kind: 'date' }],
]);

const conditions = [
  'input.task in shift.tasks',
  'input.task in shift.kinds',
  "shift.state in ['planned', 'closed']",
  "shift.state == 'closed' || shift.day != null && shift.day + days(7) < today",
  'shift.day == null ? true : date(now) >= shift.day',
  '!(shift.note == null) && shift.note.matches("^a")',
  'input.limit != null && shifts.all(one, one.seats < input.limit)',
  'input.limit != null && shifts.filter(one, one.seats > input.limit).exists(one, size(one.tasks) > input.limit)',
  "patch.note != null && patch.note.startsWith('a')",
  'shift.tasks == input.words',
  'shift.tasks[0] != null && size(shift.tasks[0]) > 1',
  'sum(shifts.map(one, one.seats)) / 2 + max(shift.seats, 1) % 3 > -shift.seats',
  "(shift.note == null ? 'none' : shift.note) + string(shift.seats) != input.task",
  'shifts[0] != null && shift.id == shifts[0].id',
];

const compilerOptions = {
  noEmit: true,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  target: 'es2024',
  module: 'nodenext',
  types: ['node'],
  typeRoots: [fileURLToPath(new URL('../../../../node_modules/@types', import.meta.url))],
};

test('compiled expressions pass the strictest type check', () => {
  const scope = { variables, fieldsOf: () => fields, notNull: new Set<string>() };
  const functions = conditions.map((source, index) => {
    const result = checkExpression(source, scope);
    if ('problem' in result) return { source, problem: result.problem, code: '' };
    const { code } = compileExpression(result.expression, { variables: {}, partial: ['patch'] });
    return {
      source,
      code: `export function condition${index}(shift: Shift, shifts: readonly Shift[], input: Input, patch: Patch, now: string, today: string): boolean {
  void [shift, shifts, input, patch, now, today];
  return ${code};
}`,
    };
  });
  const refused = functions.filter((one) => 'problem' in one).map(({ source }) => source);
  expect(refused).toEqual([]);
  const module = [
    "import { isDeepStrictEqual } from 'node:util';",
    declarations,
    ...helperImports(Object.keys(expressionHelpers) as HelperName[]).map(
      ({ module: from, name }) => `import { ${name} } from '${from}';`,
    ),
    "import { randomUUID } from 'node:crypto';",
    ...Object.values(expressionHelpers),
    ...functions.map(({ code }) => code),
  ].join('\n');
  const folder = mkdtempSync(join(tmpdir(), 'expressions-'));
  try {
    writeFileSync(join(folder, 'conditions.ts'), module);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    const { stdout } = spawnSync(tsc, ['-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
