import { spaced } from '../../../naming/letter-case.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import { coexisting } from './sample-row.ts';
import { assertion, expectProblem, tableTest } from './test-body.ts';
import { operationName, shown, someRecord, type TestScope } from './test-scope.ts';

/** Tests of a list whose pages begin after a record. */
export function cursorTests(plan: OperationPlan, scope: TestScope): string[] {
  const { plan: entity, system, file } = scope;
  if (coexisting(entity, system) < 3) return [];
  const { await: wait } = system.asynchrony;
  const list = operationName(plan, file);
  const asked = (limit: number, cursor: string, sort = 'createdAt') =>
    `${list}(tables, { sort: ['${sort}'], limit: ${limit}, cursor: ${cursor} })`;
  const names = ['first', 'second', 'third'];
  const records = names.map((name) => shown(name, scope));
  const statements = [
    ...names.map((name) => `const ${name} = ${someRecord(entity, scope)};`),
    `const page = ${wait}${asked(1, 'null')};`,
    assertion('deepEqual', `page.items, [${records[0]}]`, file),
    assertion(
      'deepEqual',
      `${wait}${asked(2, 'page.nextCursor')}, { items: [${records[1]}, ${records[2]}], total: 3, nextCursor: null }`,
      file,
    ),
    expectProblem(asked(2, 'page.nextCursor', 'updatedAt'), 'invalid_input', scope),
    expectProblem(asked(2, "'no-cursor'"), 'invalid_input', scope),
  ];
  return [tableTest(`${spaced(entity.entity.plural)} are read page after page`, statements, scope)];
}
