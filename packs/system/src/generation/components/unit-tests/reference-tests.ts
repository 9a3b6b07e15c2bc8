import { withArticle } from '../../../acceptance/samples/with-article.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { literal } from '../../code/literal.ts';
import type { Dependent } from '../../plan/system-plan.ts';
import { coexisting } from './sample-row.ts';
import { assertion, expectProblem, expectRefusal, tableTest } from './test-body.ts';
import {
  keyOf,
  matchArgument,
  operationName,
  someRecord,
  type TestScope,
  unknownId,
  validInput,
} from './test-scope.ts';

/** Tests of references: to nothing, and to records that are deleted. */
export function renderReferenceTests(scope: TestScope): string[] {
  const { plan, system, roles, sampled } = scope;
  const dependents =
    roles.remove === undefined
      ? []
      : system
          .dependentsOf(plan.entity.name)
          .filter(({ from, isList, nested }) => sampled.has(from.entity.name) && !isList && !nested)
          .filter(({ from }) => from !== plan || coexisting(plan, system) > 1);
  return [...unknownTests(scope), ...dependents.map((dependent) => deletionTest(dependent, scope))];
}

function unknownTests(scope: TestScope): string[] {
  const { plan, file, roles } = scope;
  const { create } = roles;
  if (create?.input === undefined) return [];
  const schema = create.input.schema;
  const fields = create.operation.input.filter(({ type }) => type.kind === 'reference');
  return fields.map(({ name }) => {
    const others = validInput(scope, create).filter((member) => keyOf(member) !== name);
    const input = [...others, `${name}: ${unknownId}`].join(', ');
    file.imports.value(plan.file, schema);
    return tableTest(
      `the ${spaced(name)} of ${withArticle(plan.entity.name)} must exist`,
      [
        `const input = ${schema}.parse({ ${input} });`,
        expectRefusal(
          `${operationName(create, file)}(tables, input)`,
          `{
      code: 'invalid_input',
      errors: [{ field: ${literal(name)}, code: 'unknown_reference', message: ${literal(message(scope, name))} }],
    }`,
          scope,
        ),
      ],
      scope,
    );
  });
}

function message({ plan, system }: TestScope, name: string): string {
  const type = plan.entity.fields.find((field) => field.name === name)?.type;
  const target = type?.kind === 'reference' ? system.entity(type.entity).entity.name : '';
  return `There is no ${spaced(target)} with this id.`;
}

function deletionTest({ from, field, onDelete }: Dependent, scope: TestScope): string {
  const { plan, file, roles, system } = scope;
  const { await: wait, result } = system.asynchrony;
  const remove = roles.remove === undefined ? '' : operationName(roles.remove, file);
  const target = plan.variable;
  const dependent = from.variable === target ? `dependent` : from.variable;
  const given = [
    `const ${target} = ${someRecord(plan, scope)};`,
    `const ${dependent} = ${someRecord(from, scope, `{ ${field}: ${target}.id }`)};`,
  ];
  const match = roles.remove === undefined ? '' : matchArgument(roles.remove);
  const call = `${remove}(tables, ${target}.id${match})`;
  const thing = spaced(plan.entity.name);
  const other = withArticle(from.entity.name);
  const found = `tables.${from.table}.find(${dependent}.id)`;
  switch (onDelete) {
    case 'restrict':
      given[1] = `${someRecord(from, scope, `{ ${field}: ${target}.id }`)};`;
      return tableTest(
        `a ${thing} stays while ${other} refers to it by ${spaced(field)}`,
        [...given, expectProblem(call, 'in_use', scope)],
        scope,
      );
    case 'cascade':
      return tableTest(
        `${other} goes with its ${thing}`,
        [...given, `${wait}${call};`, assertion('equal', `${wait}${found}, undefined`, file)],
        scope,
      );
    case 'clear':
      return tableTest(
        `${other} stays without its ${thing}`,
        [...given, `${wait}${call};`, assertion('equal', `${result(found)}?.${field}, null`, file)],
        scope,
      );
  }
}
