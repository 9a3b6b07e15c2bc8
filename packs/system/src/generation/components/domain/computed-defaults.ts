import { variablesIn } from '../../../expression/expression-walk.ts';
import type { Field } from '../../../model/field.ts';
import { propertyKey } from '../../code/literal.ts';
import { defaultCall, defaultsFile, renderDefaultsFile } from './defaults-file.ts';
import type { OperationScope } from './operation-scope.ts';
import { inputFields, type RowSource } from './row-source.ts';
import { memberName, rowCode, type RowValues } from './row-code.ts';

/** A new row whose last values are made of the others, where nothing else gives them. */
export function withComputedDefaults(
  checks: readonly string[],
  members: readonly string[],
  source: RowSource,
  scope: OperationScope,
): RowValues {
  const given = new Set(inputFields(source).map(({ name }) => name));
  const set = new Set(members.map(memberName).filter((name) => !given.has(name)));
  const { plan } = source;
  const made = plan.entity.fields.filter(
    ({ name, defaultValue }) => defaultValue?.kind === 'expression' && !set.has(name),
  );
  if (made.length === 0) return { checks, code: rowCode(members) };
  renderDefaultsFile(plan, scope.usage);
  const written = rowCode(members);
  const draft = written === 'input' ? written : scope.local(`${plan.variable}Values`);
  const statements = written === draft ? [] : [`const ${draft} = ${written} as const;`];
  const names = new Map<string, string>();
  for (const field of made) {
    const value = given.has(field.name) ? `input.${field.name}` : '';
    const call = defaultCall(field, rowSoFar(field, draft, names), value);
    scope.file.imports.value(defaultsFile(plan), call.name);
    const variable = scope.local(field.name);
    statements.push(`const ${variable} = ${call.code};`);
    names.set(field.name, variable);
  }
  return { checks: [...checks, ...statements], code: `{ ...${draft}, ${membersOf(names)} }` };
}

/** The row as far as the default of a field needs it. */
function rowSoFar({ defaultValue }: Field, draft: string, names: ReadonlyMap<string, string>): string {
  if (defaultValue?.kind !== 'expression' || !variablesIn(defaultValue.value.node).has('record')) return '';
  const used = [...names].filter(([name]) => usesField(defaultValue.value.source, name));
  return used.length === 0 ? draft : `{ ...${draft}, ${membersOf(new Map(used))} }`;
}

function usesField(source: string, name: string): boolean {
  return new RegExp(`\\brecord\\.${name}\\b`).test(source);
}

function membersOf(names: ReadonlyMap<string, string>): string {
  return [...names]
    .map(([name, code]) => (name === code ? name : `${propertyKey(name)}: ${code}`))
    .join(', ');
}
