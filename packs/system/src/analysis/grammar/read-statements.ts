import type { Passage } from '../text/passages.ts';
import { type Token, tokenise } from '../text/tokens.ts';
import { unbuiltFeature } from '../words/unbuilt.ts';
import { dropPreamble, splitClauses, splitPurpose, trimJoints } from './clauses.ts';
import { spanOf } from './constraints.ts';
import type { Surroundings } from './form.ts';
import { mentionsHttp, readAspects, residueOf } from './forms/aspects.ts';
import { hasVerb, isRecordPhrase } from './forms/entity-forms.ts';
import { readHeadingTitle, readTitle } from './forms/title-forms.ts';
import { type NounPhrase, readNounPhrase } from './noun-phrase.ts';
import type { Proposal, Reading } from './proposal.ts';
import { readClause } from './read-clause.ts';
import { readTableRow } from './table-row.ts';

/** A passage with everything that was read in it. */
export interface ReadStatement {
  readonly passage: Passage;
  readonly readings: readonly Reading[];
  /** Parts that no form could read, and why. */
  readonly problems: readonly string[];
  /** What lists under this passage are about. */
  readonly opens: Surroundings;
}

const ANYTHING: Surroundings = { expects: 'anything', isLabel: true };

interface Progress {
  readonly statements: ReadStatement[];
  hasTitle: boolean;
}

/** Reads all passages in order. */
export function readStatements(request: string, passages: readonly Passage[]): readonly ReadStatement[] {
  const progress: Progress = { statements: [], hasTitle: false };
  for (const passage of passages) progress.statements.push(readPassage(request, passage, progress));
  return progress.statements;
}

function readPassage(request: string, passage: Passage, progress: Progress): ReadStatement {
  const around = surroundingsOf(passage, progress);
  if (passage.kind === 'code') return unread(passage, around, 'a block of code is not read');
  if (passage.kind === 'row') return readTableRow(request, passage, around);
  const tokens = trimJoints(tokenise(request, passage.start, passage.end));
  if (tokens.length === 0) return unread(passage, around, 'it holds no words');
  if (passage.kind === 'heading') return readHeading(passage, tokens, progress, around);
  return readSentence(passage, tokens, progress, around);
}

function unread(passage: Passage, around: Surroundings, why: string): ReadStatement {
  return { passage, readings: [], problems: [why], opens: around };
}

/** What the nearest list lead-in, item or heading says about the passage. */
function surroundingsOf(passage: Passage, progress: Progress): Surroundings {
  const parent = passage.parent === undefined ? undefined : progress.statements[passage.parent]?.opens;
  const heading = passage.heading === undefined ? undefined : progress.statements[passage.heading]?.opens;
  const around = parent ?? heading ?? ANYTHING;
  const owner = parent?.owner ?? heading?.owner;
  return {
    expects: around.expects,
    isLabel: passage.kind !== 'sentence' || isShort(passage),
    ...(owner ? { owner } : {}),
  };
}

function isShort(passage: Passage): boolean {
  return !/[.!?]$/.test(passage.text);
}

const SECTIONS: readonly (readonly [RegExp, Surroundings['expects']])[] = [
  [
    /^(?:the )?(?:main |key |core |functional )?(?:features?|functions?|functionality|capabilities|user stories|operations|actions|use cases|what (?:it|we|users) (?:should|can|need)[\w ]*|endpoints?|functional requirements|requirements|must have|api)$/,
    'features',
  ],
  [
    /^(?:the )?(?:entities|data model|data|models?|domain(?: model)?|records|objects|resources|kinds of records?|things we (?:keep|track)|tables?|what we (?:keep|store|track))$/,
    'entities',
  ],
  [/^(?:fields|attributes|properties|columns|data fields)$/, 'fields'],
  [/^(?:the )?(?:states?|statuses|status|life ?cycle|workflow|stages)$/, 'states'],
];
const PLAIN_SECTION =
  /^(?:overview|introduction|intro|background|summary|description|about|goals?|purpose|context|rules?|business rules|constraints|validation|notes?|storage|persistence|technical|technical requirements|technical details|non-?functional(?: requirements)?|tech(?:nology)?|technology|deployment|infrastructure|hosting|setup|configuration|interfaces?|http|rest api|relations(?:hips)?|associations|scope|out of scope|not needed|later|nice to have|future|other|misc|miscellaneous|general|details|users?|roles?|security|access|examples?|thanks?|contact|the brief|brief|request|specification|spec|project|project brief|limits|defaults|queries|filters|searching|listing|lists|reports?|statistics|remarks|additional(?: \w+)?|extras?|questions?|assumptions?)$/;

function readHeading(
  passage: Passage,
  tokens: readonly Token[],
  progress: Progress,
  around: Surroundings,
): ReadStatement {
  const text = tokens
    .map((token) => token.lower)
    .join(' ')
    .replace(/^\d+ \. |^\d+ /, '')
    .replace(/ :$/, '');
  const section = SECTIONS.find(([pattern]) => pattern.test(text))?.[1];
  const base =
    around.owner && (section === 'fields' || section === 'states' || section === 'features')
      ? { owner: around.owner }
      : {};
  if (section)
    return {
      passage,
      readings: context(tokens),
      problems: [],
      opens: { expects: section, isLabel: true, ...base },
    };
  if (PLAIN_SECTION.test(text))
    return {
      passage,
      readings: context(tokens),
      problems: [],
      opens: { expects: 'anything', isLabel: true },
    };
  if (!progress.hasTitle && passage.level === 1) {
    const built = readTitle(tokens);
    const title = built?.proposals[0] ?? readHeadingTitle(tokens);
    progress.hasTitle = true;
    const readings = title
      ? [{ rule: 'title', span: spanOf(tokens), confidence: 0.9, proposals: [title] }]
      : context(tokens);
    return { passage, readings, problems: [], opens: { expects: 'anything', isLabel: true } };
  }
  const words = tokens.filter(
    (token) =>
      token.kind !== 'number' &&
      token.lower !== '.' &&
      !/^(?:managing|tracking|manage|about|the|recording)$/.test(token.lower),
  );
  const owner = readNounPhrase(words);
  if (!isRecordPhrase(owner) || hasVerb(tokens))
    return {
      passage,
      readings: context(tokens),
      problems: [],
      opens: { expects: 'anything', isLabel: true },
    };
  const weak: Proposal = { kind: 'entity', phrase: owner, strength: 'weak' };
  return {
    passage,
    readings: [
      { rule: 'heading', span: spanOf(tokens), confidence: 0.7, proposals: [weak, { kind: 'context' }] },
    ],
    problems: [],
    opens: { owner, expects: 'anything', isLabel: true },
  };
}

function context(tokens: readonly Token[]): readonly Reading[] {
  return [{ rule: 'section heading', span: spanOf(tokens), confidence: 1, proposals: [{ kind: 'context' }] }];
}

function readSentence(
  passage: Passage,
  tokens: readonly Token[],
  progress: Progress,
  around: Surroundings,
): ReadStatement {
  const readings: Reading[] = [];
  const problems: string[] = [];
  if (isPleasantry(tokens)) return { passage, readings: context(tokens), problems, opens: around };
  const leadIn = passage.text.trimEnd().endsWith(':');
  const { main, purpose } = splitPurpose(tokens);
  const aspects = readAspects(main);
  const wider = purpose.length > 0 ? readAspects(purpose) : undefined;
  for (const { rule, proposal, span } of [...aspects.found, ...(wider?.found ?? [])]) {
    readings.push({ rule, span, confidence: 0.95, proposals: [proposal] });
  }
  const rest = aspects.found.length > 0 ? trimConnectors(aspects.rest) : aspects.rest;
  let opens: Surroundings = leadIn ? leadInOf(rest, around) : around;
  const residue = residueOf(rest);
  if (residue === 'http' || mentionsHttp(main))
    readings.push({
      rule: 'HTTP interface',
      span: spanOf(main.filter((token) => mentionsHttp([token]))),
      confidence: 0.9,
      proposals: [{ kind: 'http', span: spanOf(main.filter((token) => mentionsHttp([token]))) }],
    });
  if (residue !== 'more') {
    if (readings.length === 0) problems.push('it says nothing that can be built');
    return { passage, readings, problems, opens };
  }
  const body = readBody(rest, progress, around, leadIn);
  readings.push(...body.readings);
  const unbuilt = unbuiltFeature(passage.text);
  if (unbuilt && (body.problems.length > 0 || !isCovered(body.readings)))
    problems.push(`${unbuilt.name} is not built by this version`);
  else problems.push(...body.problems);
  if (body.opens) opens = body.opens;
  else if (passage.kind === 'item' || leadIn) opens = itemOpens(rest, around, opens, body.readings);
  return { passage, readings, problems, opens };
}

function isCovered(readings: readonly Reading[]): boolean {
  return readings.some((reading) =>
    reading.proposals.some(
      (one) =>
        one.kind === 'fields' ||
        one.kind === 'constraint' ||
        one.kind === 'unique' ||
        one.kind === 'rule' ||
        one.kind === 'states' ||
        one.kind === 'guard' ||
        (one.kind === 'feature' && reading.rule !== 'feature'),
    ),
  );
}

/** Words that joined a removed aspect to the rest: `and`, `on`, a comma. */
function trimConnectors(tokens: readonly Token[]): readonly Token[] {
  let end = tokens.length;
  while (
    end > 0 &&
    /^(?:and|,|on|in|at|with|to|;|the|via|using|stored|listening|running|kept|saved|but|which|that|is|are|data|be|should|must)$/.test(
      tokens[end - 1]?.lower ?? '',
    )
  )
    end -= 1;
  let start = 0;
  while (start < end && /^(?:and|,|;|\.)$/.test(tokens[start]?.lower ?? '')) start += 1;
  return tokens.slice(start, end);
}

interface BodyReading {
  readonly readings: readonly Reading[];
  readonly problems: readonly string[];
  readonly opens?: Surroundings;
}

function readBody(
  tokens: readonly Token[],
  progress: Progress,
  around: Surroundings,
  leadIn: boolean,
): BodyReading {
  const readings: Reading[] = [];
  const problems: string[] = [];
  const title = readTitle(tokens);
  let rest = tokens;
  if (
    title &&
    (!progress.hasTitle ||
      title.rest.length < tokens.length / 2 ||
      title.proposals.some((one) => one.kind === 'http'))
  ) {
    progress.hasTitle = true;
    readings.push({ rule: 'title', span: title.span, confidence: 0.8, proposals: title.proposals });
    rest = afterTitle(title.rest);
    if (rest.length === 0 || isAnnouncement(rest) || residueOf(rest) !== 'more')
      return { readings, problems, ...(leadIn ? { opens: announced(rest, around) } : {}) };
  }
  if (leadIn && isAnnouncement(rest))
    return { readings: [...readings, ...context(rest)], problems, opens: announced(rest, around) };
  const body = dropPreamble(rest);
  for (const clause of splitClauses(body)) {
    const reading = readClause(dropPreamble(clause.tokens), around) ?? readClause(clause.tokens, around);
    if (reading) readings.push(reading);
    else if (residueOf(clause.own) === 'more' && !isPleasantry(clause.own))
      problems.push(`“${clause.own.map((token) => token.text).join(' ')}” was not understood`);
  }
  return { readings, problems };
}

/** Behind the system's name: `that keeps track of …`, `to manage …`, `where members …`, `, with …`. */
function afterTitle(tokens: readonly Token[]): readonly Token[] {
  let rest = trimJoints(tokens);
  while (
    /^(?:that|which|to|where|in|and|,|for|it|so|we|i|need|needs|want|would|like|should|can|could|must|is|called|with|lets|allows|us|me|has|help|helps)$/.test(
      rest[0]?.lower ?? '',
    ) &&
    rest.length > 1
  ) {
    if (
      /^(?:with|has|for)$/.test(rest[0]?.lower ?? '') &&
      !/^(?:the|following|these|managing|tracking|storing|keeping|recording|handling)$/.test(
        rest[1]?.lower ?? '',
      )
    )
      break;
    rest = rest.slice(1);
  }
  return rest;
}

const ANNOUNCE =
  /\b(?:following|features?|functions?|functionality|requirements|these|below|able to|possible to|should|must|can|needs?|things|operations|capabilities|details|stories|rules)\b/;

function isAnnouncement(tokens: readonly Token[]): boolean {
  const text = tokens.map((token) => token.lower).join(' ');
  if (tokens.length > 9 || !ANNOUNCE.test(text)) return false;
  return (
    !/\b(?:has|have|states?|status|fields?|attributes?|entities|records)\b/.test(text) && !/, /.test(text)
  );
}

function announced(tokens: readonly Token[], around: Surroundings): Surroundings {
  const text = tokens.map((token) => token.lower).join(' ');
  const expects =
    /\b(?:features?|functions?|functionality|able to|possible to|operations|stories|requirements|should|must|can|capabilities)\b/.test(
      text,
    )
      ? 'features'
      : 'anything';
  return { expects, isLabel: true, ...(around.owner ? { owner: around.owner } : {}) };
}

/** What a sentence ending in a colon announces: the fields or states of something, kinds of record, or features. */
function leadInOf(tokens: readonly Token[], around: Surroundings): Surroundings {
  const text = tokens.map((token) => token.lower).join(' ');
  const owner = ownerIn(tokens) ?? around.owner;
  const base = { isLabel: true, ...(owner ? { owner } : {}) };
  if (/\b(?:states|statuses|stages|one of|status)\b/.test(text)) return { ...base, expects: 'states' };
  if (
    /\b(?:entities|kinds of|types of|records|following (?:things|resources|models|tables|objects)|keep track of|manage|track|store|keep|stores|keeps|manages|tracks)$/.test(
      text,
    )
  )
    return { isLabel: true, expects: 'entities' };
  if (
    /\b(?:has|have|fields?|attributes?|properties|columns|details|contains|includes|consists of|needs|record|store|keep|know|note|information|data)\b/.test(
      text,
    ) &&
    owner
  )
    return { ...base, expects: 'fields' };
  return announced(tokens, around);
}

function ownerIn(tokens: readonly Token[]): NounPhrase | undefined {
  const verb = tokens.findIndex((token) =>
    /^(?:has|have|contains|includes|consists|needs|must|should|is|are|can|fields|attributes|properties)$/.test(
      token.lower,
    ),
  );
  const each = tokens.findIndex((token) => /^(?:each|every)$/.test(token.lower));
  const of = tokens.findIndex((token) => /^(?:for|of|about)$/.test(token.lower));
  if (each >= 0)
    return record(readNounPhrase(tokens.slice(each, verb > each ? verb : stopAfter(tokens, each))));
  if (of >= 0 && of < tokens.length - 1)
    return record(readNounPhrase(tokens.slice(of + 1, stopAfter(tokens, of + 1))));
  return verb > 0 ? record(readNounPhrase(tokens.slice(0, verb))) : undefined;
}

function stopAfter(tokens: readonly Token[], from: number): number {
  const stop = tokens.findIndex(
    (token, index) =>
      index > from &&
      (token.kind === 'sign' ||
        /^(?:we|i|has|have|is|are|the|should|must|store|record|keep|can)$/.test(token.lower)),
  );
  return stop < 0 ? tokens.length : stop;
}

function record(phrase: NounPhrase | undefined): NounPhrase | undefined {
  return isRecordPhrase(phrase) ? phrase : undefined;
}

/** Items may introduce nested items: `Plants` with their fields below, `Each plant has:`. */
function itemOpens(
  tokens: readonly Token[],
  around: Surroundings,
  opened: Surroundings,
  readings: readonly Reading[],
): Surroundings {
  const entity = readings.flatMap((reading) => reading.proposals).find((one) => one.kind === 'entity');
  const phrase = readNounPhrase(tokens);
  const bare = phrase && !hasVerb(tokens) && tokens.length <= 4 ? record(phrase) : undefined;
  const owner = opened.owner ?? entity?.phrase ?? bare ?? around.owner;
  if (opened !== around) return { ...opened, ...(owner ? { owner } : {}) };
  return {
    expects: bare ? 'fields' : 'anything',
    isLabel: true,
    ...((bare ?? entity?.phrase ?? owner) ? { owner: bare ?? entity?.phrase ?? (owner as NounPhrase) } : {}),
  };
}

/** Greetings and thanks say nothing about the system and stand in nobody's way. */
export function isPleasantry(tokens: readonly Token[]): boolean {
  const text = tokens.map((token) => token.lower).join(' ');
  return (
    /^(?:thanks?|thank you|hi|hello|hey|dear|cheers|regards|best|kind regards|please|good (?:morning|day|evening))\b/.test(
      text,
    ) && tokens.length < 8
  );
}
