import type { Span } from '../../requirements/requirements.ts';
import type { Token } from '../text/tokens.ts';
import type { ScalarType } from '../words/value-types.ts';
import { typeOfUnit } from '../words/value-types.ts';
import { wordSet } from '../words/word-list.ts';
import { CONSTRAINT_FORMS } from './constraint-forms.ts';
import { isListSeparator, type NounPhrase } from './noun-phrase.ts';

/** One thing said about the values of a field. */
export type Constraint = { readonly span: Span } & (
  | { readonly kind: 'required'; readonly isRequired: boolean }
  | { readonly kind: 'unique'; readonly ignoreCase: boolean }
  | {
      readonly kind: 'bound';
      readonly side: 'minimum' | 'maximum';
      readonly value: number;
      readonly measure: Measure;
      readonly isExclusive: boolean;
    }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'default'; readonly value: string }
  | { readonly kind: 'type'; readonly type: ScalarType }
  | { readonly kind: 'unit'; readonly type: ScalarType }
  | { readonly kind: 'list' }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'reference'; readonly phrase: NounPhrase }
  | { readonly kind: 'note' }
  | { readonly kind: 'unsupported'; readonly why: string }
);

/** What a bound counts: the value itself, characters of a text, items of a list. */
export type Measure = 'value' | 'characters' | 'items' | 'digits';

export interface ConstraintReading {
  readonly constraints: readonly Constraint[];
  /** Words that no form could use. */
  readonly leftovers: readonly Token[];
}

const NOISE = wordSet(
  ', ; . : ! ( ) [ ] - = and but it its is are be been being which that who must should shall will has have to a an the of with value values field ' +
    'they them also always can may in as only where please so then there each this these those per for do does we you i at on by not? given set , " \' kept stored ? simply just one here etc ... … e.g i.e',
);

export function spanOf(tokens: readonly Token[]): Span {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first && last ? [first.start, last.end] : [0, 0];
}

/** Reads what follows a field's name: `(required, at most 200 characters)`, `between 1 and 5, default 3`. */
export function readConstraints(tokens: readonly Token[], depth = 0): ConstraintReading {
  const constraints: Constraint[] = [];
  const leftovers: Token[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at] as Token;
    const group = depth < 3 ? groupAt(tokens, at) : undefined;
    if (group) {
      const inner = readGroup(tokens.slice(at + 1, group), depth + 1);
      constraints.push(...inner.constraints);
      leftovers.push(...inner.leftovers);
      at = group + 1;
      continue;
    }
    const found = matchForm(tokens.slice(at));
    if (found) {
      constraints.push(...found.constraints);
      at += found.length;
      continue;
    }
    if (!NOISE.has(token.lower)) leftovers.push(token);
    at += 1;
  }
  return { constraints, leftovers };
}

/** The index of the bracket that closes the one at this index. */
function groupAt(tokens: readonly Token[], at: number): number | undefined {
  const open = tokens[at] as Token;
  if (open.kind !== 'sign' || (open.lower !== '(' && open.lower !== '[')) return undefined;
  const close = tokens.findIndex(
    (token, index) => index > at && token.kind === 'sign' && /^[)\]]$/.test(token.lower),
  );
  return close < 0 ? undefined : close;
}

/** What stands in parentheses: constraints, or the values a field may have, or both. */
export function readGroup(tokens: readonly Token[], depth = 1): ConstraintReading {
  const example = /^(?:e\.?g|for|like|such|ex|i\.?e|eg|ie|in)$/.test(tokens[0]?.lower ?? '');
  if (example && !typeOfUnit(tokens[1]?.lower ?? ''))
    return { constraints: [{ kind: 'note', span: spanOf(tokens) }], leftovers: [] };
  const whole = readConstraints(tokens, depth);
  const isUnits = whole.constraints.length > 1 && whole.constraints.every((one) => one.kind === 'unit');
  if (whole.leftovers.length === 0 && !isUnits) return whole;
  return readValueGroup(tokens, depth) ?? whole;
}

/** `sun, shade or partial shade; default sun`: the parts that are no constraints are the values. */
export function readValueGroup(tokens: readonly Token[], depth = 1): ConstraintReading | undefined {
  const parts = splitValues(tokens);
  if (parts.length < 2) return undefined;
  const values: (readonly Token[])[] = [];
  const constraints: Constraint[] = [];
  for (const part of parts) {
    const reading = readConstraints(part, depth);
    const isConstraint =
      reading.constraints.some((constraint) => constraint.kind !== 'unit') &&
      reading.leftovers.length === 0 &&
      !part.every((token) => token.kind === 'quote');
    if (isConstraint) constraints.push(...reading.constraints);
    else values.push(part);
  }
  if (values.length < 2 || values.some((value) => value.length > 4)) return undefined;
  const texts = values.map(valueText);
  const numbers = texts.map((value) => /^(\d+) ?=/.exec(value)?.[1]);
  if (numbers.every((number) => number !== undefined)) {
    const span = spanOf(values.flat());
    const [low, high] = [Math.min(...numbers.map(Number)), Math.max(...numbers.map(Number))];
    const bound = { kind: 'bound', measure: 'value', isExclusive: false, span } as const;
    return {
      constraints: [
        { ...bound, side: 'minimum', value: low },
        { ...bound, side: 'maximum', value: high },
        ...constraints,
      ],
      leftovers: [],
    };
  }
  if (new Set(texts).size < 2) return undefined;
  return {
    constraints: [
      { kind: 'values', values: [...new Set(texts)], span: spanOf(values.flat()) },
      ...constraints,
    ],
    leftovers: [],
  };
}

function splitValues(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (isListSeparator(token)) parts.push([]);
    else if (token.lower !== '.' || token.kind !== 'sign') parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0 && !/^(?:etc|…)$/.test(part[0]?.lower ?? ''));
}

/** The tokens of a value as the person wrote them, hyphens kept. */
export function valueText(tokens: readonly Token[]): string {
  const words = tokens.filter(
    (token, index) => !(index === 0 && tokens.length > 1 && /^(?:a|an|the|either)$/.test(token.lower)),
  );
  let text = '';
  for (const [index, token] of words.entries()) {
    const previous = words[index - 1];
    const isGlued = previous === undefined || previous.end === token.start;
    text += isGlued ? token.text : ` ${token.text}`;
  }
  return text.trim();
}

interface FormMatch {
  readonly constraints: readonly Constraint[];
  readonly length: number;
}

function matchForm(tokens: readonly Token[]): FormMatch | undefined {
  for (const form of CONSTRAINT_FORMS) {
    for (const pattern of form.patterns) {
      const match = pattern.matchStart(tokens);
      if (!match) continue;
      const rest = tokens.slice(match.length);
      const found = form.read({
        captures: match.captures,
        span: spanOf(tokens.slice(0, match.length)),
        rest,
      });
      if (found) return { constraints: found.constraints, length: match.length + (found.taken ?? 0) };
    }
  }
  return undefined;
}

/** True when a constraint form matches at the start of these tokens. */
export function startsConstraint(tokens: readonly Token[]): boolean {
  return matchForm(tokens) !== undefined;
}
