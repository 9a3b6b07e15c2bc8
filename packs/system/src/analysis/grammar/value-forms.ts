import type { Span } from '../../requirements/requirements.ts';
import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { wordSet } from '../words/word-list.ts';
import { patterns, type ConstraintForm } from './constraint-form.ts';
import { type Constraint, valueText } from './constraint.ts';

export const ONE_OF: ConstraintForm = {
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
    if (isSeparator(token) && !isGluedSign(rest, index)) flush();
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

/** The `+` of `A+` and the `-` of `B-` belong to the value. */
export function isGluedSign(tokens: readonly Token[], index: number): boolean {
  const [before, token, next] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token?.kind !== 'sign' || !/^[+-]$/.test(token.lower)) return false;
  return before?.end === token.start && next?.start !== token.end;
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
  if (rest[index + 1]?.text === 'A') return false;
  return /^(?:an?|the|its|their|optional|optionally|required|unique|default|defaults|by|initially|which|with|at|max|min|number)$/.test(
    next,
  );
}

/** `10, 15 or 25` behind `of`. */
export const OF_VALUES: ConstraintForm = {
  name: 'of values',
  examples: ['of 10, 15 or 25'],
  patterns: patterns('of'),
  read: ({ span, rest }) => {
    const joint = rest.findIndex((token) => /^(?:and|or|with|which|that|;|\(|\.)$/.test(token.lower));
    const isList = joint > 0 && lowerAt(rest, joint) === 'or' && rest[0]?.kind === 'number';
    return isList ? readValues(rest, span) : undefined;
  },
};

const SEQUENCES: readonly (readonly string[])[] = [
  ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
];

/** `Monday to Friday`: the days between are meant too. */
export const CALENDAR_RANGE: ConstraintForm = {
  name: 'range of days or months',
  examples: ['Monday to Friday', 'March - October'],
  patterns: patterns(
    'from? low=monday|tuesday|wednesday|thursday|friday|saturday|sunday to|till|until|through|- high=monday|tuesday|wednesday|thursday|friday|saturday|sunday',
    'from? low=january|february|march|april|may|june|july|august|september|october|november|december to|till|until|through|- high=january|february|march|april|may|june|july|august|september|october|november|december',
  ),
  read: ({ captures, span }) => {
    const [low, high] = [lowerAt(captures['low'] ?? [], 0), lowerAt(captures['high'] ?? [], 0)];
    const names = SEQUENCES.find((sequence) => sequence.some((name) => name.toLowerCase() === low)) ?? [];
    const [from, to] = [low, high].map((said) => names.findIndex((name) => name.toLowerCase() === said));
    if (from === undefined || to === undefined || from < 0 || to <= from) return undefined;
    return { constraints: [{ kind: 'values', values: names.slice(from, to + 1), span }] };
  },
};

/** `with M as default` */
export const AS_DEFAULT: ConstraintForm = {
  name: 'as default',
  examples: ['with medium as default', 'with M as the default'],
  patterns: patterns('with <v> as the|a? default value?'),
  read: ({ captures, span }) => {
    const value = captures['v'] ?? [];
    return value.length > 3
      ? undefined
      : { constraints: [{ kind: 'default', value: valueText(value), span }] };
  },
};

export const DEFAULT: ConstraintForm = {
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

export const START: ConstraintForm = {
  name: 'start',
  examples: ['starting at 1', 'starts with 0'],
  patterns: patterns('starts|starting|start at|with|from|as'),
  read: (match) => {
    const found = DEFAULT.read(match);
    const said = found?.constraints[0];
    return said?.kind === 'default'
      ? { ...found, constraints: [{ kind: 'start', value: said.value, span: said.span }] }
      : undefined;
  },
};

export const NUMBER_BY_DEFAULT: ConstraintForm = {
  name: 'number by default',
  examples: ['1 by default', '1 if not given'],
  patterns: patterns('<v#> by_default', '<v#> if not given|specified|stated'),
  read: ({ captures, span }) => ({
    constraints: [{ kind: 'default', value: valueText(captures['v'] ?? []), span }],
  }),
};

export const WORD_BY_DEFAULT: ConstraintForm = {
  name: 'word by default',
  examples: ['medium by default'],
  patterns: patterns(
    '@each? v=today|now|true|false|yes|no|medium|normal|new|low|high|standard|open|active by_default',
  ),
  read: ({ captures, span }) => ({
    constraints: [{ kind: 'default', value: valueText(captures['v'] ?? []), span }],
  }),
};
