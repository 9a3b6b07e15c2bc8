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
  const references = row?.references.map((reference) => `${keyOf(reference)}: 'an id'`) ?? [];
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

/** Wrong values of a field; references are a matter of the store. */
function refusedMembers(field: Field, owner: string): string[] {
  const missing =
    field.isOptional || field.defaultValue !== undefined ? [] : [`${propertyKey(field.name)}: undefined`];
  const wrong = invalidValues(field, { owner, n: 0, reference: () => 'an id' })
    .filter(({ fault }) => fault !== 'reference')
    .map(({ value }) => `${propertyKey(field.name)}: ${valueCode(value)}`);
  return [...missing, ...wrong];
}

/** What is wrong for its length alone is written as such. */
function valueCode(value: unknown): string {
  if (typeof value === 'string' && value.length > 20) return `'x'.repeat(${value.length})`;
  if (!Array.isArray(value) || value.length < 5) return literal(value);
  return `Array.from({ length: ${value.length} }, () => ${literal(value[0])})`;
}
