import type { FileTree } from '@millwright/factory';
import { isDataflow } from '../../model/dataflow.ts';
import type { SystemModel } from '../../model/system.ts';
import { treeOf } from '../code/tree-of.ts';
import { planSystem } from '../plan/system-plan.ts';
import { needsTokens, systemPasswordUse } from './access/access-needs.ts';
import { renderPasswordsFile } from './access/passwords-file.ts';
import { renderTokensFile } from './access/tokens-file.ts';
import { renderCommandFile } from './controller/command-file.ts';
import { renderNatsTopicsFile, renderTopicsFile } from './dataflow/nats-topics-file.ts';
import { renderChangeTypeFile } from './domain/change-type-file.ts';
import { renderCursorFile } from './domain/cursor-file.ts';
import { renderCalendarFile, renderFunctionsFile } from './domain/calendar-file.ts';
import { renderNamedTypeFiles } from './domain/named-type-files.ts';
import { renderProblemFile } from './domain/problem-file.ts';
import { renderBoundsFile } from './domain/bounds-file.ts';
import { renderReferencesFile } from './domain/references-file.ts';
import { renderValuesFile } from './domain/values-file.ts';
import { hasEndings } from './endings/ending-paths.ts';
import { renderRecordSweeperFile } from './endings/record-sweeper-file.ts';
import { renderFileCode } from './files/file-code.ts';
import { renderVersionsFile } from './domain/versions-file.ts';
import { renderClockFile } from './root/clock-file.ts';
import { renderConfigFile } from './root/config-file.ts';
import { renderMainFile } from './root/main-file.ts';
import { renderSlotFile, renderSlotTests } from './slots/slot-file.ts';
import { storedKeysOf } from './store/unique-keys.ts';
import { usageOf } from './usage.ts';

/** What belongs to no component by itself: the composition, the configuration, and what all domain code shares. */
export function generateSystemRoot(model: SystemModel): FileTree {
  const system = planSystem(model);
  const {
    storage,
    hasRefusals,
    hasFieldRefusals,
    hasBlames,
    removalFile,
    historyFile,
    endingsFile,
    callersFile,
    onceFile,
    seedFile,
    rulesFiles,
    flowFiles,
  } = usageOf(system);
  const { slots = [] } = model;
  const passwords = systemPasswordUse(system);
  const hasUniqueKeys = model.entities.some((entity) => storedKeysOf(entity).length > 0);
  return treeOf(
    renderMainFile(system),
    renderConfigFile(system),
    renderTopicsFile(system),
    renderNatsTopicsFile(system),
    renderClockFile(storage.hasJobs || model.components.some(isDataflow) || hasEndings(model)),
    renderProblemFile({ hasRefusals, hasFieldRefusals, hasBlames, hasUniqueKeys }),
    model.operations.length > 0 ? renderCommandFile(system) : undefined,
    ...renderNamedTypeFiles(model),
    model.operations.some(({ patch }) => patch !== undefined) ? renderChangeTypeFile() : undefined,
    renderValuesFile(model, storage),
    renderCalendarFile(storage),
    renderFunctionsFile(storage),
    renderCursorFile(storage),
    renderBoundsFile(storage),
    renderReferencesFile(storage, system.asynchrony),
    renderVersionsFile(storage),
    removalFile,
    historyFile,
    endingsFile,
    renderRecordSweeperFile(system),
    callersFile,
    onceFile,
    seedFile,
    needsTokens(model) ? renderTokensFile() : undefined,
    passwords.hashes || passwords.verifies ? renderPasswordsFile(passwords) : undefined,
    ...renderFileCode(system),
    ...slots.map(renderSlotFile),
    renderSlotTests(slots),
    ...rulesFiles,
    ...flowFiles,
  );
}
