import type { Passage } from '../text/passages.ts';
import { isLegend, type Mark, readMark } from '../text/marks.ts';
import { tokenise } from '../text/tokens.ts';
import { trimJoints } from './clauses.ts';
import type { Surroundings } from './form.ts';
import type { Reading } from './proposal.ts';
import { contextReading, readHeading } from './read-heading.ts';
import { readSentence } from './read-sentence.ts';
import { withUnmarked } from './marked-fields.ts';
import { readTableRow } from './table-row.ts';
import { hasVerb } from './forms/entity-forms.ts';

/** A passage with everything that was read in it. */
export interface ReadStatement {
  readonly passage: Passage;
  readonly readings: readonly Reading[];
  /** Parts that no form could read, and why. */
  readonly problems: readonly string[];
  /** What lists under this passage are about. */
  readonly opens: Surroundings;
}

/** What is known while the request is read from its start to its end. */
export interface Progress {
  readonly statements: ReadStatement[];
  hasTitle: boolean;
  /** The request is a single passage. */
  readonly isAlone: boolean;
  /** What a star behind the name of a field means. */
  readonly mark?: Mark;
}

/** Longer sentences are left unread: nobody says one thing in so many words. */
const MAXIMUM_TOKENS = 300;

const ANYTHING: Surroundings = { expects: 'anything', isLabel: true };

/** Reads all passages in order. */
export function readStatements(request: string, passages: readonly Passage[]): readonly ReadStatement[] {
  const mark = readMark(request);
  const progress: Progress = {
    statements: [],
    hasTitle: false,
    isAlone: passages.length === 1,
    ...(mark ? { mark } : {}),
  };
  for (const passage of passages) progress.statements.push(readPassage(request, passage, progress));
  return progress.statements;
}

function readPassage(request: string, passage: Passage, progress: Progress): ReadStatement {
  const above = surroundingsOf(passage, progress);
  if (passage.kind === 'code') return unread(passage, above, 'a block of code is not read');
  if (passage.kind === 'row') return readTableRow(request, passage, above);
  return readText(request, passage, progress, above);
}

function readText(request: string, passage: Passage, progress: Progress, above: Surroundings): ReadStatement {
  const { mark } = progress;
  const all = trimJoints(tokenise(request, passage.start, passage.end, mark?.meaning));
  if (isLegend(mark, passage.text, passage.start))
    return { passage, readings: contextReading(all), problems: [], opens: above };
  const tokens = mark ? all.filter((token) => token.end <= mark.start || token.start >= mark.end) : all;
  if (tokens.length > MAXIMUM_TOKENS)
    return unread(passage, above, 'the sentence is too long: say it in several');
  if (tokens.length === 0) return unread(passage, above, 'it holds no words');
  if (passage.kind === 'heading') return readHeading(passage, tokens, progress, above);
  const isLabel = passage.kind === 'item' || !/[.!?]$/.test(passage.text) || !hasVerb(tokens);
  const statement = readSentence(passage, tokens, progress, { ...above, isLabel });
  return mark?.meaning === 'required' ? withUnmarked(request, statement) : statement;
}

function unread(passage: Passage, around: Surroundings, why: string): ReadStatement {
  return { passage, readings: [], problems: [why], opens: around };
}

/** What the nearest list lead-in, item or heading says about the passage. */
function surroundingsOf(passage: Passage, progress: Progress): Surroundings {
  const parent = progress.statements[passage.parent ?? -1]?.opens;
  const heading = progress.statements[passage.heading ?? -1]?.opens;
  const around = parent ?? heading ?? ANYTHING;
  const owner = parent?.owner ?? heading?.owner;
  return { expects: around.expects, isLabel: true, ...(owner ? { owner } : {}) };
}
