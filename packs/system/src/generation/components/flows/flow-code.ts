import type { SourceFile } from '../../code/source-file.ts';
import { jobPlan, useJobs } from '../../plan/job-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { renderKeptEventsFile } from '../feeds/kept-events-file.ts';
import { renderDeliveriesFile } from './deliveries-file.ts';
import { renderFlowFile } from './flow-file.ts';
import { renderFlowJobsFile } from './flow-jobs-file.ts';
import { renderFlowStartsFile } from './flow-starts-file.ts';
import { renderRecordChangesFile } from './record-changes-file.ts';

/** The domain code of flows, webhooks and feeds. Records in `usage` what it needs of the storage. */
export function renderFlowFiles(system: SystemPlan, usage: StorageUsage): readonly SourceFile[] {
  const jobs = jobPlan(system);
  const flows = (system.model.flows ?? []).map((flow) => renderFlowFile(flow, system, usage));
  const changes = renderRecordChangesFile(system, usage);
  const starts = renderFlowStartsFile(system, usage);
  const kept = renderKeptEventsFile(system, usage);
  useJobs(system, usage);
  return [
    ...flows,
    changes,
    starts,
    kept,
    jobs === undefined || (starts === undefined && !usage.hasDeliveries)
      ? undefined
      : renderFlowJobsFile(jobs, system),
    usage.hasDeliveries ? renderDeliveriesFile(system) : undefined,
  ].filter((file) => file !== undefined);
}
