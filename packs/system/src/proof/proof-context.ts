import type { Finding, Sandbox } from '@millwright/factory';
import type { SystemModel } from '../model/system.ts';
import type { DriveReport } from './behaviour/drive.ts';
import type { BootReport } from './running/boot.ts';
import type { RunningSystem } from './running/start-system.ts';
import type { StagedSystem } from './staging/stage-system.ts';
import type { TestRun } from './testing/test-run.ts';

/** What the checks of a system share. Work that several of them build on is done once, when the first one asks. */
export interface ProofContext {
  readonly stage: StagedSystem;
  readonly sandbox: Sandbox;
  /** Missing when the blueprint could not be read. */
  readonly model?: SystemModel | undefined;
  /** Why there is no place for the system's data, without which it cannot run; absent when there is one. */
  readonly missingData?: { readonly why: string } | undefined;
  /** Of everything in the proof that looks random. */
  readonly seed: number;
  /** What was found while the blueprint was read. */
  readonly blueprintFindings: readonly Finding[];
  /** Unit and integration tests in one run, with coverage of both. */
  readonly tests: () => Promise<TestRun>;
  readonly acceptance: () => Promise<TestRun>;
  /** Starts the system, looks at it, and stops it again. */
  readonly boot: () => Promise<BootReport>;
  /** Starts it once more, on the data that it left behind. */
  readonly restart: () => Promise<RunningSystem>;
  /** A system that runs until the proof ends. */
  readonly running: () => Promise<RunningSystem>;
  /** Uses every operation of the running system with requests made from the model. */
  readonly drive: () => Promise<DriveReport>;
  /** Abuses a system of its own by what its OpenAPI document says. */
  readonly abuse: (log: (line: string) => void) => Promise<readonly Finding[]>;
}

export const needsModel = { why: 'the blueprint could not be read' } as const;
