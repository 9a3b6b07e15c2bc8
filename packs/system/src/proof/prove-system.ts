import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  type Check,
  type CheckEvent,
  type CheckOutcome,
  type CheckResult,
  type Evidence,
  type Finding,
  type GeneratedFile,
  type Sandbox,
  createRedactor,
  evidenceFiles,
  processGroupSandbox,
  runChecks,
} from '@millwright/factory';
import type { Unproven } from '../acceptance/derive-scenarios.ts';
import type { Suggestion } from '../knowledge/suggest.ts';
import type { SystemModel } from '../model/system.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { seedOf } from './behaviour/random.ts';
import { prepareData } from './database/proof-database.ts';
import { createContext } from './create-context.ts';
import { collectEvidence } from './evidence.ts';
import type { ProofContext } from './proof-context.ts';
import { type StagedSystem, type SystemSource, stageSystem } from './staging/stage-system.ts';
import { systemChecks } from './system-checks.ts';
import { testFiles } from './testing/run-tests.ts';
import { acceptanceTestsCheck } from './testing/test-checks.ts';
import type { TestRun } from './testing/test-run.ts';
import { traceStatements } from './trace/trace-statements.ts';

export type ProveOptions = SystemSource & {
  /** Where the copy is made that is proven. Emptied first, removed afterwards. */
  readonly stageFolder?: string;
  /** Missing when the blueprint could not be read; `blueprintFindings` then says why. */
  readonly model?: SystemModel | undefined;
  readonly blueprintFindings?: readonly Finding[];
  readonly requirements: Requirements;
  /** What no acceptance scenario proves, with the reason. */
  readonly unproven?: readonly Unproven[];
  /** What may help with statements that were not understood. */
  readonly suggestions?: readonly Suggestion[];
  /** All that a system goes through; the pack's own when left out. */
  readonly checks?: readonly Check<ProofContext>[];
  readonly sandbox?: Sandbox;
  /** For the property tests. The same seed makes the same requests. */
  readonly seed?: number;
  /** The time that the evidence bears. */
  readonly now?: Date;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: CheckEvent) => void) | undefined;
};

/** What was proven, how, and what was not. JSON throughout. */
export interface Proof {
  readonly outcome: Evidence['outcome'];
  /** By tier. */
  readonly checks: readonly CheckResult[];
  readonly statements: Evidence['statements'];
  /** Lines of `src` that ran in unit and integration tests; null when no test run told. */
  readonly coverage: Evidence['coverage'];
  /** `evidence/report.json`, `evidence/report.html` and `evidence/logs/`. */
  readonly evidence: readonly GeneratedFile[];
  readonly seed: number;
  readonly ms: number;
}

/** Most checks wait for processes most of the time. */
const checksAtOnce = 4 + 2 * availableParallelism();

/** Puts a system through all four tiers, on a copy of it. A check that fails is a result, not an error. */
export async function proveSystem(options: ProveOptions): Promise<Proof> {
  const startedAt = performance.now();
  const { model, signal, onEvent } = options;
  const seed = options.seed ?? seedOf(model?.name ?? '');
  await using stage = await stageSystem(options, options.stageFolder);
  const stagingMs = performance.now() - startedAt;
  await using services = new AsyncDisposableStack();
  const blueprintFindings = options.blueprintFindings ?? [];
  const data = await prepareData(model, stage, options.sandbox ?? processGroupSandbox, services);
  const context = createContext({ stage, data, seed, model, blueprintFindings, services, signal });
  const given = options.checks ?? systemChecks;
  const hasAcceptance = given.includes(acceptanceTestsCheck);
  // The longest of all: it starts at once, though its check waits to hear whether the system boots.
  if (hasAcceptance && data.missing === undefined && testFiles(stage.folder, ['acceptance']).length > 0)
    context.acceptance().catch(() => undefined);
  const outcomes = await runChecks(given, context, {
    concurrency: checksAtOnce,
    signal,
    onEvent,
  });
  const ms = performance.now() - startedAt;
  const evidence = await gatherEvidence(options, context, outcomes, {
    staging: stagingMs,
    checks: ms - stagingMs,
  });
  const { outcome, checks, statements, coverage } = evidence;
  return { outcome, checks, statements, coverage, evidence: filesOf(evidence, outcomes, stage), seed, ms };
}

async function gatherEvidence(
  { model, requirements, unproven = [], suggestions = [], now = new Date() }: ProveOptions,
  context: ProofContext,
  outcomes: readonly CheckOutcome[],
  timingsMs: Readonly<Record<string, number>>,
): Promise<Evidence> {
  const { tests, acceptance } = await testRuns(context, outcomes);
  const statements = traceStatements({
    requirements,
    unproven,
    model,
    hasFile: (path) => existsSync(join(context.stage.folder, path)),
    acceptanceTests: acceptance?.tests ?? [],
  });
  return collectEvidence({
    title: model?.title ?? 'A system without a readable blueprint',
    createdAt: now,
    requirements,
    suggestions,
    statements,
    outcomes,
    runs: [tests, acceptance].filter((run) => run !== undefined),
    sandbox: context.sandbox,
    timingsMs,
  });
}

/** The test runs that took place. A run that broke down has already failed its check. */
async function testRuns(
  context: ProofContext,
  outcomes: readonly CheckOutcome[],
): Promise<{ readonly tests: TestRun | undefined; readonly acceptance: TestRun | undefined }> {
  const wasRun = (name: string) =>
    outcomes.some(({ result }) => result.name === name && result.status !== 'skipped');
  const settle = (name: string, run: () => Promise<TestRun>) =>
    wasRun(name) ? run().catch(() => undefined) : Promise.resolve(undefined);
  const [tests, acceptance] = await Promise.all([
    settle('coverage', context.tests),
    settle('acceptance-tests', context.acceptance),
  ]);
  return { tests, acceptance };
}

function filesOf(
  evidence: Evidence,
  outcomes: readonly CheckOutcome[],
  stage: StagedSystem,
): readonly GeneratedFile[] {
  const logs = Object.fromEntries(outcomes.map(({ result, log }) => [result.name, log]));
  const redactSecrets = createRedactor(process.env);
  // Where the copy was means nothing once it is gone.
  const redact = (text: string) =>
    redactSecrets(text).replaceAll(`${stage.folder}/`, '').replaceAll(stage.folder, '.');
  return evidenceFiles({ evidence, logs, redact }).files();
}
