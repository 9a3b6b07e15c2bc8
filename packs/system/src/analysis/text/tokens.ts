import { spellOut } from './abbreviations.ts';

/** A word, number, quotation or sign of the request, with its place in it. */
export interface Token {
  readonly kind: 'word' | 'number' | 'quote' | 'sign';
  /** As written; of a quotation, what stands between the quotes. */
  readonly text: string;
  /** Lower case, contractions spelled out (`can't` → `cannot`), arrows and comparison signs in one spelling. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = new RegExp(
  [
    String.raw`(?<quote>"[^"\n]{0,200}"|“[^”\n]{0,200}”|‘[^’\n]{0,200}’|\x60[^\x60\n]{0,200}\x60|(?<![\p{L}\p{N}])'[^'\n]{1,60}'(?![\p{L}\p{N}]))`,
    String.raw`(?<number>\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?(?![\p{L}\p{N}_])|\d+(?=(?:st|nd|rd|th|k|cm|mm|km|kg|g|m|l|ml|min|h|px|chars?)\b))`,
    String.raw`(?<possessive>['’]s(?![\p{L}\p{N}]))`,
    String.raw`(?<degree>°\s?[CFcf](?![\p{L}\p{N}]))`,
    String.raw`(?<word>[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:['’](?!s\b)[\p{L}]+)?(?:[-‐‑][\p{L}\p{N}][\p{L}\p{N}\p{M}_]*)*)`,
    String.raw`(?<arrow>->|=>|→|⇒|➜|-->|⟶)`,
    String.raw`(?<compare>>=|<=|≥|≤)`,
    String.raw`(?<emphasis>\*{1,3}|_{2,3}|~~)`,
    String.raw`(?<sign>[^\s])`,
  ].join('|'),
  'gu',
);

const CONTRACTIONS: Readonly<Record<string, readonly string[]>> = {
  "can't": ['cannot'],
  "won't": ['will', 'not'],
  "don't": ['do', 'not'],
  "doesn't": ['does', 'not'],
  "isn't": ['is', 'not'],
  "aren't": ['are', 'not'],
  "mustn't": ['must', 'not'],
  "shouldn't": ['should', 'not'],
  "needn't": ['need', 'not'],
  "hasn't": ['has', 'not'],
  "haven't": ['have', 'not'],
  "i'd": ['i', 'would'],
  "we'd": ['we', 'would'],
  "i'm": ['i', 'am'],
  "we're": ['we', 'are'],
  "we've": ['we', 'have'],
  "it's": ['it', 'is'],
  "they're": ['they', 'are'],
  "let's": ['let', 'us'],
};

const SIGNS: Readonly<Record<string, string>> = {
  '≥': '>=',
  '≤': '<=',
  '–': '-',
  '—': '-',
  '−': '-',
  '&': 'and',
};

/**
 * Tokens of a part of the request. White space, emphasis marks and control characters yield none; a star right behind a word
 * stands for the word that the request says it means.
 */
export function tokenise(text: string, start: number, end: number, star?: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.slice(start, end).matchAll(TOKEN)) {
    const groups = match.groups ?? {};
    const raw = match[0];
    const at = start + match.index;
    if (star !== undefined && isMark(text, at, raw, end))
      tokens.push({ kind: 'word', text: raw, lower: star, start: at, end: at + 1 });
    if (groups['emphasis'] !== undefined || isInvisible(raw)) continue;
    tokens.push(...tokensOf(groups, raw, at));
  }
  return spellOut(tokens);
}

/** A single star behind a word or a bracket that opens no emphasis. */
function isMark(text: string, at: number, raw: string, end: number): boolean {
  if (raw !== '*' || !/[\p{L}\p{N})\]]/u.test(text[at - 1] ?? '')) return false;
  if (at + 1 < end && !/[\s,;.:)(\]]/.test(text[at + 1] ?? '')) return false;
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return !/(?:^|[\s(])\*(?=\p{L})[^*]*$/u.test(line);
}

function tokensOf(
  groups: Readonly<Record<string, string | undefined>>,
  raw: string,
  start: number,
): readonly Token[] {
  const place = { start, end: start + raw.length };
  if (groups['quote'] !== undefined) {
    const inner = raw.slice(1, -1);
    return [{ kind: 'quote', text: inner, lower: inner.toLowerCase(), ...place }];
  }
  if (groups['number'] !== undefined)
    return [{ kind: 'number', text: raw, lower: raw.replaceAll(',', ''), ...place }];
  if (groups['degree'] !== undefined)
    return [{ kind: 'word', text: raw, lower: raw.toLowerCase().replaceAll(/\s/g, ''), ...place }];
  return groups['word'] === undefined ? [signToken(groups, raw, place)] : wordTokens(raw, place);
}

type Extent = Pick<Token, 'start' | 'end'>;

function wordTokens(raw: string, place: Extent): readonly Token[] {
  const lower = raw.toLowerCase().replaceAll('’', "'").replaceAll(/[‐‑]/g, '-');
  const parts = Object.hasOwn(CONTRACTIONS, lower) ? (CONTRACTIONS[lower] ?? [lower]) : [lower];
  return parts.map((part) => ({ kind: 'word', text: parts.length > 1 ? part : raw, lower: part, ...place }));
}

function signToken(groups: Readonly<Record<string, string | undefined>>, raw: string, place: Extent): Token {
  const lower = groups['arrow'] !== undefined ? '->' : groups['possessive'] !== undefined ? "'s" : raw;
  return { kind: lower === '&' ? 'word' : 'sign', text: raw, lower: SIGNS[lower] ?? lower, ...place };
}

function isInvisible(raw: string): boolean {
  return /^[\p{C}\p{Z}\uFEFF]$/u.test(raw);
}
