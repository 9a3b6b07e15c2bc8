import { withArticle } from '../../../acceptance/samples/with-article.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { isFilledByTables } from '../../plan/entity-plan.ts';
import { canonical, isClockDefault } from '../domain/field-schema.ts';
import { answeredList } from '../../plan/answered-list.ts';
import { cursorTests } from './cursor-tests.ts';
import { coexisting, sampleRow } from './sample-row.ts';
import { assertion, expectProblem, tableTest } from './test-body.ts';
import {
  keyOf,
  changeOf,
  matchArgument,
  operationName,
  plainQuery,
  shown,
  someRecord,
  type TestScope,
  unknownId,
  validInput,
} from './test-scope.ts';

/** Tests of the standard operations on records that nothing is wrong with. */
export function renderRecordTests(scope: TestScope): string[] {
  return [
    createTest(scope),
    ...listTests(scope),
    readTest(scope),
    ...updateTests(scope),
    deleteTest(scope),
  ].filter((test) => test !== '');
}

function createTest(scope: TestScope): string {
  const { plan, file, roles, system } = scope;
  const { await: wait } = system.asynchrony;
  const { create } = roles;
  if (create?.input === undefined) return '';
  const name = operationName(create, file);
  const schema = file.imports.value(plan.file, create.input.schema);
  const variable = plan.variable;
  const members = validInput(scope, create);
  const plainMembers = members.filter((member) => !member.includes('(tables)'));
  const hidden = new Set(plan.entity.fields.filter(({ isHidden }) => isHidden).map((field) => field.name));
  const expected = [...plainMembers, ...defaults(scope, new Set(members.map(keyOf)))].filter(
    (member) => !hidden.has(keyOf(member)),
  );
  const statements = [
    `const ${variable} = ${wait}${name}(tables, ${schema}.parse({ ${members.join(', ')} }));`,
    assertion('partialDeepStrictEqual', `${variable}, { ${expected.join(', ')} }`, file),
  ];
  if (roles.read !== undefined) {
    statements.push(
      assertion(
        'deepEqual',
        `${wait}${operationName(roles.read, file)}(tables, ${variable}.id), ${variable}`,
        file,
      ),
    );
  }
  return tableTest(
    `${withArticle(plan.entity.name)} is created with its defaults and can be read back`,
    statements,
    scope,
  );
}

/** What the fields hold that the input leaves out. */
function defaults({ plan }: TestScope, given: ReadonlySet<string>): string[] {
  return plan.entity.fields.flatMap((field) => {
    const { name, defaultValue, managed, type } = field;
    if (isFilledByTables(field) || given.has(name) || isClockDefault(defaultValue)) return [];
    if (managed === 'state') return [`${propertyKey(name)}: ${literal(plan.entity.machine?.initial)}`];
    return [`${propertyKey(name)}: ${literal(canonical(type, defaultValue?.value ?? null))}`];
  });
}

function listTests(scope: TestScope): string[] {
  const { plan, system, file, roles } = scope;
  const { await: wait, result } = system.asynchrony;
  if (
    roles.list === undefined ||
    roles.list.operation.steps.some((step) => step.kind === 'list' && step.where)
  )
    return [];
  if (answeredList(roles.list.operation)?.paging === 'cursor') return cursorTests(roles.list, scope);
  const possible = coexisting(plan, system);
  if (possible < 2) return [];
  const list = operationName(roles.list, file);
  const things = spaced(plan.entity.plural);
  const given = [`const first = ${someRecord(plan, scope)};`, `const second = ${someRecord(plan, scope)};`];
  const order = tableTest(
    `${things} are listed in order of creation`,
    [
      ...given,
      assertion(
        'deepEqual',
        `${wait}${list}(tables, ${plainQuery()}), { items: [${shown('first', scope)}, ${shown('second', scope)}], total: 2 }`,
        file,
      ),
      assertion(
        'deepEqual',
        `${result(`${list}(tables, ${plainQuery('-createdAt')})`)}.items, [${shown('second', scope)}, ${shown('first', scope)}]`,
        file,
      ),
    ],
    scope,
  );
  if (possible < 3) return [order];
  const page = tableTest(
    `a page of ${things} comes with the number of all`,
    [
      `${someRecord(plan, scope)};`,
      `const second = ${someRecord(plan, scope)};`,
      `${someRecord(plan, scope)};`,
      assertion(
        'deepEqual',
        `${wait}${list}(tables, ${plainQuery('createdAt', 1, 1)}), { items: [${shown('second', scope)}], total: 3 }`,
        file,
      ),
    ],
    scope,
  );
  return [order, page];
}

function readTest(scope: TestScope): string {
  const { plan, file, roles } = scope;
  if (roles.read === undefined) return '';
  const call = `${operationName(roles.read, file)}(tables, ${unknownId})`;
  return tableTest(
    `reading ${withArticle(plan.entity.name)} that does not exist is refused`,
    [expectProblem(call, missingCode(roles.read), scope)],
    scope,
  );
}

function missingCode({ operation }: NonNullable<TestScope['roles']['read']>): string {
  const load = operation.steps.find((step) => step.kind === 'load');
  return load?.missing.code ?? 'not_found';
}

function updateTests(scope: TestScope): string[] {
  const { plan, file, roles, system } = scope;
  const { await: wait } = system.asynchrony;
  const { update } = roles;
  if (update === undefined) return [];
  const changed = changedMember(scope);
  const name = operationName(update, file);
  const { variable } = plan;
  const thing = withArticle(plan.entity.name);
  const newVersion = plan.entity.versions === undefined ? '' : `version: ${variable}.version + 1, `;
  const match = matchArgument(update);
  const change =
    changed === undefined
      ? []
      : [
          tableTest(
            `an update changes what it names and keeps the rest of ${thing}`,
            [
              `const ${variable} = ${someRecord(plan, scope)};`,
              `const updated = ${wait}${name}(tables, ${variable}.id, ${changeOf(update, `{ ${changed} }`)}${match});`,
              assertion(
                'deepEqual',
                `updated, ${shown(`{ ...${variable}, ${changed}, ${newVersion}updatedAt: updated.updatedAt }`, scope)}`,
                file,
              ),
            ],
            scope,
          ),
        ];
  return [
    ...change,
    tableTest(
      `an empty update leaves ${thing} as it is`,
      [
        `const ${variable} = ${someRecord(plan, scope)};`,
        assertion(
          'deepEqual',
          `${wait}${name}(tables, ${variable}.id, ${changeOf(update, '{}')}${match}), ${shown(variable, scope)}`,
          file,
        ),
      ],
      scope,
    ),
  ];
}

/** A field that updates may set, with a value that the first sample does not have. */
function changedMember({ plan, system, roles }: TestScope): string | undefined {
  const offered = new Set(roles.update?.operation.input.map(({ name }) => name));
  const first = new Set(sampleRow(plan, 0, system)?.values);
  return sampleRow(plan, 1, system)?.values.find(
    (member) => offered.has(keyOf(member)) && !first.has(member),
  );
}

function deleteTest(scope: TestScope): string {
  const { plan, file, roles, system } = scope;
  const { remove, read } = roles;
  if (remove === undefined || read === undefined) return '';
  const match = matchArgument(remove);
  const { variable } = plan;
  return tableTest(
    `a deleted ${spaced(plan.entity.name)} is gone`,
    [
      `const ${variable} = ${someRecord(plan, scope)};`,
      `${system.asynchrony.await}${operationName(remove, file)}(tables, ${variable}.id${match});`,
      expectProblem(`${operationName(read, file)}(tables, ${variable}.id)`, missingCode(read), scope),
      expectProblem(
        `${operationName(remove, file)}(tables, ${variable}.id${match})`,
        missingCode(read),
        scope,
      ),
    ],
    scope,
  );
}
