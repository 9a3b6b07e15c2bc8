import { lowerAt, lowerFromEnd } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { spanOf } from '../constraint.ts';
import { readFieldList } from '../field-list.ts';
import { form, type FormMatch, type SentenceForm } from '../form.ts';
import { readNounPhrase, readNounPhrases, splitList, type NounPhrase } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';
import { isStateLike } from '../../words/states-like.ts';
import { participleOfBase } from '../../words/verbs.ts';
import { isRecordPhrase } from '../record-phrase.ts';
import { readVerbs, type VerbKind } from './read-verbs.ts';

const TAIL =
  /^(?:with|including|by|on|sorted|ordered|filtered|for|as|from|to|in|at|of|using|when|where|which|that|who|whose|so|along|via|through|giving|specifying|containing|newest|latest|oldest|having|based|per|together|if|after|once|matching|grouped|stating)$/;

export interface FeatureParts {
  readonly verbs: readonly VerbKind[];
  readonly verbTokens: readonly Token[];
  readonly object: readonly Token[];
  readonly tail: readonly Token[];
}

/** Splits an imperative into verbs, what they act on, and the rest. */
export function readParts(tokens: readonly Token[]): FeatureParts | undefined {
  const run = readVerbs(tokens);
  if (run.verbs.length === 0) return undefined;
  const to = /^(?:me|us|them|people)$/.test(lowerAt(tokens, run.length)) && tokens.length > run.length + 1;
  const rest = tokens.slice(to ? run.length + 1 : run.length);
  if (rest[0]?.kind === 'sign' && run.length === 1) return undefined;
  const tail = rest.findIndex(
    (token, index) =>
      index > 0 &&
      ((token.kind === 'word' && TAIL.test(token.lower)) || /^[:(]$/.test(token.lower)) &&
      !isContainerOf(rest, index),
  );
  const object = tail < 0 ? rest : rest.slice(0, tail);
  return {
    verbs: run.verbs,
    verbTokens: tokens.slice(0, tokens.length - rest.length),
    object,
    tail: tail < 0 ? [] : rest.slice(tail),
  };
}

/** `the list of plants`, `details of a plant`, `search for films`. */
function isContainerOf(tokens: readonly Token[], at: number): boolean {
  const before = lowerAt(tokens, at - 1);
  return (
    /^(?:of|about|for|on)$/.test(lowerAt(tokens, at)) &&
    /^(?:list|lists|details|detail|information|info|data|overview|record|records|all|each|one|catalogue|catalog|collection)$/.test(
      before,
    )
  );
}

function readFeature(match: FormMatch): readonly Proposal[] | undefined {
  const parts = readParts(match.tokens);
  if (!parts) return undefined;
  const ofField = readFieldFeature(parts, match);
  if (ofField) return ofField;
  const objects = readObjects(parts, match);
  if (objects.length === 0) return undefined;
  const proposals: Proposal[] = [];
  const span = spanOf(match.tokens.slice(0, parts.verbTokens.length + parts.object.length));
  for (const object of objects) {
    if (!object.isPronoun) proposals.push({ kind: 'entity', phrase: object, strength: 'strong' });
    for (const verb of parts.verbs) proposals.push(...featureOf(verb, object, parts, span));
    if (object.adjectives.length > 0) proposals.push(...stateFilter(object, parts));
  }
  proposals.push(...readTails(parts.tail, objects, parts.verbs));
  return proposals;
}

/** `Update the price of a plant`, `Change a member's address`: an update of the record. */
function readFieldFeature(parts: FeatureParts, match: FormMatch): readonly Proposal[] | undefined {
  if (!parts.verbs.every((verb) => verb === 'update')) return undefined;
  const field = readNounPhrase(parts.object);
  const owner =
    field?.owner ??
    (/^(?:of|for)$/.test(lowerAt(parts.tail, 0)) ? readNounPhrase(parts.tail.slice(1)) : undefined);
  if (!field || !isRecordPhrase(owner)) return undefined;
  const span = spanOf(match.tokens);
  return [
    { kind: 'entity', phrase: owner, strength: 'strong' },
    { kind: 'feature', verb: 'update', phrase: owner, span },
  ];
}

/** `plant details`, `member information`: the plant, the member. */
function withoutDetails(tokens: readonly Token[]): readonly Token[] {
  const isDetail =
    tokens.length > 1 && /^(?:details|information|info|data|entry|entries)$/.test(lowerFromEnd(tokens, 1));
  return isDetail && !/^(?:all|the|a|an)$/.test(lowerFromEnd(tokens, 2)) ? tokens.slice(0, -1) : tokens;
}

function readObjects(parts: FeatureParts, match: FormMatch): readonly NounPhrase[] {
  const tokens = parts.object.filter((token, index) => !(index === 0 && token.lower === 'for'));
  const phrases = splitList(tokens)
    .map((part) => readNounPhrase(withoutDetails(part)))
    .filter((phrase) => phrase !== undefined);
  const records = phrases.filter(isRecordPhrase);
  if (records.length > 0) return records;
  const isStandIn = phrases.every(
    (phrase) => phrase.isPronoun || /^(?:one|all|each|record|entry|item|list|detail)$/.test(phrase.key),
  );
  if (!isStandIn) return [];
  return match.around.owner ? [match.around.owner] : phrases.filter((phrase) => phrase.isPronoun);
}

function featureOf(
  verb: VerbKind,
  phrase: NounPhrase,
  parts: FeatureParts,
  span: readonly [number, number],
): readonly Proposal[] {
  if (typeof verb === 'object' && isCreation(verb.action, parts))
    return [
      { kind: 'feature', verb: 'create', phrase, span },
      { kind: 'initial', owner: phrase, state: { text: participleOfBase(verb.action), span } },
    ];
  if (typeof verb === 'object')
    return [{ kind: 'action', owner: phrase, verb: verb.action, span, certainty: 'strong' }];
  switch (verb) {
    case 'keep':
      return (['create', 'list', 'read', 'update', 'delete'] as const).map((one) => ({
        kind: 'feature',
        verb: one,
        phrase,
        span,
      }));
    case 'filter':
    case 'sort':
      return [{ kind: 'feature', verb: 'list', phrase, span }];
    case 'read':
      return [{ kind: 'feature', verb: isQuery(parts) ? 'list' : 'read', phrase, span }];
    case 'list':
      return [{ kind: 'feature', verb: isSingle(phrase, parts) ? 'read' : 'list', phrase, span }];
    default:
      return [{ kind: 'feature', verb, phrase, span }];
  }
}

/** `plan a lesson with a subject and a start time`: what is planned is new. */
function isCreation(verb: string, parts: FeatureParts): boolean {
  return (
    /^(?:plan|schedule|arrange|organi[sz]e|issue|announce|propose|submit|draft|request)$/.test(verb) &&
    parts.tail.some((token) => token.lower === 'with')
  );
}

/** `look up parcels by tracking number`: a query rather than one record by its id. */
function isQuery(parts: FeatureParts): boolean {
  return (
    lowerAt(parts.tail, 0) === 'by' &&
    !parts.tail.some((token) => /^(?:id|ids|identifier|identifiers)$/.test(token.lower))
  );
}

/** `view a plant`, `get plant by id`, `show the details of a plant` ask for one record. */
function isSingle(phrase: NounPhrase, parts: FeatureParts): boolean {
  const words = parts.object.map((token) => token.lower);
  if (words.some((word) => /^(?:list|all|every)$/.test(word))) return false;
  if (words.some((word) => /^(?:single|one|details|detail|individual|specific)$/.test(word))) return true;
  const byId =
    lowerAt(parts.tail, 0) === 'by' && /^(?:id|its|their|identifier)$/.test(lowerAt(parts.tail, 1));
  return byId || !phrase.isPlural;
}

/** `List open tasks`: a filter by the state. */
function stateFilter(object: NounPhrase, parts: FeatureParts): readonly Proposal[] {
  const isListing = parts.verbs.some((verb) => verb === 'list' || verb === 'filter');
  const state = object.adjectives.find(
    (adjective) =>
      !/^(?:new|old|existing|small|big|large|simple|basic|little|tiny|local|current|past|future|upcoming)$/.test(
        adjective,
      ),
  );
  if (!isListing || state === undefined) return [];
  return [statusFilter(object)];
}

function readTails(
  tail: readonly Token[],
  objects: readonly NounPhrase[],
  verbs: readonly VerbKind[],
): readonly Proposal[] {
  const [last] = objects.slice(-1);
  const lead = lowerAt(tail, 0);
  if (last === undefined || tail.length < 2) return [];
  const body = tail.slice(1);
  const isListing =
    verbs.some((verb) => verb === 'list' || verb === 'filter' || verb === 'sort') ||
    (lead === 'by' && verbs.includes('read'));
  if (
    /^(?:with|including|giving|specifying|containing|having|along|together|stating)$/.test(lead) ||
    lead === '(' ||
    lead === ':'
  ) {
    if (
      isListing &&
      lead === 'with' &&
      /^(?:pagination|paging|limit|filters?|filtering|sorting)$/.test(lowerAt(body, 0))
    )
      return [];
    const fields = readFieldList(
      lead === '('
        ? body.slice(0, -1)
        : body.filter((token, index) => !(index === 0 && token.lower === 'with')),
    );
    return fields.length > 0 ? objects.map((owner) => ({ kind: 'fields', owner, fields })) : [];
  }
  if (/^(?:sorted|ordered|newest|latest|oldest)$/.test(lead) || verbs.every((verb) => verb === 'sort'))
    return readSort(tail, last);
  if (lead === 'filtered' || lead === 'based' || (isListing && /^(?:by|matching|per|grouped|on)$/.test(lead)))
    return readFilter(tail, last);
  if (/^(?:for|of|from|to|in|on)$/.test(lead)) return readPlace(body, objects, isListing);
  if (/^(?:that|which|who)$/.test(lead)) return readRelative(tail, last, isListing, verbs);
  return [unread(tail)];
}

function unread(tokens: readonly Token[]): Proposal {
  return { kind: 'problem', why: `“${tokens.map((token) => token.text).join(' ')}” was not understood` };
}

const BE = /^(?:is|are|was|were|has|have|been|being|currently|still|already)$/;

/** `dogs that are available`: a filter by the state; `dogs that were registered by mistake`: why, and nothing to check. */
function readRelative(
  tail: readonly Token[],
  phrase: NounPhrase,
  isListing: boolean,
  verbs: readonly VerbKind[],
): readonly Proposal[] {
  const text = tail.map((token) => token.lower).join(' ');
  const isSlip =
    /\b(?:by mistake|in error|by accident|accidentally|wrongly|twice|no longer (?:needed|used|wanted))\b/.test(
      text,
    );
  if (isSlip && verbs.every((verb) => verb === 'delete' || verb === 'update')) return [];
  const said = tail.slice(1).filter((token) => !BE.test(token.lower));
  const state = said.map((token) => token.lower).join(' ');
  const isState = BE.test(lowerAt(tail, 1)) && said.length <= 3 && isStateLike(state.replace(/^not /, ''));
  return isListing && isState ? [statusFilter({ ...phrase, adjectives: [state] })] : [unread(tail)];
}

function statusFilter(phrase: NounPhrase): Proposal {
  const status: NounPhrase = { ...phrase, words: ['status'], key: 'status', adjectives: [] };
  return { kind: 'filter', phrase, fields: [status] };
}

function readSort(tail: readonly Token[], phrase: NounPhrase): readonly Proposal[] {
  const words = tail.map((token) => token.lower);
  const isDescending = words.some((word) => /^(?:newest|latest|descending|desc|highest|reverse)$/.test(word));
  const by = words.lastIndexOf('by');
  const fields =
    by < 0
      ? []
      : readNounPhrases(
          tail
            .slice(by + 1)
            .filter(
              (token) =>
                !/^(?:first|newest|oldest|latest|highest|lowest|descending|ascending|desc|asc|\(|\))$/.test(
                  token.lower,
                ),
            ),
        );
  const created: NounPhrase = { ...phrase, words: ['created', 'at'], key: 'created at' };
  return [{ kind: 'sort', phrase, fields: fields.length > 0 ? fields : [created], isDescending }];
}

function readFilter(tail: readonly Token[], phrase: NounPhrase): readonly Proposal[] {
  const sorted = tail.findIndex((token) => /^(?:sorted|ordered)$/.test(token.lower));
  const more = sorted < 0 ? [] : readSort(tail.slice(sorted), phrase);
  const filters: Proposal[] = [];
  const fields: NounPhrase[] = [];
  for (const part of splitList(sorted < 0 ? tail : tail.slice(0, sorted))) {
    if (/^(?:newest|latest|oldest)$/.test(lowerAt(part, 0))) {
      filters.push(...readSort(part, phrase));
      continue;
    }
    const own = readOwnFilter(part);
    const field = readNounPhrase(part.filter((token) => !BY.test(token.lower)));
    if (own) filters.push(...own);
    else if (field && !/^(?:id|identifier)$/.test(field.key)) fields.push(field);
  }
  return [...(fields.length > 0 ? [{ kind: 'filter', phrase, fields } as const] : []), ...filters, ...more];
}

const BY = /^(?:filtered|based|by|on|matching|per|grouped|either)$/;

/** `donations by donor`, `stays of a guest` behind another list: a list with a filter of its own. */
function readOwnFilter(part: readonly Token[]): readonly Proposal[] | undefined {
  const at = part.findIndex(
    (token, index) =>
      index > 0 &&
      (/^(?:by|per)$/.test(token.lower) ||
        (/^(?:of|for)$/.test(token.lower) && /^(?:an?|the|one|each)$/.test(lowerAt(part, index + 1)))),
  );
  if (at < 1 || BY.test(lowerAt(part, 0))) return undefined;
  const [phrase, field] = [readNounPhrase(part.slice(0, at)), readNounPhrase(part.slice(at + 1))];
  if (!isRecordPhrase(phrase) || !phrase.isPlural || !field) return undefined;
  return [
    { kind: 'feature', verb: 'list', phrase, span: [phrase.start, phrase.end] },
    { kind: 'filter', phrase, fields: [field] },
  ];
}

/** `Add a repair for a bicycle with a description`; `List the loans of a member`. */
function readPlace(
  body: readonly Token[],
  objects: readonly NounPhrase[],
  isListing: boolean,
): readonly Proposal[] {
  const more = body.findIndex(
    (token, index) => index > 0 && /^(?:with|including|sorted|filtered|by|giving)$/.test(token.lower),
  );
  const where = readNounPhrase(more < 0 ? body : body.slice(0, more));
  const proposals: Proposal[] = [];
  for (const object of objects) {
    if (!isRecordPhrase(where)) continue;
    proposals.push(
      isListing
        ? { kind: 'filter', phrase: object, fields: [where] }
        : { kind: 'reference', from: object, to: where, needsKnown: true },
    );
  }
  if (more > 0) proposals.push(...readTails(body.slice(more), objects, isListing ? ['list'] : ['create']));
  return proposals;
}

export const FEATURE: SentenceForm = form({
  name: 'feature',
  means:
    'An operation of the system: add, list, view, change, delete, filter, sort, or an action that changes a state.',
  examples: [
    'Add new tasks with title and description',
    'List all plants, sorted by name',
    'Add, edit and delete members',
    'View the details of a repair',
    'Cancel a booking',
  ],
  confidence: 0.9,
  patterns: ['<all>'],
  read: readFeature,
});
