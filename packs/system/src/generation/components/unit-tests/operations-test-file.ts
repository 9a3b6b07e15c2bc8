import type { EntityPlan } from '../../plan/entity-plan.ts';
import { operationRoles } from '../../plan/operation-roles.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { SourceFile } from '../../code/source-file.ts';
import { renderActionTests } from './action-tests.ts';
import { renderInputTests } from './input-tests.ts';
import { renderLoadTests } from './load-tests.ts';
import { renderRecordTests } from './record-tests.ts';
import { renderReferenceTests } from './reference-tests.ts';
import { SampledEntities } from './sample-row.ts';
import { renderUniqueTests } from './unique-tests.ts';

/** `test/unit/<entity>-operations.test.ts`, or undefined when tests can have no record of the entity. */
export function renderOperationsTestFile(plan: EntityPlan, system: SystemPlan): SourceFile | undefined {
  const sampled = new SampledEntities(system);
  if (!sampled.has(plan.entity.name)) return undefined;
  const file = new SourceFile(plan.unitTestFile);
  const scope = { plan, system, file, roles: operationRoles(plan.entity.name, system), sampled };
  const tests = [
    ...renderRecordTests(scope),
    ...renderInputTests(scope),
    ...renderUniqueTests(scope),
    ...renderReferenceTests(scope),
    ...renderActionTests(scope),
    ...renderLoadTests(scope),
  ];
  if (tests.length === 0) return undefined;
  for (const test of tests) file.add(test);
  return file;
}
