import { lowerAt, lowerText } from '../text/token-at.ts';
import type { Passage } from '../text/passages.ts';
import type { Token } from '../text/tokens.ts';
import { unbuiltFeature } from '../words/unbuilt.ts';
import { dropPreamble, splitClauses, splitPurpose, trimJoints } from './clauses.ts';
import { spanOf } from './constraint.ts';
import type { Surroundings } from './form.ts';
import { mentionsHttp, readAspects, residueOf } from './forms/aspects.ts';
import { hasVerb } from './forms/entity-forms.ts';
import { AS_SAID_FORMS } from './forms/value-sentences.ts';
import { readLeadTitle } from './forms/lead-title.ts';
import { readTitle, type TitleReading } from './forms/title-forms.ts';
import type { Proposal, Reading } from './proposal.ts';
import { readClause } from './read-clause.ts';
import { contextReading } from './read-heading.ts';
import { sectionOf } from './sections.ts';
import type { Progress, ReadStatement } from './read-statements.ts';
import { WHOLE_SENTENCE_FORMS } from './sentence-forms.ts';
import { announced, isAnnouncement, itemOpens, leadInOf } from './surroundings.ts';

/** Reads a sentence or an item: what is said in passing, the title, then clause by clause. */
export function readSentence(
  passage: Passage,
  tokens: readonly Token[],
  progress: Progress,
  around: Surroundings,
): ReadStatement {
  if (isPleasantry(tokens)) return { passage, readings: contextReading(tokens), problems: [], opens: around };
  const isLeadIn = passage.isLeadIn === true;
  const section = isLeadIn ? sectionOf(textOf(tokens)) : undefined;
  if (section)
    return {
      passage,
      readings: contextReading(tokens),
      problems: [],
      opens: { ...around, isLabel: true, expects: section === 'plain' ? 'anything' : section },
    };
  const { main, purpose } = splitPurpose(spelledOut(tokens));
  const aspects = readAspects(main);
  const readings: Reading[] = [...aspects.found, ...readAspects(purpose).found].map(
    ({ rule, proposal, span }) => ({ rule, span, confidence: 0.95, proposals: [proposal] }),
  );
  const rest = aspects.found.length > 0 ? trimConnectors(aspects.rest) : aspects.rest;
  const residue = aspects.found.length > 0 ? residueOf(withoutWish(aspects.rest)) : residueOf(rest);
  if (mentionsHttp(main)) readings.push(httpReading(main));
  if (residue !== 'more') {
    return {
      passage,
      readings,
      problems: readings.length === 0 ? ['it says nothing that can be built'] : [],
      opens: around,
    };
  }
  const body = readBody(rest, progress, around, isLeadIn, passage.kind === 'item');
  return settle(passage, rest, readings, body, around, isLeadIn);
}

/** `w/` stands for `with`. */
function spelledOut(tokens: readonly Token[]): readonly Token[] {
  const isShort = (index: number): boolean =>
    lowerAt(tokens, index) === 'w' && lowerAt(tokens, index + 1) === '/';
  if (!tokens.some((_, index) => isShort(index))) return tokens;
  return tokens
    .map((token, index) => (isShort(index) ? { ...token, lower: 'with' } : token))
    .filter((_, index) => !isShort(index - 1));
}

/** `As a manager I want the data …`, `The readings must …`: who wants it and what is kept add nothing to where it is kept. */
function withoutWish(tokens: readonly Token[]): readonly Token[] {
  const wish = tokens.findIndex((token) => /^(?:want|need|would|wish|like)$/.test(token.lower));
  const isRole = lowerAt(tokens, 0) === 'as' && wish > 0 && wish < 8;
  const rest = isRole ? tokens.slice(wish + 1) : tokens;
  const modal = rest.findIndex((token) => /^(?:must|should|shall|has|have|needs|need|to)$/.test(token.lower));
  const isPlain = modal === 2 && /^(?:the|all|every|our|my|these|those)$/.test(lowerAt(rest, 0));
  return isPlain ? rest.slice(modal) : rest;
}

function textOf(tokens: readonly Token[]): string {
  return lowerText(tokens);
}

function httpReading(tokens: readonly Token[]): Reading {
  const span = spanOf(tokens.filter((token) => mentionsHttp([token])));
  return { rule: 'HTTP interface', span, confidence: 0.9, proposals: [{ kind: 'http', span }] };
}

/** Puts together what was read; what asks for a feature that is not built never becomes records. */
function settle(
  passage: Passage,
  tokens: readonly Token[],
  found: readonly Reading[],
  body: BodyReading,
  around: Surroundings,
  isLeadIn: boolean,
): ReadStatement {
  const unbuilt = unbuiltFeature(passage.text);
  const why = unbuilt ? [`${unbuilt.name}: not built by this version`] : [];
  const asked = unbuilt ? passage.start + unbuilt.index : 0;
  if (
    unbuilt &&
    !isAboutRecords(body.readings.filter(({ span, rule }) => rule !== 'feature' || span[0] !== asked))
  ) {
    const kept = body.readings.filter((reading) => reading.rule === 'title');
    return { passage, readings: [...found, ...kept], problems: why, opens: around };
  }
  const opened = body.opens ?? (isLeadIn ? leadInOf(tokens, around) : around);
  const readings = [...found, ...body.readings];
  if (isLeadIn && body.readings.length === 0)
    return { passage, readings: [...found, ...leadInReading(tokens, opened)], problems: [], opens: opened };
  const problems = unbuilt && body.problems.length > 0 ? why : body.problems;
  const isOpening = body.opens === undefined && (passage.kind === 'item' || isLeadIn);
  return {
    passage,
    readings,
    problems,
    opens: isOpening ? itemOpens(tokens, around, opened, body.readings) : opened,
  };
}

/** `Every lesson has:`: names the kind of record that the list below describes. */
function leadInReading(tokens: readonly Token[], opened: Surroundings): readonly Reading[] {
  const named: readonly Proposal[] = opened.owner
    ? [{ kind: 'entity', phrase: opened.owner, strength: opened.expects === 'fields' ? 'strong' : 'weak' }]
    : [];
  return [
    {
      rule: 'introduction',
      span: spanOf(tokens),
      confidence: 0.9,
      proposals: [...named, { kind: 'context' }],
    },
  ];
}

const RECORD_KINDS = /^(?:fields|constraint|unique|rule|states|guard|reference)$/;

function isAboutRecords(readings: readonly Reading[]): boolean {
  return readings.some(
    (reading) =>
      reading.rule !== 'kind of record with' && reading.proposals.some((one) => RECORD_KINDS.test(one.kind)),
  );
}

/** Words that joined a removed aspect to the rest: `and`, `on`, a comma. */
function trimConnectors(tokens: readonly Token[]): readonly Token[] {
  let end = tokens.length;
  while (end > 0 && CONNECTORS.test(lowerAt(tokens, end - 1))) end -= 1;
  let start = 0;
  while (start < end && /^(?:and|,|;|\.)$/.test(lowerAt(tokens, start))) start += 1;
  return tokens.slice(start, end);
}

const CONNECTORS =
  /^(?:and|,|on|in|at|with|to|;|the|via|using|stored|listening|running|kept|saved|but|which|that|is|are|be|should|must)$/;

interface BodyReading {
  readonly readings: readonly Reading[];
  readonly problems: readonly string[];
  readonly opens?: Surroundings;
}

function readBody(
  tokens: readonly Token[],
  progress: Progress,
  around: Surroundings,
  isLeadIn: boolean,
  isItem: boolean,
): BodyReading {
  const { readings, rest } = readTitles(tokens, progress, isItem, isLeadIn);
  if (rest.length === 0 || residueOf(rest) !== 'more' || (readings.length > 0 && isAnnouncement(rest))) {
    return {
      readings,
      problems: [],
      ...(isLeadIn ? { opens: announced(rest.length > 0 ? rest : tokens, around) } : {}),
    };
  }
  if (isLeadIn && isAnnouncement(rest))
    return { readings: [...readings, ...contextReading(rest)], problems: [], opens: announced(rest, around) };
  const asSaid = readClause(rest, around, AS_SAID_FORMS);
  if (asSaid) return { readings: [...readings, asSaid], problems: [] };
  const clauses = readClauses(dropPreamble(rest), around);
  return { readings: [...readings, ...clauses.readings], problems: clauses.problems };
}

/** Nothing has been asked for yet. */
function isSilent(statement: ReadStatement): boolean {
  return statement.readings.every((reading) => reading.proposals.every((one) => one.kind === 'context'));
}

/** The title, and behind it another one that only repeats that a system is wanted. */
function readTitles(
  tokens: readonly Token[],
  progress: Progress,
  isItem: boolean,
  isLeadIn: boolean,
): { readings: readonly Reading[]; rest: readonly Token[] } {
  const readings: Reading[] = [];
  const canLead = !isItem && !progress.hasTitle && progress.statements.every(isSilent);
  let rest = tokens;
  for (let round = 0; round < 2; round += 1) {
    const title: TitleReading | undefined =
      readTitle(rest) ??
      (canLead && round === 0 ? readLeadTitle(rest, progress.isAlone, isLeadIn) : undefined);
    if (!title) break;
    const proposals = progress.hasTitle
      ? title.proposals.filter((one) => one.kind !== 'title')
      : title.proposals;
    const fallback: readonly Proposal[] = [{ kind: 'http', span: title.span }];
    readings.push({
      rule: 'title',
      span: title.span,
      confidence: 0.8,
      proposals: proposals.length > 0 ? proposals : fallback,
    });
    progress.hasTitle ||= title.proposals.some((one) => one.kind === 'title');
    rest = afterTitle(title.rest);
  }
  return { readings, rest };
}

function readClauses(tokens: readonly Token[], around: Surroundings): BodyReading {
  const readings: Reading[] = [];
  const problems: string[] = [];
  const whole = readClause(tokens, around, WHOLE_SENTENCE_FORMS);
  if (whole) return { readings: [whole], problems };
  for (const clause of splitClauses(tokens)) {
    const place = { ...around, isLabel: around.isLabel || !hasVerb(clause.tokens) };
    const asked = wishedFor(dropPreamble(clause.tokens));
    const reading = readClause(asked, place) ?? readClause(clause.tokens, place);
    if (reading) readings.push(reading);
    else if (residueOf(clause.own) === 'more' && !isPleasantry(clause.own)) {
      problems.push(`“${clause.own.map((token) => token.text).join(' ')}” was not understood`);
    }
  }
  return { readings, problems };
}

/** `(I want) chip numbers to be unique` says that they must be. */
function wishedFor(tokens: readonly Token[]): readonly Token[] {
  const to = tokens.findIndex(
    (token, index) => index > 0 && token.lower === 'to' && lowerAt(tokens, index + 1) === 'be',
  );
  const isWish =
    to > 0 &&
    to < 6 &&
    !hasVerb(tokens.slice(0, to)) &&
    !tokens.slice(0, to).some((token) => /^(?:possible|able|has|have|needs?|ought)$/.test(token.lower));
  return isWish
    ? tokens.map((token, index) => (index === to ? { ...token, text: 'must', lower: 'must' } : token))
    : tokens;
}

const AFTER_TITLE =
  /^(?:that|which|to|where|in|and|,|for|it|so|we|i|need|needs|want|would|like|should|can|could|must|is|called|with|lets|allows|us|me|has|help|helps|know)$/;

/** Behind the system's name: `that keeps track of …`, `to manage …`, `where members …`, `, with …`. */
function afterTitle(tokens: readonly Token[]): readonly Token[] {
  let rest = trimJoints(tokens);
  if (lowerAt(rest, 0) === ':') rest = rest.slice(1);
  if (isRunning(rest)) return [];
  while (rest.length > 1 && AFTER_TITLE.test(lowerAt(rest, 0))) {
    if (/^(?:and|we|i)$/.test(lowerAt(rest, 0)) && readTitle(rest)) break;
    const isList =
      /^(?:with|has|for)$/.test(lowerAt(rest, 0)) &&
      !/^(?:the|following|these|managing|tracking|storing|keeping|recording|handling)$/.test(
        lowerAt(rest, 1),
      );
    if (isList) break;
    rest = rest.slice(1);
  }
  return rest;
}

/** `to run a food bank`: what the system is for, and nothing to build by itself. */
function isRunning(tokens: readonly Token[]): boolean {
  const [to, verb, article] = tokens.map((token) => token.lower);
  return (
    to === 'to' &&
    /^(?:run|operate|support|help)$/.test(verb ?? '') &&
    /^(?:an?|our|the|my)$/.test(article ?? '') &&
    tokens.length <= 7 &&
    tokens.every((token) => token.kind === 'word')
  );
}

/** Greetings and thanks say nothing about the system and stand in nobody's way. */
function isPleasantry(tokens: readonly Token[]): boolean {
  return (
    tokens.length < 8 &&
    /^(?:thanks?|thank you|hi|hello|hey|dear|cheers|regards|best|kind regards|good (?:morning|day|evening))\b/.test(
      textOf(tokens),
    )
  );
}
