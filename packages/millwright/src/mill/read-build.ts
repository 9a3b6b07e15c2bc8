import { join } from 'node:path';
import type { RunRecord } from '@millwright/engine';
import type { MergeOutcome } from '@millwright/factory';
import type { LookedAt, Proof, Repairs, Understanding } from '@millwright/pack-system';
import type { BuildDocument, DocumentError, Note, StatementOutcome } from './build-document.ts';
import type { Mill } from './create-mill.ts';
import { runEvents } from './run-events.ts';
import { stageOutput } from './stage-output.ts';
import { stageTimings } from './stage-timings.ts';

/** The document of a run as its journal tells it, whether it has ended, is paused, or was left by a process that died. */
export async function readBuild(mill: Mill, runId: string): Promise<BuildDocument> {
  const events = await runEvents(mill, runId);
  const record = await mill.engine.runs.get(runId);
  const understanding = (await stageOutput(mill.store, events, 'analyse')) as Understanding | undefined;
  const proof = (await stageOutput(mill.store, events, 'prove')) as
    | (Proof & { readonly repairs?: Repairs })
    | undefined;
  const lookedAt = (await stageOutput(mill.store, events, 'look')) as LookedAt | undefined;
  const written = (await stageOutput(mill.store, events, 'write')) as Written | undefined;
  const requirements = understanding?.requirements ?? { statements: [], assumptions: [], questions: [] };
  const statements = outcomes(requirements, proof);
  const notesOf = (notes: readonly Note[]) => notes.map(({ id, text }) => ({ id, text }));
  return {
    runId,
    status: statusOf(proof, written, statements),
    ...writtenParts(written),
    statements,
    assumptions: notesOf(requirements.assumptions),
    questions: notesOf(requirements.questions),
    checks: proof?.checks ?? [],
    ...(proof?.repairs && { repairs: proof.repairs }),
    timingsMs: stageTimings(events),
    ...(lookedAt && { lookedAt }),
    ...(record?.failure ? { error: failureOf(record.failure, record) } : {}),
  };
}

/** What the last stage of a build, a verification or an update returns. */
interface Written {
  readonly out: string;
  /** Of an update alone. */
  readonly outcomes?: readonly MergeOutcome[];
}

function writtenParts(written: Written | undefined): Pick<BuildDocument, 'out' | 'evidence' | 'changes'> {
  if (!written) return { out: null, evidence: null };
  const { out, outcomes: changes } = written;
  return { out, evidence: join(out, 'evidence', 'report.html'), ...(changes ? { changes } : {}) };
}

function outcomes(
  requirements: Understanding['requirements'],
  proof: Proof | undefined,
): readonly StatementOutcome[] {
  const proven = new Map(proof?.statements.map((statement) => [statement.id, statement]));
  return requirements.statements.map(({ id, text, span, status, why }) => {
    const evidence = proven.get(id);
    const reason = evidence?.why ?? why;
    return {
      id,
      text,
      span,
      status,
      ...(reason === undefined ? {} : { why: reason }),
      built: evidence?.built ?? false,
      // Tests prove the part that was understood; the statement as a whole they do not.
      proven: status === 'understood' && (evidence?.proven ?? false),
    };
  });
}

function statusOf(
  proof: Proof | undefined,
  written: Written | undefined,
  statements: readonly StatementOutcome[],
): BuildDocument['status'] {
  if (!proof || !written || proof.checks.some((check) => check.status === 'failed')) return 'failed';
  const isWhole = !written.outcomes?.some(({ kind }) => kind === 'conflict');
  return isWhole && statements.every(isDone) ? 'proven' : 'partial';
}

/** Understood in full, built, and proven by at least one scenario. */
export function isDone(statement: StatementOutcome): boolean {
  return statement.status === 'understood' && statement.built && statement.proven;
}

/** A paused run waits for a person; one that failed would fail again. */
function failureOf(
  failure: { readonly code: string; readonly message: string; readonly stage?: string },
  { id, status }: RunRecord,
): DocumentError {
  const stage = failure.stage === undefined ? '' : `Stage ${failure.stage}: `;
  return {
    code: failure.code,
    message: stage + failure.message,
    ...(status === 'paused' ? { remedy: `Mend the cause, then continue: millwright runs resume ${id}` } : {}),
  };
}
