import { spaced } from '../../../naming/letter-case.ts';
import { type UniqueKey, uniqueKeysOf } from '../store/unique-keys.ts';
import { coexisting, requiredTarget, sampleRow } from './sample-row.ts';
import { expectProblem, tableTest } from './test-body.ts';
import {
  keyOf,
  changeOf,
  matchArgument,
  operationName,
  recordCall,
  someRecord,
  type TestScope,
} from './test-scope.ts';

/** Tests that what must be unique is. */
export function renderUniqueTests(scope: TestScope): string[] {
  return uniqueKeysOf(scope.plan.entity)
    .filter((key) => key.isConditional !== true && isTestable(key, scope))
    .map((key) => renderTest(key, scope));
}

/** The first sample must have a value for each field: a missing one is shared with nobody. */
function isTestable({ fields }: UniqueKey, { plan, system }: TestScope): boolean {
  const row = sampleRow(plan, 0, system);
  const absent = new Set(row?.values.filter((member) => member.endsWith(': null')).map(keyOf));
  return fields.every((name) => {
    const field = plan.entity.fields.find((each) => each.name === name);
    return (
      field !== undefined &&
      !absent.has(name) &&
      (field.type.kind !== 'reference' || requiredTarget(field) !== undefined)
    );
  });
}

function renderTest({ fields, ignoreCase }: UniqueKey, scope: TestScope): string {
  const { plan, system, file, roles } = scope;
  const { variable } = plan;
  const values = fields.map((field) => `${field}: ${variable}.${field}`).join(', ');
  const names = fields.map(spaced).join(' and ');
  const statements = [
    `const ${variable} = ${someRecord(plan, scope)};`,
    expectProblem(recordCall(plan, scope, `{ ${values} }`), 'not_unique', scope),
  ];
  const [only, ...others] = fields;
  const isText = plan.entity.fields.some(({ name, type }) => name === only && type.kind === 'text');
  if (ignoreCase && isText && others.length === 0) {
    const code = `{ ${only}: String(${variable}.${only}).toUpperCase() }`;
    statements.push(expectProblem(recordCall(plan, scope, code), 'not_unique', scope));
  }
  const updatable = new Set(roles.update?.operation.input.map(({ name }) => name));
  if (
    roles.update !== undefined &&
    coexisting(plan, system) > 2 &&
    fields.every((field) => updatable.has(field))
  ) {
    const input = fields.map((field) => inputMember(field, variable, plan.entity.fields)).join(', ');
    statements.push(
      `const other = ${someRecord(plan, scope)};`,
      expectProblem(
        `${operationName(roles.update, file)}(tables, other.id, ${changeOf(roles.update, `{ ${input} }`)}${matchArgument(roles.update)})`,
        'not_unique',
        scope,
      ),
    );
  }
  return tableTest(`two ${spaced(plan.entity.plural)} cannot have the same ${names}`, statements, scope);
}

/** Lists are read-only in records and not so in input. */
function inputMember(field: string, variable: string, fields: TestScope['plan']['entity']['fields']): string {
  const isList = fields.some(({ name, type }) => name === field && type.kind === 'list');
  return isList ? `${field}: [...${variable}.${field}]` : `${field}: ${variable}.${field}`;
}
