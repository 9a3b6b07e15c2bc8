import { lowerAt } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import type { StandardVerb } from '../../words/verbs.ts';
import { spanOf } from '../constraint.ts';
import { captured, form, type SentenceForm } from '../form.ts';
import { readNounPhrases, type NounPhrase } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';
import { isRecordPhrase } from '../record-phrase.ts';
import { standardParticiple } from './participles.ts';
import { statedOwner } from './stated-owner.ts';

/** What lists are asked for with: participles of a query, never states. */
const QUERIES =
  /^(?:listed|shown|viewed|displayed|browsed|seen|searched|found|looked up|retrieved|fetched|filtered|sorted|ordered|grouped|selected|queried)$/;
/** These are queries only with `by …` behind them: `ordered`, `found`, `selected` are things that happen otherwise. */
const NEEDS_BY = /^(?:ordered|found|grouped|selected)$/;

interface Part {
  readonly said: string;
  readonly by: readonly Token[];
}

/** `listed, filtered by borrower and sorted by item` → one part for each participle. */
function splitParticiples(tokens: readonly Token[]): readonly Part[] | undefined {
  const parts: Part[] = [];
  let at = 0;
  while (at < tokens.length) {
    while (/^(?:,|\/|and|or|also|then|either|both)$/.test(lowerAt(tokens, at))) at += 1;
    const length = participleLength(tokens, at);
    if (length === 0) return undefined;
    const said = tokens
      .slice(at, at + length)
      .map((token) => token.lower)
      .join(' ');
    at += length;
    const isBy = /^(?:by|per|on|using|via|for)$/.test(lowerAt(tokens, at));
    const end = isBy ? nextParticiple(tokens, at) : at;
    parts.push({ said, by: tokens.slice(at, end) });
    at = end;
  }
  return parts.length > 0 ? parts : undefined;
}

function participleLength(tokens: readonly Token[], at: number): number {
  const two = `${lowerAt(tokens, at)} ${lowerAt(tokens, at + 1)}`;
  if (QUERIES.test(two) || standardParticiple(two)) return 2;
  const one = lowerAt(tokens, at);
  return QUERIES.test(one) || standardParticiple(one) ? 1 : 0;
}

function nextParticiple(tokens: readonly Token[], from: number): number {
  const next = tokens.findIndex(
    (token, index) =>
      index > from && /^(?:and|or|,)$/.test(token.lower) && participleLength(tokens, index + 1) > 0,
  );
  return next < 0 ? tokens.length : next;
}

/** What one participle asks of the records; nothing when it is no standard operation after all. */
function proposalsOf(
  part: Part,
  phrase: NounPhrase,
  tokens: readonly Token[],
): readonly Proposal[] | undefined {
  const span = spanOf(tokens);
  const feature = (verb: StandardVerb): Proposal => ({ kind: 'feature', verb, phrase, span });
  if (!QUERIES.test(part.said)) {
    const verb = standardParticiple(part.said);
    if (verb === undefined || part.by.length > 0) return undefined;
    return changesStated(verb, phrase, span) ?? [feature(verb)];
  }
  const fields = readNounPhrases(
    part.by.filter((token) => !/^(?:by|per|on|using|via|for)$/.test(token.lower)),
  );
  if (fields.length === 0) return NEEDS_BY.test(part.said) ? undefined : [feature('list')];
  const isSort = /^(?:sorted|ordered)$/.test(part.said);
  return [feature('list'), { kind: isSort ? 'sort' : 'filter', phrase, fields }];
}

/** `Delivered parcels may be deleted`: the others may not. */
function changesStated(
  verb: StandardVerb,
  phrase: NounPhrase,
  span: readonly [number, number],
): readonly Proposal[] | undefined {
  const stated = verb === 'update' || verb === 'delete' ? statedOwner(phrase) : undefined;
  if (!stated) return undefined;
  const state = { ...stated.state, text: `!${stated.state.text}` };
  return [
    { kind: 'rule', rule: { kind: 'frozen', owner: stated.owner, states: [state], verbs: [verb], span } },
  ];
}

export const PASSIVE_FEATURE: SentenceForm = form({
  name: 'can be added',
  means: 'Operations said in the passive, and what lists are filtered and sorted by.',
  examples: [
    'Plants can be added, edited and deleted.',
    'Singers can be listed by voice.',
    'Loans can be listed, filtered by borrower and sorted by item.',
    'Answers are shown per question.',
    'Both can be listed and changed.',
    'Delivered parcels may be deleted.',
  ],
  patterns: [
    '@each? <objects> @can|@must also? be <verbs>',
    '@each? <objects> is|are <verbs>',
    'possible for? <objects> to be <verbs>',
  ],
  read: (match) => {
    if (/^(?:no|none|neither|nobody)$/.test(lowerAt(match.tokens, 0))) return undefined;
    const parts = splitParticiples(captured(match, 'verbs'));
    const named = readNounPhrases(captured(match, 'objects')).filter(
      (phrase) => phrase.isPronoun || isRecordPhrase(phrase),
    );
    const isMany = named.some((phrase) => phrase.isPlural);
    // `hives, dead or alive`: beside a plural, words in the singular are no kinds of record.
    const objects = isMany ? named.filter((phrase) => phrase.isPlural || phrase.isPronoun) : named;
    if (!parts || objects.length === 0) return undefined;
    const proposals: Proposal[] = [];
    for (const said of objects) {
      const phrase = /^(?:listing|overview|output)$/.test(said.key) ? { ...said, isPronoun: true } : said;
      if (!phrase.isPronoun) proposals.push({ kind: 'entity', phrase, strength: 'strong' });
      for (const part of parts) {
        const found = proposalsOf(part, phrase, match.tokens);
        if (!found) return undefined;
        proposals.push(...found);
      }
    }
    return proposals;
  },
});
