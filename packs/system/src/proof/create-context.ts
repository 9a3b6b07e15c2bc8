import type { Finding } from '@millwright/factory';
import { sampleEnvironment } from '../acceptance/samples/sample-settings.ts';
import type { SystemModel } from '../model/system.ts';
import { abuse } from './abuse/abuse.ts';
import { drive } from './behaviour/drive.ts';
import { type DataPlaces, dataNames } from './database/proof-database.ts';
import type { ProofContext } from './proof-context.ts';
import { dataflowOf } from '../model/http-sources.ts';
import { bootSystem } from './running/boot.ts';
import { signerFor } from './running/sign-requests.ts';
import { startSystem } from './running/start-system.ts';
import type { StagedSystem } from './staging/stage-system.ts';
import { type TestLimits, runTests } from './testing/run-tests.ts';

export interface ContextOptions {
  readonly stage: StagedSystem;
  readonly data: DataPlaces;
  readonly seed: number;
  readonly model: SystemModel | undefined;
  readonly blueprintFindings: readonly Finding[];
  /** Ends with the proof what is still running then. */
  readonly services: AsyncDisposableStack;
  readonly signal: AbortSignal | undefined;
  readonly limits?: TimeLimits;
}

/** How long a system may take. */
export interface TimeLimits extends TestLimits {
  /** To say that it listens. */
  readonly readyMs: number;
}

const standardLimits: TimeLimits = { readyMs: 15_000, testsMs: 60_000, perTestFileMs: 5_000 };

export function createContext(options: ContextOptions): ProofContext {
  const { stage, data, seed, model, blueprintFindings, services, signal } = options;
  const limits = options.limits ?? standardLimits;
  const { readyMs } = limits;
  const { sandbox } = data;
  const environment = { ...stage.environment, ...data.testEnvironment };
  const common = { stage: { ...stage, environment }, sandbox, limits, signal };
  const settings = model === undefined ? {} : sampleEnvironment(model);
  const start = (dataName: string, extra: Readonly<Record<string, string>> = {}) =>
    startSystem({
      stage,
      sandbox,
      settings: { ...settings, ...extra, ...data.environmentOf(dataName) },
      readyMs,
      sign: model && signerFor(model),
      signal,
    });
  const startUntilTheEnd = async (dataName: string, extra?: Readonly<Record<string, string>>) => {
    const system = await start(dataName, extra);
    services.defer(async () => void (await system.service.kill()));
    return system;
  };
  const running = once(() => startUntilTheEnd(dataNames.used, surroundings(model)));
  return {
    stage,
    sandbox,
    seed,
    model,
    missingData: data.missing,
    blueprintFindings,
    tests: once(() =>
      runTests({ ...common, suites: ['unit', 'integration'], withCoverage: true, mayShareProcess: true }),
    ),
    acceptance: once(() =>
      runTests({ ...common, suites: ['acceptance'], withCoverage: false, mayShareProcess: false }),
    ),
    boot: once(() => start(dataNames.boot).then((system) => bootSystem(system, signal))),
    restart: () => start(dataNames.boot),
    running,
    abuse: async (log) => abuse({ system: await startUntilTheEnd(dataNames.abused), seed, signal, log }),
    drive: once(async () => {
      if (!model) throw new Error('There is no blueprint to make requests from.');
      return drive(await running(), model, seed, signal);
    }),
  };
}

/** Windows follow a clock that can be moved. */
function surroundings(model: SystemModel | undefined): Readonly<Record<string, string>> {
  if (model === undefined || dataflowOf(model).length === 0) return {};
  return { MILLWRIGHT_TEST_CLOCK: '2030-01-15T12:00:00Z' };
}

/** Work that is done when it is first asked for, and never twice. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
