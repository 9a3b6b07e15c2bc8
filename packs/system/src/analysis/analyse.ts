import type { BlueprintDocument } from '../blueprint/document.ts';
import type { Requirements, Statement } from '../requirements/requirements.ts';
import { MAXIMUM_REQUEST_BYTES, MeaninglessRequestError, RequestTooLargeError } from './errors.ts';
import { type ReadStatement, readStatements } from './grammar/read-statements.ts';
import { type Ask, Ledger } from './resolve/ledger.ts';
import { resolve } from './resolve/resolve.ts';
import { writeDocument } from './resolve/write-document.ts';
import { readPassages } from './text/passages.ts';

export interface Analysis {
  readonly requirements: Requirements;
  readonly document: BlueprintDocument;
}

export interface AnalysisOptions {
  /** Answers to questions of an earlier analysis of the same request, by the question's id. */
  readonly answers?: Readonly<Record<string, string>>;
}

/** At most this many questions are asked; the rest is assumed. */
const MAXIMUM_QUESTIONS = 5;

/**
 * Reads a request in English without a language model: what it asks for as numbered statements, and the blueprint of the
 * system. Pure and synchronous; the same request always gives the same analysis.
 *
 * @throws RequestTooLargeError, MeaninglessRequestError, ContradictionError
 */
export function analyse(request: string, options: AnalysisOptions = {}): Analysis {
  const bytes = Buffer.byteLength(request);
  if (bytes > MAXIMUM_REQUEST_BYTES) throw new RequestTooLargeError(bytes);
  const statements = readStatements(request, readPassages(request));
  const first = decide(request, statements, new Map());
  const given = options.answers ?? {};
  const answers = new Map<string, string>();
  for (const [index, question] of first.asked.entries()) {
    const answer = Object.hasOwn(given, `Q${index + 1}`) ? given[`Q${index + 1}`] : undefined;
    if (answer !== undefined) answers.set(question.key, answer);
  }
  return (answers.size > 0 ? decide(request, statements, answers, first.asked) : first).analysis;
}

interface Decision {
  readonly analysis: Analysis;
  readonly asked: readonly Ask[];
}

function decide(
  request: string,
  read: readonly ReadStatement[],
  answers: ReadonlyMap<string, string>,
  earlier?: readonly Ask[],
): Decision {
  const ledger = new Ledger(request, read, answers);
  const draft = resolve(read, ledger);
  if (draft.entities.size === 0) throw new MeaninglessRequestError();
  const document = writeDocument(draft, ledger);
  const statements = writeStatements(read, ledger);
  const asked = earlier ?? ledger.questions().slice(0, MAXIMUM_QUESTIONS);
  const open = asked
    .map((question, index) => ({ question, id: `Q${index + 1}` }))
    .filter(({ question }) => !answers.has(question.key));
  const requirements: Requirements = {
    statements,
    assumptions: ledger.assumptions().map((note, index) => ({ id: `A${index + 1}`, ...note })),
    questions: open.map(({ question, id }) => ({
      id,
      text: question.text,
      target: question.target,
      answers: [...question.answers],
    })),
  };
  return { analysis: { requirements, document }, asked };
}

/** Headings of sections, announcements and greetings say nothing to build: they are no statements. */
function writeStatements(read: readonly ReadStatement[], ledger: Ledger): Statement[] {
  const said = read.flatMap((one, index) => {
    const isSilent =
      ledger.isContext(index) && ledger.factsOf(index).length === 0 && ledger.problemsOf(index).length === 0;
    return isSilent ? [] : [{ one, index }];
  });
  return said.map(({ one, index }, position) => writeStatement(one, index, `R${position + 1}`, ledger));
}

function writeStatement(read: ReadStatement, index: number, id: string, ledger: Ledger): Statement {
  const { passage } = read;
  const facts = ledger.factsOf(index);
  const problems = ledger.problemsOf(index);
  const status = facts.length === 0 ? 'not-understood' : problems.length > 0 ? 'partly' : 'understood';
  const why =
    status === 'understood' ? undefined : problems.join('; ') || 'it says nothing that can be built';
  return {
    id,
    text: passage.text,
    span: [passage.start, passage.end],
    status,
    ...(why ? { why } : {}),
    facts: [...facts],
  };
}
