import type { Field } from '../../../model/field.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { OperationRoles } from '../../plan/operation-roles.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { fixturesFile } from './fixtures-file.ts';
import type { TestTarget } from './test-body.ts';
import { fixtureName, type SampledEntities, sampleRow } from './sample-row.ts';

/** What the tests of one entity are rendered from. */
export interface TestScope {
  readonly plan: EntityPlan;
  readonly system: SystemPlan;
  readonly file: SourceFile;
  readonly roles: OperationRoles;
  /** Entities of which tests can have records. */
  readonly sampled: SampledEntities;
}

/** The id of no record. */
export const unknownId = literal('00000000-0000-4000-8000-000000000000');

/** A record that is put into the store, as an expression. */
export function someRecord(plan: EntityPlan, target: TestTarget, values = ''): string {
  return `${target.system.asynchrony.await}${recordCall(plan, target, values)}`;
}

/** The call that puts a record into the store, which is not waited for. */
export function recordCall(plan: EntityPlan, { file }: TestTarget, values = ''): string {
  const name = file.imports.value(fixturesFile, fixtureName(plan));
  return `${name}(tables${values === '' ? '' : `, ${values}`})`;
}

export function operationName({ name, owner }: OperationPlan, file: SourceFile): string {
  return file.imports.value(owner.operationsFile, name);
}

/** The members of an input of a create operation that is complete and valid, as code. */
export function validInput({ plan, system, file }: TestScope, operation: OperationPlan, n = 0): string[] {
  const row = sampleRow(plan, n, system);
  if (row === undefined) return [];
  const isRequired = ({ isOptional, defaultValue }: Field) => !isOptional && defaultValue === undefined;
  const required = new Set(operation.operation.input.filter(isRequired).map(({ name }) => name));
  const references = row.references.filter((member) => required.has(keyOf(member)));
  for (const reference of references) importFixture(reference, file);
  return [...row.values.filter((member) => required.has(keyOf(member))), ...references];
}

/** `bicycle: someBicycle(tables).id` calls a function of the fixtures. */
function importFixture(reference: string, file: SourceFile): void {
  for (const [, name = ''] of reference.matchAll(/\b(some\w+)\(tables\)+\.id/g))
    file.imports.value(fixturesFile, name);
}

export function keyOf(member: string): string {
  return member.slice(0, member.indexOf(':')).replaceAll("'", '');
}

/** The version to change, where the operation insists on one. */
export function matchArgument({ operation }: OperationPlan): string {
  return operation.precondition?.isRequired === true ? ", '*'" : '';
}

/** What an operation is given that changes a record, where these are the fields that change. */
export function changeOf({ operation }: OperationPlan, fields: string): string {
  if (operation.patch === undefined) return fields;
  return `{ type: 'application/json', body: undefined, of: () => (${fields}) }`;
}

/** The record as answers show it. */
export function shown(code: string, { plan: { view }, file }: TestScope): string {
  if (view === undefined) return code;
  return `${file.imports.value(view.file, view.name)}(${code}${view.needsClock ? ', tables' : ''})`;
}

/** A list query without any filter. */
export function plainQuery(sort = 'createdAt', limit = 50, offset = 0): string {
  return `{ sort: [${literal(sort)}], limit: ${limit}, offset: ${offset} }`;
}
