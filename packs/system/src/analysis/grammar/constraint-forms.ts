import { lowerAt } from '../text/token-at.ts';
import type { Span } from '../../requirements/requirements.ts';
import type { Token } from '../text/tokens.ts';
import { typeOfUnit, typeOfWord } from '../words/value-types.ts';
import { wordSet } from '../words/word-list.ts';
import { type Constraint, type Measure, valueText } from './constraint.ts';
import { readNounPhrase } from './noun-phrase.ts';
import { type Captures, numberOf, type Pattern, pattern } from './pattern.ts';

/** One way to say something about a field's values. Examples are predicates: what follows a field's name. */
export interface ConstraintForm {
  readonly name: string;
  readonly examples: readonly string[];
  readonly patterns: readonly Pattern[];
  /** `rest` is what follows the match; `taken` says how many tokens of it were used. */
  read(
    match: ConstraintMatch,
  ): { readonly constraints: readonly Constraint[]; readonly taken?: number } | undefined;
}

interface ConstraintMatch {
  readonly captures: Captures;
  readonly span: Span;
  readonly rest: readonly Token[];
}

const patterns = (...sources: readonly string[]): readonly Pattern[] => sources.map(pattern);

const simple = (
  name: string,
  examples: readonly string[],
  sources: readonly string[],
  make: (span: Span) => Constraint,
): ConstraintForm => ({
  name,
  examples,
  patterns: patterns(...sources),
  read: ({ span }) => ({ constraints: [make(span)] }),
});

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

function bound(
  side: 'minimum' | 'maximum',
  value: number,
  measure: Measure,
  span: Span,
  isExclusive = false,
): Constraint {
  return { kind: 'bound', side, value, measure, span, isExclusive };
}

const oneSided = (
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

const BETWEEN: ConstraintForm = {
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

const EXACTLY: ConstraintForm = {
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
    const isExactLength = /^char/.test(lowerAt(captures['k'] ?? [], 0));
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

const ONE_OF: ConstraintForm = {
  name: 'one of',
  examples: ['one of sun, shade or partial shade', 'either new or used', 'with the values a, b and c'],
  patterns: patterns(
    'exactly? one of :?',
    'exactly? one of the? following? values|options|choices|categories? :?',
    'either',
    'any of :?',
    'possible|allowed|valid values|options are|is|: :?',
    'with? the? possible|allowed? values|options :?',
    'limited|restricted to',
    'chosen|picked|selected from',
    'out of',
    'enum of|: :?',
  ),
  read: ({ span, rest }) => readValues(rest, span),
};

/** Values joined by commas, `or`, `and`, `/` up to something that is no value any more. */
export function readValues(
  rest: readonly Token[],
  span: Span,
): { constraints: readonly Constraint[]; taken: number } | undefined {
  const values: string[] = [];
  let current: Token[] = [];
  let taken = 0;
  const flush = (): void => {
    if (current.length > 0) values.push(valueText(current));
    current = [];
  };
  for (const [index, token] of rest.entries()) {
    if (endsValues(rest, index)) break;
    if (isSeparator(token)) flush();
    else current.push(token);
    taken = index + 1;
  }
  flush();
  const distinct = [...new Set(values.filter((value) => value !== ''))];
  if (distinct.length < 2 || distinct.some((value) => value.split(' ').length > 5)) return undefined;
  const last = rest[taken - 1];
  return {
    constraints: [{ kind: 'values', values: distinct, span: [span[0], last?.end ?? span[1]] }],
    taken,
  };
}

function isSeparator(token: Token): boolean {
  return token.kind === 'sign'
    ? /^[,/|:]$/.test(token.lower)
    : token.kind === 'word' && /^(?:or|and)$/.test(token.lower);
}

const VALUE_STOPPERS = wordSet(
  '; ( ) . which that default defaults defaulting by initially required optional must with is are has have and?',
);

function endsValues(rest: readonly Token[], index: number): boolean {
  const token = rest[index] as Token;
  if (token.kind === 'quote') return false;
  if (VALUE_STOPPERS.has(token.lower)) return true;
  const next = lowerAt(rest, index + 1);
  if (!isSeparator(token)) return false;
  return /^(?:an?|the|its|their|optional|optionally|required|unique|default|defaults|by|initially|which|with|at|max|min|number)$/.test(
    next,
  );
}

const DEFAULT: ConstraintForm = {
  name: 'default',
  examples: [
    'defaults to 1',
    'default 1',
    'with a default of medium',
    'by default today',
    'initially open',
    'starting at 0',
    '= 3',
  ],
  patterns: patterns(
    'which|that|and|it? defaults|defaulting to|is|at :?',
    'with? a|the? default value? of|is|to|:|=? :?',
    'is|are? set? by_default to?',
    'initially|initial_value set? to? :?',
    'starts|starting|start at|with|from|as',
    '=',
  ),
  read: ({ span, rest }) => {
    const value = rest.slice(0, defaultLength(rest));
    if (value.length === 0) return undefined;
    const last = value.at(-1) as Token;
    return {
      constraints: [{ kind: 'default', value: valueText(value), span: [span[0], last.end] }],
      taken: value.length,
    };
  },
};

function defaultLength(rest: readonly Token[]): number {
  const stop = rest.findIndex(
    (token, index) =>
      token.kind !== 'quote' &&
      (index >= 4 || /^(?:[,;()]|and|but|which|that|or|if|when|unless)$/.test(token.lower)),
  );
  return stop < 0 ? rest.length : stop;
}

const NUMBER_BY_DEFAULT: ConstraintForm = {
  name: 'number by default',
  examples: ['1 by default', '1 if not given'],
  patterns: patterns('<v#> by_default', '<v#> if not given|specified|stated'),
  read: ({ captures, span }) => ({
    constraints: [{ kind: 'default', value: valueText(captures['v'] ?? []), span }],
  }),
};
const WORD_BY_DEFAULT: ConstraintForm = {
  name: 'word by default',
  examples: ['medium by default'],
  patterns: patterns(
    '@each? v=today|now|true|false|yes|no|medium|normal|new|low|high|standard|open|active by_default',
  ),
  read: ({ captures, span }) => ({
    constraints: [{ kind: 'default', value: valueText(captures['v'] ?? []), span }],
  }),
};

const TYPE: ConstraintForm = {
  name: 'type',
  examples: ['a whole number', 'as text', 'boolean', 'a date', 'a list of texts', 'yes/no'],
  patterns: patterns(
    'as|of? a|an? type|kind? :? valid|single|simple|plain? w=@type-word field|value?',
    'must|should be a|an valid? w=@type-word',
    'yes|true / no|false',
    'yes|true or no|false',
  ),
  read: ({ captures, span }) => {
    const phrase = (captures['w'] ?? []).map((token) => token.lower).join(' ');
    const type = phrase === '' ? 'boolean' : typeOfWord(phrase);
    return type === undefined ? undefined : { constraints: [{ kind: 'type', type, span }] };
  },
};

const REFERENCE: ConstraintForm = {
  name: 'reference',
  examples: ['reference to a member', 'link to Dog'],
  patterns: patterns('a|the? reference|ref|link|foreign_key|points|refers to'),
  read: ({ span, rest }) => {
    const stop = rest.findIndex(
      (token) => token.kind === 'sign' || /^(?:and|which|that|required|optional)$/.test(token.lower),
    );
    const words = stop < 0 ? rest : rest.slice(0, stop);
    const phrase = readNounPhrase(words);
    return phrase && words.length <= 4
      ? { constraints: [{ kind: 'reference', phrase, span }], taken: words.length }
      : undefined;
  },
};

const UNIT: ConstraintForm = {
  name: 'unit',
  examples: ['in kg', 'in euros', 'in minutes', '(cm)'],
  patterns: patterns('in|measured_in|given_in|expressed_in whole|full|us|british? u=@unit', 'u=@unit'),
  read: ({ captures, span }) => {
    const type = typeOfUnit(captures['u']?.at(-1)?.lower ?? '');
    return type === undefined ? undefined : { constraints: [{ kind: 'unit', type, span }] };
  },
};

const unsupported = (
  name: string,
  examples: readonly string[],
  sources: readonly string[],
  why: string,
): ConstraintForm => ({
  name,
  examples,
  patterns: patterns(...sources),
  read: ({ span }) => ({ constraints: [{ kind: 'unsupported', why, span }] }),
});

/** In the order they are tried; the first that matches at a word wins. */
export const CONSTRAINT_FORMS: readonly ConstraintForm[] = [
  simple(
    'optional',
    ['optional', 'can be left empty', 'may be left blank', 'if known', 'not required'],
    [
      'not required|mandatory|compulsory|necessary|obligatory|needed',
      'is|are? optional|optionally|nullable',
      'can|may|might also? be left? empty|blank|out|omitted|missing|null|unknown|unset',
      'may be left_out',
      'if known|any|available|applicable|given|present|there_is_one|needed|they_have_one|one_exists',
      'when|where known|applicable|available',
      'need|needs|does|do not be|have|need_to_be|have_to_be? given|filled|filled_in|provided|set|entered',
      'not always known|given|present',
      'perhaps|maybe|possibly',
    ],
    (span) => ({ kind: 'required', isRequired: false, span }),
  ),
  simple(
    'required',
    ['required', 'mandatory', 'must not be empty', 'cannot be left blank', 'must be given'],
    [
      'required|mandatory|compulsory|obligatory|non-empty|nonempty|non-null',
      '@cannot be left? empty|blank|out|omitted|missing|null|unset',
      'must|should always? be given|provided|present|filled|filled_in|entered|specified|set|supplied|recorded|known',
      'is|are always? needed|necessary|essential',
      'never empty|blank|missing',
      'not empty|blank|null',
    ],
    (span) => ({ kind: 'required', isRequired: true, span }),
  ),
  simple(
    'unique ignoring case',
    ['unique ignoring case', 'unique regardless of case', 'unique, case-insensitive'],
    [
      'unique ignoring|regardless_of upper|lower|the? case',
      'unique ,? case-insensitive|case-insensitively|case_insensitive',
      'case-insensitive|case-insensitively unique',
    ],
    (span) => ({ kind: 'unique', ignoreCase: true, span }),
  ),
  simple(
    'unique',
    ['unique', 'must be unique', 'must not be used twice', 'cannot be shared', 'different for each plant'],
    [
      'globally? unique across|among|for|per? all? @each?',
      'unique',
      '@cannot be used|taken|given|assigned|entered|registered|added|repeated twice|again|more_than_once|repeatedly?',
      '@cannot be shared|duplicated|reused|re-used|repeated',
      'used|appear|appears|occur|occurs only_once',
      'no duplicates|doubles|duplicate',
      'without duplicates',
      'different for each|every <what>',

      'must|should differ|be_distinct',
    ],
    (span) => ({ kind: 'unique', ignoreCase: false, span }),
  ),
  BETWEEN,
  EXACTLY,
  simple(
    'not negative',
    ['non-negative', 'cannot be negative', 'never below zero', 'zero or more'],
    [
      'non-negative|nonnegative|not-negative',
      '@cannot be negative',
      'not negative',
      '@cannot be? go|drop|fall|get|sink|become? below|under|less_than|lower_than 0|zero',
      'never below|negative|under 0|zero?',
      'zero|0 or more|higher|greater|above',
      'not below|under|less_than 0|zero',
    ],
    (span) => bound('minimum', 0, 'value', span),
  ),
  simple(
    'positive',
    ['positive', 'greater than zero', 'above 0'],
    [
      'strictly? positive',
      '@must? be? greater|more|larger|higher|bigger than 0|zero',
      'above|over 0|zero',
      '> 0|zero',
    ],
    (span) => bound('minimum', 0, 'value', span, true),
  ),
  oneSided(
    'at most',
    [
      'at most 200 characters',
      'max 200 chars',
      'up to 10',
      'no more than 30',
      'not longer than 80 characters',
      '<= 10',
    ],
    [
      'at most @currency? <n#>',
      'up_to @currency? <n#>',
      'max|maximum|maximal length|of|value|is|:|= of|is? :? @currency? <n#>',
      'max|maximum|maximal @currency? <n#>',
      'no|not more|longer|larger|greater|higher|bigger than @currency? <n#>',
      '@cannot be|exceed|have more|longer|larger|greater|higher|bigger? than? @currency? <n#>',
      '<= @currency? <n#>',
      'not exceed|exceeding @currency? <n#>',
      'with? a|the? maximum|max length|size|value? of @currency? <n#>',
      'limited to @currency? <n#>',
      '@currency? <n#> at most',
      '@currency? <n#> or less|fewer|lower',
      'within @currency? <n#>',
    ],
    'maximum',
  ),
  oneSided(
    'at least',
    ['at least 1', 'min 1', 'minimum 3 characters', 'not less than 5', '>= 0', '18 or older'],
    [
      'at least @currency? <n#>',
      'min|minimum|minimal length|of|value|is|:|= of|is? :? @currency? <n#>',
      'min|minimum|minimal @currency? <n#>',
      'no|not less|fewer|shorter|lower|smaller|younger than @currency? <n#>',
      '>= @currency? <n#>',
      '@cannot be less|lower|smaller|below|under|shorter|younger than? @currency? <n#>',
      'with? a|the? minimum|min length|value|size? of @currency? <n#>',
      '@currency? <n#> or more|greater|higher|older|above',
      'starting? from @currency? <n#>',
    ],
    'minimum',
  ),
  oneSided(
    'more than',
    ['more than 5', 'greater than 10', 'over 18', '> 3'],
    [
      'more|greater|larger|higher|longer|older than @currency? <n#>',
      'over|above|exceeding @currency? <n#>',
      '> @currency? <n#>',
    ],
    'minimum',
    true,
  ),
  oneSided(
    'less than',
    ['less than 5', 'under 100', 'below 30', '< 3'],
    [
      'less|fewer|lower|smaller|shorter|younger than @currency? <n#>',
      'under|below @currency? <n#>',
      '< @currency? <n#>',
    ],
    'maximum',
    true,
  ),
  unsupported(
    'relative to now',
    ['in the future', 'in the past', 'not in the future', 'after today'],
    [
      'not? in the future|past',
      '@cannot be|lie? in the future|past',
      'not? after|before today|now',
      '@must? be? before|after today',
    ],
    'comparing a date with today is not built',
  ),
  WORD_BY_DEFAULT,
  NUMBER_BY_DEFAULT,
  DEFAULT,
  ONE_OF,
  REFERENCE,
  TYPE,
  simple(
    'list',
    ['one or more', 'a list'],
    [
      'one or more',
      'zero or more',
      'a list',
      'multiple values',
      'comma separated',
      'can be several|many|multiple',
    ],
    (span) => ({ kind: 'list', span }),
  ),
  UNIT,
  simple(
    'note',
    ['e.g. oak, birch', 'for example "A1"', 'such as oak'],
    ['e . g', 'i . e', 'e.g', 'such as', 'for example|instance', 'like'],
    (span) => ({ kind: 'note', span }),
  ),
];
