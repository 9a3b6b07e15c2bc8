import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { tablesFile } from '../store/tables-file.ts';
import { flowJobsFile } from './flow-files.ts';

/** `src/domain/flow-jobs.ts`. */
export function renderFlowJobsFile(jobs: EntityPlan, { asynchrony }: SystemPlan): SourceFile {
  const file = new SourceFile(flowJobsFile);
  for (const type of ['FlowState', 'JobTable']) file.imports.type('@millwright/harness', type);
  file.imports.value('@millwright/harness', 'newJob');
  file.imports.type(tablesFile, 'Tables');
  return file.add(`
/** Leaves a run of a flow to be done, in the transaction under way. Jobs of one lane are done one at a time. */
export ${asynchrony.async}function enqueue(
  tables: Tables,
  flow: string,
  dueAt: string,
  state: FlowState,
  lane?: string,
): ${asynchrony.promise('void')} {
  const jobs: JobTable = tables.${jobs.table};
  ${asynchrony.await}jobs.insert(newJob(flow, dueAt, state, lane));
  tables.signal();
}`);
}
