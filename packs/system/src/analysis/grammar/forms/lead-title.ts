import { lowerAt, lowerFromEnd } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { isPlural } from '../../words/number.ts';
import { spanOf } from '../constraint.ts';
import type { Proposal } from '../proposal.ts';
import { hasVerb } from './entity-forms.ts';
import { splitList } from '../noun-phrase.ts';
import { readVerbs } from './read-verbs.ts';
import { readHeadingTitle, readTitle, type TitleReading } from './title-forms.ts';

const MAXIMUM_WORDS = 7;
const SYSTEM_WORD =
  /^(?:api|service|system|app|application|backend|server|tool|tracker|register|inventory|software|database|log|catalogue|catalog|directory|planner|manager|management)$/;
const LABEL = /^(?:name|title|project|project name|system|app|application|system name|app name)$/;

/**
 * The title at the beginning of a request that is no heading: `Dog shelter API`, `Chess club: players have …`,
 * `Name: Film club`, `A sailing club rents boats`.
 */
export function readLeadTitle(
  tokens: readonly Token[],
  isAlone: boolean,
  isLeadIn: boolean,
): TitleReading | undefined {
  return (
    readLabelled(tokens) ??
    readPrefix(tokens) ??
    readBare(tokens, isAlone, isLeadIn) ??
    readBusinessSentence(tokens)
  );
}

function titled(words: readonly Token[], rest: readonly Token[]): TitleReading | undefined {
  const built = readTitle(words);
  const named = built?.proposals[0] ?? readHeadingTitle(words);
  const isSystem = words.some((token) => SYSTEM_WORD.test(token.lower));
  const title: Proposal | undefined = named?.kind === 'title' ? { ...named, isDomain: !isSystem } : named;
  return title ? { proposals: [title], span: spanOf(words), rest } : undefined;
}

/** `Name: Film club`. */
function readLabelled(tokens: readonly Token[]): TitleReading | undefined {
  const colon = tokens.findIndex((token) => token.lower === ':');
  const label = tokens
    .slice(0, Math.max(0, colon))
    .map((token) => token.lower)
    .join(' ');
  if (colon < 1 || colon > 2 || !LABEL.test(label) || tokens.length > colon + MAXIMUM_WORDS) return undefined;
  const title = readHeadingTitle(tokens.slice(colon + 1));
  return title ? { proposals: [title], span: spanOf(tokens), rest: [] } : undefined;
}

/** `Chess club: players have …`, `Recipe API – add recipes with …`. */
function readPrefix(tokens: readonly Token[]): TitleReading | undefined {
  const colon = tokens.findIndex((token) => token.kind === 'sign' && /^[:-]$/.test(token.lower));
  if (colon < 1 || colon > MAXIMUM_WORDS) return undefined;
  const [before, after] = [tokens.slice(0, colon), tokens.slice(colon + 1)];
  const kinds = splitList(after);
  const first = kinds[0] ?? [];
  const isGrouped =
    kinds.length > 1 &&
    after.at(-1)?.kind !== 'number' &&
    lowerFromEnd(first, 1) === ')' &&
    first.some((token) => token.lower === ',');
  const isSentence =
    hasVerb(after) ||
    readVerbs(after).verbs.length > 0 ||
    isGrouped ||
    after.slice(1, 4).some((token) => token.lower === 'with') ||
    /^(?:we|i|drivers|members)$/.test(lowerAt(after, 0));
  if (!isSentence || hasVerb(before) || readVerbs(before).verbs.length > 0 || !isName(before))
    return undefined;
  return titled(before, after);
}

/** A first line of a few words without a verb, with more to follow. */
function readBare(tokens: readonly Token[], isAlone: boolean, isLeadIn: boolean): TitleReading | undefined {
  const hasSystem = tokens.some((token) =>
    /^(?:api|service|system|app|application|backend|server|tool|tracker|register|inventory|software|database)$/.test(
      token.lower,
    ),
  );
  if (
    tokens.length > MAXIMUM_WORDS + 2 ||
    hasVerb(tokens) ||
    !isName(tokens) ||
    ((isAlone || (isLeadIn && isPlural(lowerFromEnd(tokens, 1)))) && !hasSystem)
  )
    return undefined;
  const { verbs } = readVerbs(tokens);
  // `Watch repair` names a business; `Watch films` and `Add tasks` ask for something.
  const isTrade = verbs.every((verb) => typeof verb === 'object') && !isPlural(lowerFromEnd(tokens, 1));
  if (verbs.length > 0 && !hasSystem && !isTrade) return undefined;
  if (tokens.some((token, index) => index > 1 && DOES.test(token.lower))) return undefined;
  if (
    tokens.some((token, index) => index > 0 && /^(?:an?|every|each|must|only)$/.test(token.lower)) &&
    !hasSystem
  )
    return undefined;
  return titled(tokens, []);
}

function isName(tokens: readonly Token[]): boolean {
  return (
    tokens.every(
      (token) => token.kind === 'word' || token.kind === 'quote' || /^['&-]|'s$/.test(token.lower),
    ) && !tokens.some((token) => /^(?:with|has|have|please|hello|hi|by|it|they|we)$/.test(token.lower))
  );
}

const DOES =
  /^(?:needs|wants|offers|rents|sells|runs|lends|manages|organises|organizes|keeps|provides|repairs|has|owns|collects|hosts|operates|serves|looks|would|trains|teaches|stores|hires|publishes|produces|makes|grows|breeds)$/;

/** `A sailing club rents boats`, `Our village library wants to know …`: who the system is for. */
function readBusinessSentence(tokens: readonly Token[]): TitleReading | undefined {
  if (!/^(?:an?|our|the|my)$/.test(lowerAt(tokens, 0))) return undefined;
  const verb = tokens.findIndex((token, index) => index > 1 && index < 7 && DOES.test(token.lower));
  const next = lowerAt(tokens, verb + 1);
  if (verb < 2 || !isName(tokens.slice(1, verb))) return undefined;
  const lower = lowerAt(tokens, verb);
  const wants = /^(?:needs|wants|would)$/.test(lower);
  if (wants && !/^(?:to|like|an?)$/.test(next)) return undefined;
  // `A vendor rents a stall` speaks of two records; `A sailing club rents boats` of what a business does.
  if (!wants && /^an?$/.test(lowerAt(tokens, 0)) && /^(?:an?|one)$/.test(next)) return undefined;
  const isSystem = tokens
    .slice(verb, verb + 8)
    .some((token) =>
      /^(?:api|service|system|app|application|backend|register|tool|software|tracker|inventory|catalogue|database)$/.test(
        token.lower,
      ),
    );
  if (wants && /^an?$/.test(next) && !isSystem) return undefined;
  if (/^(?:has|keeps|stores|owns|manages)$/.test(lower)) return undefined;
  const title = readHeadingTitle(tokens.slice(1, verb));
  if (!title) return undefined;
  const rest = wants ? tokens.slice(next === 'like' ? verb + 2 : verb + 1) : [];
  return { proposals: [title], span: wants ? spanOf(tokens.slice(0, verb + 1)) : spanOf(tokens), rest };
}
