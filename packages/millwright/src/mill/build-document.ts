import type { CheckResult, MergeOutcome } from '@millwright/factory';
import type { LookedAt, Repairs } from '@millwright/pack-system';

/** What `--json` prints: the whole outcome of a build in one document. Stable. */
export interface BuildDocument {
  readonly runId: string | null;
  /** proven: everything asked for is built and proven. partial: the system is proven, but statements were left out. */
  readonly status: 'proven' | 'partial' | 'failed';
  /** Absolute path of the system, or null when nothing was written. */
  readonly out: string | null;
  readonly statements: readonly StatementOutcome[];
  readonly assumptions: readonly Note[];
  readonly questions: readonly Note[];
  readonly checks: readonly CheckResult[];
  /** Milliseconds of each stage, and of the whole as `total`. */
  readonly timingsMs: Readonly<Record<string, number>>;
  /** Absolute path of the report, or null. */
  readonly evidence: string | null;
  /** Of an update: what became of each file that it touched, or left alone because a person had edited it. */
  readonly changes?: readonly MergeOutcome[];
  /** What fixers did about failures, when they were asked. */
  readonly repairs?: Repairs;
  /** What was found in documentation, patterns and earlier systems. Nothing of it changes what is built. */
  readonly lookedAt?: LookedAt;
  readonly error?: DocumentError;
}

export interface StatementOutcome {
  readonly id: string;
  readonly text: string;
  /** Offsets into the request in UTF-16 code units. */
  readonly span: readonly [number, number];
  readonly status: 'understood' | 'partly' | 'not-understood';
  /** What was not understood, in plain words. */
  readonly why?: string;
  readonly built: boolean;
  readonly proven: boolean;
}

export interface Note {
  readonly id: string;
  readonly text: string;
}

export interface DocumentError {
  readonly code: string;
  readonly message: string;
  readonly place?: { readonly line: number; readonly column: number };
  readonly remedy?: string;
}

/** The document of a build that ended before there was anything to tell but the error. */
export function failedDocument(error: DocumentError, known: Partial<BuildDocument> = {}): BuildDocument {
  return {
    runId: null,
    status: 'failed',
    out: null,
    statements: [],
    assumptions: [],
    questions: [],
    checks: [],
    timingsMs: {},
    evidence: null,
    ...known,
    error,
  };
}
