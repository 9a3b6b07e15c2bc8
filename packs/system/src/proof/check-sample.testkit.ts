import {
  type Check,
  type CheckResult,
  type FileTree,
  processGroupSandbox,
  runChecks,
} from '@millwright/factory';
import type { SystemModel } from '../model/system.ts';
import { createContext } from './create-context.ts';
import { prepareData } from './database/proof-database.ts';
import type { ProofContext } from './proof-context.ts';
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
  const outcomes = await runChecks(withNeeds(names), context, { concurrency: 4 });
  return Object.fromEntries(outcomes.map(({ result }) => [result.name, result]));
}

function withNeeds(names: readonly string[]): readonly Check<ProofContext>[] {
  const wanted = new Set(names);
  for (const name of wanted) {
    for (const need of systemChecks.find((check) => check.name === name)?.needs ?? []) wanted.add(need);
  }
  return systemChecks.filter(({ name }) => wanted.has(name));
}
