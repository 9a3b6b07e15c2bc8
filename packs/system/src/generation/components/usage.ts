import { guardedParts } from '../../model/feed.ts';
import { oncePer } from '../../tracking/reads.ts';
import { asksForCallers } from '../../model/gate-method.ts';
import type { Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { SourceFile } from '../code/source-file.ts';
import { dataflowOf } from '../../model/http-sources.ts';
import { StorageUsage } from '../plan/storage-usage.ts';
import type { SystemPlan } from '../plan/system-plan.ts';
import { renderCallersFile } from './access/callers-file.ts';
import { renderDataflowFile } from './dataflow/dataflow-file.ts';
import { listeningRecords } from './feeds/listener-code.ts';
import { renderOnceFile } from './idempotency/once-file.ts';
import { renderSeedFile } from './access/seed-file.ts';
import { operationsFile } from './domain/operations-file.ts';
import { renderRulesFile } from './domain/rules-file.ts';
import { renderFlowFiles } from './flows/flow-code.ts';
import { hasFiles } from './files/file-paths.ts';
import { renderEndingsFile } from './endings/endings-file.ts';
import { renderDefaultsFile } from './domain/defaults-file.ts';
import { renderHistoryFile } from './domain/history-file.ts';
import { checkedKinds } from './domain/values-file.ts';
import { renderRemovalFile } from './domain/removal-file.ts';
import { useLivingTables } from './store/living/living-table-files.ts';
import { needsConditions } from './store/tables-file.ts';

export interface SystemUsage {
  readonly storage: StorageUsage;
  readonly hasRefusals: boolean;
  readonly hasFieldRefusals: boolean;
  readonly hasBlames: boolean;
  readonly removalFile: SourceFile | undefined;
  /** Keeps the versions of records. */
  readonly historyFile: SourceFile | undefined;
  /** Finds and removes ended records. */
  readonly endingsFile: SourceFile | undefined;
  readonly rulesFiles: readonly SourceFile[];
  /** Finds who credentials belong to. */
  readonly callersFile: SourceFile | undefined;
  /** Keeps the answers of requests with a key. */
  readonly onceFile: SourceFile | undefined;
  /** The domain code of flows and webhooks. */
  readonly flowFiles: readonly SourceFile[];
  /** The records the system begins with. */
  readonly seedFile: SourceFile | undefined;
}

const usages = oncePer(findUsage);

/** What the operations of a system need of the code they share. Who renders with its storage may add to it. */
export function usageOf(system: SystemPlan): SystemUsage {
  const usage = usages(system);
  return { ...usage, storage: usage.storage.copy() };
}

/** Found by rendering all operations. */
function findUsage(system: SystemPlan): SystemUsage {
  const storage = new StorageUsage();
  const files = system.owners
    .filter(({ entity }) => system.operationsOf(entity.name).length > 0)
    .map((plan) => operationsFile(plan, system, storage));
  const rulesFiles = [...system.entities.values()]
    .map((plan) => renderRulesFile(plan, system, storage))
    .filter((file) => file !== undefined);
  const callersFile =
    asksForCallers(guardedParts(system.model), system.model.access) && system.model.access !== undefined
      ? renderCallersFile(system.model.access, system, storage)
      : undefined;
  if (listeningRecords(system).length > 0) storage.method('find');
  const onceFile = renderOnceFile(system, storage);
  const flowFiles = renderFlowFiles(system, storage);
  if (hasFiles(system.model)) storage.method('filter');
  const dataflow = dataflowOf(system.model).map((component) =>
    renderDataflowFile(component, system, storage),
  );
  const seedFile = renderSeedFile(system, storage);
  const defaultsFiles = [...system.entities.values()].map((plan) => renderDefaultsFile(plan, storage));
  const historyFile = renderHistoryFile(system, storage);
  const endingsFile = renderEndingsFile(system, storage);
  const removalFile = renderRemovalFile(system, storage);
  useLivingTables(system, storage);
  if (checkedKinds(system.model).has('duration')) {
    storage.calendar.add('lengthOf');
    storage.calendar.add('durationText');
  }
  if (needsConditions(storage) && storage.comparisons.size === 0) storage.comparison('equals');
  const texts = [
    ...files,
    ...rulesFiles,
    ...flowFiles,
    ...dataflow,
    ...[removalFile, endingsFile, onceFile, ...defaultsFiles].filter((file) => file !== undefined),
  ].map(String);
  return {
    storage,
    hasRefusals: storage.refuses || texts.some((text) => text.includes('refuse(')),
    hasFieldRefusals: storage.references.size > 0 || texts.some((text) => text.includes('refuseField(')),
    hasBlames: [
      ...[...system.operations.values()].map(({ operation }) => operation.steps),
      ...system.model.entities.map(({ rules }) => rules?.steps ?? []),
    ].some(blamesField),
    removalFile,
    historyFile,
    endingsFile,
    rulesFiles,
    callersFile,
    onceFile,
    flowFiles,
    seedFile,
  };
}

/** Whether a refusal with a status of its own names a field. */
function blamesField(steps: readonly Step[]): boolean {
  return allSteps(steps).some((step) => {
    if (step.kind === 'load') return step.missing.field !== undefined;
    return 'otherwise' in step && step.otherwise.field !== undefined;
  });
}
