import type { Span } from '../../requirements/requirements.ts';
import { typeOfUnit } from '../words/units.ts';
import { typeOfWord } from '../words/value-types.ts';
import { BETWEEN, EXACTLY, bound, oneSided } from './bound-forms.ts';
import { patterns, type ConstraintForm } from './constraint-form.ts';
import type { Constraint } from './constraint.ts';
import { readNounPhrase } from './noun-phrase.ts';
import {
  AS_DEFAULT,
  CALENDAR_RANGE,
  DEFAULT,
  NUMBER_BY_DEFAULT,
  OF_VALUES,
  ONE_OF,
  START,
  WORD_BY_DEFAULT,
} from './value-forms.ts';

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

const TYPE: ConstraintForm = {
  name: 'type',
  examples: ['a whole number', 'as text', 'boolean', 'a date', 'a list of texts', 'yes/no'],
  patterns: patterns(
    'as|of? a|an? type|kind? :? valid|single|simple|plain? w=@type-word field|value?',
    'must|should be a|an valid? w=@type-word',
    'yes|true / no|false',
    'yes|true or no|false',
    'or not',
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

/** `from A1 to C2 (A1, A2, …)`: the values follow, the range only repeats their ends. */
const NAMED_RANGE: ConstraintForm = {
  name: 'range of names',
  examples: ['from A1 to B2 (A1, A2, B1, B2)'],
  patterns: patterns('from', 'between'),
  read: ({ span, rest }) => {
    const [low, joint, high, open] = rest;
    if (!low || !high || !/^(?:to|and)$/.test(joint?.lower ?? '') || !/^[(:[]$/.test(open?.lower ?? ''))
      return undefined;
    const named = rest.slice(4).map((token) => token.lower);
    return named.includes(low.lower) && named.includes(high.lower)
      ? { constraints: [{ kind: 'note', span }], taken: 3 }
      : undefined;
  },
};

const LIST_OF: ConstraintForm = {
  name: 'list of',
  examples: ['list of text', 'an array of numbers', 'several texts'],
  patterns: patterns('a|an? list|array|set of w=@type-word', 'several|multiple w=@type-word'),
  read: ({ captures, span }) => {
    const type = typeOfWord((captures['w'] ?? []).map((token) => token.lower).join(' '));
    return type === undefined
      ? undefined
      : {
          constraints: [
            { kind: 'list', span },
            { kind: 'type', type, span },
          ],
        };
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
      'a must',
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
  CALENDAR_RANGE,
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
      'from @currency? <n#>',
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
  AS_DEFAULT,
  WORD_BY_DEFAULT,
  NUMBER_BY_DEFAULT,
  DEFAULT,
  START,
  ONE_OF,
  OF_VALUES,
  NAMED_RANGE,
  LIST_OF,
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
