import { invalidValues } from '../../../acceptance/samples/invalid-values.ts';
import { withArticle } from '../../../acceptance/samples/with-article.ts';
import type { Field } from '../../../model/field.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { isClockDefault } from '../domain/field-schema.ts';
import { assertion } from './test-body.ts';
import type { TestScope } from './test-scope.ts';
import { sampleRow } from './sample-row.ts';
import { keyOf } from './test-scope.ts';

/** A test of what the schema of a create operation refuses. */
export function renderInputTests({ plan, system, file, roles }: TestScope): string[] {
  const { create } = roles;
  const required = create?.operation.input.filter(
    ({ isOptional, defaultValue }) =>
      !isOptional && (defaultValue === undefined || isClockDefault(defaultValue)),
  );
  if (create?.input === undefined || required === undefined) return [];
  file.imports.value('node:test', 'test');
  const schema = file.imports.value(plan.file, create.input.schema);
  const names = new Set(required.map(({ name }) => name));
  const row = sampleRow(plan, 0, system);
  const references = row?.references.map(withSomeId) ?? [];
  const valid = [...(row?.values ?? []), ...references].filter((member) => names.has(keyOf(member)));
  const refused = [
    ...create.operation.input.flatMap((field) => refusedMembers(field, plan.entity.name)),
    `unknownField: 1`,
  ];
  return [
    `test(${literal(`input for ${withArticle(plan.entity.name)} is refused when a value is wrong`)}, () => {
  const valid = { ${valid.join(', ')} };
  const wrong = [${refused.map((member) => `{ ${member} }`).join(', ')}];
  ${assertion('equal', `${schema}.safeParse(valid).success, true`, file)}
  for (const values of wrong) {
    ${assertion('equal', `${schema}.safeParse({ ...valid, ...values }).success, false`, file)}
  }
});`,
  ];
}

/** The schema takes any text for the id of a record. */
function withSomeId(reference: string): string {
  return reference.replaceAll(/\(await some\w+\(tables\)\)\.id|\bsome\w+\(tables\)\.id/g, `'an id'`);
}

/** Wrong values of a field; references are a matter of the store, and long ones hard to read. */
function refusedMembers(field: Field, owner: string): string[] {
  const missing =
    field.isOptional || field.defaultValue !== undefined ? [] : [`${propertyKey(field.name)}: undefined`];
  const wrong = invalidValues(field, { owner, n: 0, reference: () => 'an id' })
    .filter(({ fault, at, value }) => fault !== 'reference' && (at === undefined || isShort(value)))
    .map(({ value }) => `${propertyKey(field.name)}: ${valueCode(value)}`);
  return [...missing, ...wrong];
}

function isShort(value: unknown): boolean {
  return JSON.stringify(value).length < 120;
}

/** What is wrong for its length alone is written as such. */
function valueCode(value: unknown): string {
  if (!Array.isArray(value) || value.length < 5) {
    return literal(value).replaceAll(/'(x{21,})'/g, (_, long: string) => `'x'.repeat(${long.length})`);
  }
  const item = literal(value[0]);
  return `Array.from({ length: ${value.length} }, () => ${item.startsWith('{') ? `(${item})` : item})`;
}
