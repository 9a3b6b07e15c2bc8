import { lowerAt, lowerFromEnd } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { spanOf } from '../constraint.ts';
import { readFieldList } from '../field-list.ts';
import { form, type FormMatch, type SentenceForm } from '../form.ts';
import { readNounPhrase, readNounPhrases, splitList, type NounPhrase } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';
import { isRecordPhrase } from './entity-forms.ts';
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
  const rest = tokens.slice(run.length);
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
    verbTokens: tokens.slice(0, run.length),
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
    proposals.push({ kind: 'entity', phrase: object, strength: 'strong' });
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
  return isStandIn && match.around.owner ? [match.around.owner] : [];
}

function featureOf(
  verb: VerbKind,
  phrase: NounPhrase,
  parts: FeatureParts,
  span: readonly [number, number],
): readonly Proposal[] {
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
    case 'list':
      return [{ kind: 'feature', verb: isSingle(phrase, parts) ? 'read' : 'list', phrase, span }];
    default:
      return [{ kind: 'feature', verb, phrase, span }];
  }
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
  const status: NounPhrase = { ...object, words: ['status'], key: 'status', adjectives: [] };
  return [{ kind: 'filter', phrase: object, fields: [status] }];
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
  const isListing = verbs.some((verb) => verb === 'list' || verb === 'filter' || verb === 'sort');
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
  return [{ kind: 'problem', why: `the part from “${tail[0]?.text ?? ''}” on was not understood` }];
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
  const body = (sorted < 0 ? tail : tail.slice(0, sorted)).filter(
    (token) => !/^(?:filtered|based|by|on|matching|per|grouped|either)$/.test(token.lower),
  );
  const fields = readNounPhrases(body).filter((field) => !/^(?:id|identifier)$/.test(field.key));
  const more = sorted < 0 ? [] : readSort(tail.slice(sorted), phrase);
  return fields.length > 0 ? [{ kind: 'filter', phrase, fields }, ...more] : more;
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
