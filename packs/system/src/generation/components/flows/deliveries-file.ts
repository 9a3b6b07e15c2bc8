import { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { tablesFile } from '../store/tables-file.ts';
import { deliveriesFile, flowJobsFile } from './flow-files.ts';

/** `src/domain/deliveries.ts`: webhooks on their way. */
export function renderDeliveriesFile({ asynchrony }: SystemPlan): SourceFile {
  const file = new SourceFile(deliveriesFile);
  for (const type of ['FlowDefinition', 'OutgoingRequest', 'RetryRule']) {
    file.imports.type('@millwright/harness', type);
  }
  file.imports.type(tablesFile, 'Tables');
  file.imports.value(flowJobsFile, 'enqueue');
  return file
    .add(`
/** Delivers one webhook. Each has a rule of its own for how often it is tried. */
export const deliveryFlow: FlowDefinition<Tables> = {
  name: 'webhook delivery',
  retry: { attempts: 8, backoffMs: 1_000 },
  blocks: [
    {
      kind: 'call',
      name: 'deliver',
      identity: 'Webhook-Id',
      run: (_tables, { request }: { readonly request: OutgoingRequest }) => request,
    },
  ],
};`)
    .add(`
/** Leaves a webhook to be delivered once the transaction has committed: at least once, to each receiver in turn. */
export ${asynchrony.async}function deliver(
  tables: Tables,
  request: OutgoingRequest,
  retry: RetryRule,
): ${asynchrony.promise('void')} {
  ${asynchrony.await}enqueue(tables, deliveryFlow.name, tables.now, { request, retry }, request.url);
}`);
}
