import {
  type CheckResult,
  type FileTree,
  processGroupSandbox,
  runChecks,
  withNeeds,
} from '@millwright/factory';
import type { SystemModel } from '../model/system.ts';
import { createContext } from './create-context.ts';
import { prepareData } from './database/proof-database.ts';
import { sampleModel } from './sample-system.testkit.ts';
import { stageSystem } from './staging/stage-system.ts';
import { systemChecks } from './system-checks.ts';

/** Runs the checks named, and what they need, on a system of the sample's model. Results by name. */
export async function checkSample(
  tree: FileTree,
  names: readonly string[],
  model: SystemModel = sampleModel,
): Promise<Readonly<Record<string, CheckResult>>> {
  await using stage = await stageSystem({ tree });
  await using services = new AsyncDisposableStack();
  const context = createContext({
    stage,
    data: await prepareData(model, stage, processGroupSandbox, services),
    seed: 1,
    model,
    blueprintFindings: [],
    services,
    signal: undefined,
    limits: { readyMs: 3_000, testsMs: 5_000, perTestFileMs: 0 },
  });
  const outcomes = await runChecks(withNeeds(systemChecks, names), context, { concurrency: 4 });
  return Object.fromEntries(outcomes.map(({ result }) => [result.name, result]));
}
