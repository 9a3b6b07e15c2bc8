import type { Span } from '../../requirements/requirements.ts';
import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { typeOfUnit } from '../words/units.ts';
import { wordSet } from '../words/word-list.ts';
import { patterns, type ConstraintForm } from './constraint-form.ts';
import type { Constraint, Measure } from './constraint.ts';
import { numberOf, type Captures } from './pattern.ts';

const CHARACTERS = wordSet('character characters chars char letters letter symbols long');

const ITEMS = wordSet('items item entries entry elements tags values');

const DIGITS = wordSet('digits digit');

/** The unit behind a number and how many tokens it takes. */
function readMeasure(rest: readonly Token[]): { measure: Measure; taken: number; unit?: string } {
  const symbol = /^[€$£%]$/.test(lowerAt(rest, 0)) ? 1 : 0;
  const word = lowerAt(rest, 0);
  const inLength =
    lowerAt(rest, 1) === 'in' && lowerAt(rest, 2) === 'length' ? 2 : lowerAt(rest, 1) === 'long' ? 1 : 0;
  if (CHARACTERS.has(word)) return { measure: 'characters', taken: 1 + inLength };
  if (ITEMS.has(word)) return { measure: 'items', taken: 1 };
  if (DIGITS.has(word)) return { measure: 'digits', taken: 1 };
  if (symbol === 1) return { measure: 'value', taken: 1, unit: word };
  return typeOfUnit(word) ? { measure: 'value', taken: 1, unit: word } : { measure: 'value', taken: 0 };
}

export function bound(
  side: 'minimum' | 'maximum',
  value: number,
  measure: Measure,
  span: Span,
  isExclusive = false,
): Constraint {
  return { kind: 'bound', side, value, measure, span, isExclusive };
}

export const oneSided = (
  name: string,
  examples: readonly string[],
  sources: readonly string[],
  side: 'minimum' | 'maximum',
  isExclusive = false,
): ConstraintForm => ({
  name,
  examples,
  patterns: patterns(...sources),
  read: ({ captures, span, rest }) => {
    const value = numberOf(captures['n'] ?? []);
    if (value === undefined) return undefined;
    const { measure, taken } = readMeasure(rest);
    return { constraints: [bound(side, value, measure, span, isExclusive)], taken };
  },
});

export const BETWEEN: ConstraintForm = {
  name: 'between',
  examples: ['between 1 and 5', 'from 0 to 100', '1 to 5', '1-5', '0..10', 'from 1 up to 200 characters'],
  patterns: patterns(
    'between @currency? <low#> @unit? and @currency? <high#>',
    'from @currency? <low#> @unit? to|through|till|until|up_to @currency? <high#>',
    'within? range? of? @currency? <low#> to|through @currency? <high#>',
    'within? @currency? <low#> - @currency? <high#>',
    'within? <low#> . . <high#>',
  ),
  read: ({ captures, span, rest }) => {
    const [low, high] = [numberOf(captures['low'] ?? []), numberOf(captures['high'] ?? [])];
    if (low === undefined || high === undefined) return undefined;
    const { measure, taken } = readMeasure(rest);
    return {
      constraints: [bound('minimum', low, measure, span), bound('maximum', high, measure, span)],
      taken,
    };
  },
};

export const EXACTLY: ConstraintForm = {
  name: 'exactly',
  examples: [
    'exactly 8 digits',
    'three capital letters',
    '13 digits',
    'exactly 5 characters',
    'two letters followed by four digits',
  ],
  patterns: patterns(
    'exactly? <n#> a=upper-case|uppercase|capital|upper|lower-case|lowercase|lower|small? k=letters|letter|digits|digit|characters|chars|numbers f=followed_by|then|and?',
  ),
  read: ({ captures, span, rest }) => {
    const first = runPattern(captures);
    if (first === undefined) return undefined;
    const isExactLength = lowerAt(captures['k'] ?? [], 0).startsWith('char');
    if (isExactLength) {
      const length = numberOf(captures['n'] ?? []) ?? 1;
      return {
        constraints: [
          bound('minimum', length, 'characters', span),
          bound('maximum', length, 'characters', span),
        ],
      };
    }
    const second = captures['f'] ? EXACTLY.patterns[0]?.matchStart(rest) : undefined;
    const tail = second ? runPattern(second.captures) : undefined;
    return {
      constraints: [{ kind: 'pattern', pattern: first + (tail ?? ''), span }],
      taken: tail === undefined ? 0 : (second?.length ?? 0),
    };
  },
};

function runPattern(captures: Captures): string | undefined {
  const count = numberOf(captures['n'] ?? []);
  if (count === undefined || count < 1 || !Number.isInteger(count)) return undefined;
  const kind = lowerAt(captures['k'] ?? [], 0);
  if (/^(?:digit|number)/.test(kind)) return `[0-9]{${count}}`;
  const letterCase = lowerAt(captures['a'] ?? [], 0);
  if (/^(?:upper|capital)/.test(letterCase)) return `[A-Z]{${count}}`;
  return /^(?:lower|small)/.test(letterCase) ? `[a-z]{${count}}` : `[A-Za-z]{${count}}`;
}
