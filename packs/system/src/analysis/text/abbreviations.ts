import type { Token } from './tokens.ts';

/** Abbreviations that a full stop belongs to, and the word that each stands for. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['max', 'max'],
  ['min', 'min'],
  ['approx', 'about'],
  ['ca', 'about'],
  ['incl', 'including'],
  ['tel', 'telephone'],
  ['no', 'number'],
  ['nr', 'number'],
  ['num', 'number'],
  ['qty', 'quantity'],
  ['opt', 'optional'],
  ['req', 'required'],
  ['addr', 'address'],
  ['temp', 'temperature'],
  ['dept', 'department'],
  ['desc', 'description'],
  ['avg', 'average'],
  ['chars', 'characters'],
]);

/** Behind these words `no` is short for number even without a full stop. */
const NUMBERED =
  /^(?:phone|telephone|tel|inventory|mobile|fax|serial|account|order|invoice|house|room|part|batch|member|membership|customer|licence|license|passport|registration|plate|card|ticket|bib|table|box|tracking|identity|reference|contact|batch|lot|flight|seat)$/;

const TITLES = /(?:^|[\s(])(?:e\.g|i\.e|vs|resp|dr|mr|mrs|ms|st|prof|cf|excl|[A-Za-z])\.$/i;

/** True when the text ends in a full stop that belongs to an abbreviation rather than to the sentence; `after` is what follows. */
export function endsInAbbreviation(text: string, after = ''): boolean {
  if (TITLES.test(text)) return !/\d\s?[A-Za-z]\.$/.test(text);
  const found = /(?:^|[\s(,])(?:(\p{L}+)\s+)?(\p{L}+)\.$/u.exec(text);
  const short = found?.[2]?.toLowerCase() ?? '';
  if (short === 'no') return !/^\s*\p{Lu}/u.test(after);
  return MEANINGS.has(short);
}

/** Spells abbreviations out and drops their full stops: `serial no. (max. 8 chars.)` → `serial number (max 8 characters)`. */
export function spellOut(tokens: readonly Token[]): readonly Token[] {
  const spelled: Token[] = [];
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1];
    if (token.lower === '.' && token.kind === 'sign' && previous && isShort(tokens, index - 1, true))
      continue;
    if (!isShort(tokens, index, isDotted(tokens, index))) spelled.push(token);
    else spelled.push({ ...token, ...word(MEANINGS.get(token.lower) ?? token.lower) });
  }
  return spelled;
}

const word = (text: string): Pick<Token, 'text' | 'lower'> => ({ text, lower: text });

function isDotted(tokens: readonly Token[], index: number): boolean {
  const [token, next] = [tokens[index], tokens[index + 1]];
  return next?.lower === '.' && next.kind === 'sign' && token?.end === next.start;
}

function isShort(tokens: readonly Token[], index: number, isWithStop: boolean): boolean {
  const token = tokens[index];
  if (token?.kind !== 'word' || !MEANINGS.has(token.lower)) return false;
  if (/^(?:no|nr)$/.test(token.lower)) return isNumber(tokens, index);
  return isWithStop && isDotted(tokens, index);
}

/** `serial no`, `inventory no.`, `no. of seats`, and not `the answer is no.` */
function isNumber(tokens: readonly Token[], index: number): boolean {
  const isBehindStop = tokens[index - 1]?.lower === '.' && isDotted(tokens, index - 2);
  const before = tokens[isBehindStop ? index - 2 : index - 1];
  if (NUMBERED.test(before?.lower ?? '')) return true;
  if (!isDotted(tokens, index)) return false;
  if (tokens[index + 2]?.lower === 'of') return true;
  return (
    before?.kind === 'word' &&
    tokens[index + 2] !== undefined &&
    !/^(?:is|are|say|says|or|and|be|answer|with|has|have|there|default)$/.test(before.lower)
  );
}
