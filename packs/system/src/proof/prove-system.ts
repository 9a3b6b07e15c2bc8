import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  type Check,
  type CheckEvent,
  type CheckResult,
  type Finding,
  type Sandbox,
  processGroupSandbox,
  runChecks,
} from '@millwright/factory';
import type { SystemModel } from '../model/system.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { drive } from './behaviour/drive.ts';
import { propertiesCheck } from './behaviour/properties-check.ts';
import { seedOf } from './behaviour/random.ts';
import { formatCheck } from './code/format-check.ts';
import { lintCheck } from './code/lint-check.ts';
import { packagesCheck } from './code/packages-check.ts';
import { secretsCheck } from './code/secrets-check.ts';
import { typesCheck } from './code/types-check.ts';
import { modelChecks } from './model/model-checks.ts';
import type { ProofContext } from './proof-context.ts';
import { badInputCheck } from './running/bad-input-check.ts';
import { bindingsCarryCheck } from './running/bindings-check.ts';
import { bootCheck } from './running/boot-check.ts';
import { bootSystem } from './running/boot.ts';
import { restartCheck } from './running/restart-check.ts';
import { startSystem } from './running/start-system.ts';
import { type StagedSystem, type SystemSource, stageSystem } from './staging/stage-system.ts';
import { coverageCheck, percentOf } from './testing/coverage-check.ts';
import { runTests } from './testing/run-tests.ts';
import { acceptanceTestsCheck, integrationTestsCheck, unitTestsCheck } from './testing/test-checks.ts';
import type { FileCoverage, TestResult } from './testing/test-run.ts';
import { type StatementTrace, traceStatements } from './trace/trace-statements.ts';

export type ProveOptions = SystemSource & {
  /** Where the copy is made that is proven. Emptied first, removed afterwards. */
  readonly stageFolder?: string;
  /** Missing when the blueprint could not be read; `blueprintFindings` then says why. */
  readonly model?: SystemModel | undefined;
  readonly blueprintFindings?: readonly Finding[];
  readonly requirements: Requirements;
  readonly sandbox?: Sandbox;
  /** For the property tests. The same seed makes the same requests. */
  readonly seed?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: CheckEvent) => void) | undefined;
};

/** What was proven, how, and what was not. JSON throughout. */
export interface Proof {
  readonly checks: readonly CheckResult[];
  readonly statements: readonly StatementTrace[];
  /** Lines of `src` that ran in unit and integration tests; null when no test run told. */
  readonly coverage: { readonly percent: number; readonly files: readonly FileCoverage[] } | null;
  readonly tests: readonly TestResult[];
  /** The raw log of each check, by its name. */
  readonly logs: Readonly<Record<string, string>>;
  readonly sandbox: Pick<Sandbox, 'name' | 'description' | 'capabilities'>;
  readonly seed: number;
  readonly ms: number;
}

/** The slow ones first, so that they do not start last. */
export const systemChecks: readonly Check<ProofContext>[] = [
  ...modelChecks,
  bootCheck,
  acceptanceTestsCheck,
  unitTestsCheck,
  typesCheck,
  lintCheck,
  formatCheck,
  secretsCheck,
  packagesCheck,
  integrationTestsCheck,
  coverageCheck,
  propertiesCheck,
  bindingsCarryCheck,
  restartCheck,
  badInputCheck,
];

const bootData = 'boot';
const testsTimeoutMs = 120_000;

/** Puts a system through all four tiers, on a copy of it. A check that fails is a result, not an error. */
export async function proveSystem(options: ProveOptions): Promise<Proof> {
  const startedAt = performance.now();
  const seed = options.seed ?? seedOf(options.model?.name ?? '');
  const sandbox = options.sandbox ?? processGroupSandbox;
  await using stage = await stageSystem(options, options.stageFolder);
  await using services = new AsyncDisposableStack();
  const context = createContext({ stage, sandbox, seed, services }, options);
  const outcomes = await runChecks(systemChecks, context, {
    concurrency: availableParallelism() + 2,
    signal: options.signal,
    onEvent: options.onEvent,
  });
  const hasTests = (name: string) =>
    outcomes.some(({ result }) => result.name === name && result.status !== 'skipped');
  const tests = hasTests('coverage') ? await context.tests() : undefined;
  const acceptance = hasTests('acceptance-tests') ? await context.acceptance() : undefined;
  const coverage = tests?.coverage ?? [];
  return {
    checks: outcomes.map(({ result }) => result).sort((a, b) => a.tier - b.tier),
    statements: traceStatements({
      requirements: options.requirements,
      model: options.model,
      hasFile: (path) => existsSync(join(stage.folder, path)),
      acceptanceTests: acceptance?.tests ?? [],
    }),
    coverage: coverage.length === 0 ? null : { percent: percentOf(coverage), files: coverage },
    tests: [...(tests?.tests ?? []), ...(acceptance?.tests ?? [])],
    logs: Object.fromEntries(outcomes.map(({ result, log }) => [result.name, log])),
    sandbox: { name: sandbox.name, description: sandbox.description, capabilities: sandbox.capabilities },
    seed,
    ms: performance.now() - startedAt,
  };
}

interface Surroundings {
  readonly stage: StagedSystem;
  readonly sandbox: Sandbox;
  readonly seed: number;
  /** Ends with the proof what is still running then. */
  readonly services: AsyncDisposableStack;
}

function createContext(
  { stage, sandbox, seed, services }: Surroundings,
  { model, blueprintFindings = [], signal }: ProveOptions,
): ProofContext {
  const common = { stage, sandbox, timeoutMs: testsTimeoutMs, signal };
  const start = (dataName: string) => startSystem({ stage, sandbox, dataName, signal });
  const running = once(async () => {
    const system = await start('used');
    services.defer(async () => void (await system.service.kill()));
    return system;
  });
  return {
    stage,
    sandbox,
    model,
    blueprintFindings,
    tests: once(() => runTests({ ...common, suites: ['unit', 'integration'], withCoverage: true })),
    acceptance: once(() => runTests({ ...common, suites: ['acceptance'], withCoverage: false })),
    boot: once(() => bootSystem({ stage, sandbox, dataName: bootData, signal })),
    bootData,
    running,
    drive: once(async () => {
      if (!model) throw new Error('There is no blueprint to make requests from.');
      return drive(await running(), model, seed, signal);
    }),
  };
}

/** Work that is done when it is first asked for, and never twice. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
