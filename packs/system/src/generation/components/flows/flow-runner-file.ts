import { callsDataAddresses } from '../../../model/address-origin.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { jobPlan } from '../../plan/job-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { FlowRunnerComponent, SystemPlan } from '../../plan/system-plan.ts';
import { clockFile } from '../root/clock-file.ts';
import { tablesFile } from '../store/tables-file.ts';
import { deliveriesFile, flowConstant, flowFile, flowRunnerFile } from './flow-files.ts';

/** `src/components/flow-runner.ts`. */
export function renderFlowRunnerFile(
  { name, flows }: FlowRunnerComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const file = new SourceFile(flowRunnerFile);
  file.imports.value('@millwright/harness', 'JobRunner');
  file.imports.type(clockFile, 'Clock');
  file.imports.type(tablesFile, 'Tables');
  const constants = flows.map((flow) => file.imports.value(flowFile(flow), flowConstant(flow)));
  if (usage.hasDeliveries) constants.push(file.imports.value(deliveriesFile, 'deliveryFlow'));
  const isGuarded = callsDataAddresses(system.model);
  const lease = system.asynchrony.await === '' ? '' : '\n      leaseMs: 15_000,';
  return file.add(`
/** Runs what is to be done by itself: ${usage.hasDeliveries ? 'flows and the delivery of webhooks' : 'flows'}. */
export class FlowRunner extends JobRunner<Tables> {
  constructor(clock: Clock, isHeld: boolean${isGuarded ? ', allowsPrivate: boolean' : ''}) {
    super(${literal(name)}, {
      flows: [${constants.join(', ')}],
      jobs: (tables) => tables.${jobPlan(system)?.table ?? ''},
      clock,
      isHeld,${isGuarded ? '\n      allowsPrivate,' : ''}${lease}
    });
  }
}`);
}
