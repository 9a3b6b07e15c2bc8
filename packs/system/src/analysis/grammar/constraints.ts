import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { typeOfUnit } from '../words/value-types.ts';
import { wordSet } from '../words/word-list.ts';
import { type Constraint, spanOf, valueText } from './constraint.ts';
import { CONSTRAINT_FORMS } from './constraint-forms.ts';
import { isListSeparator } from './noun-phrase.ts';

export interface ConstraintReading {
  readonly constraints: readonly Constraint[];
  /** Words that no form could use. */
  readonly leftovers: readonly Token[];
}

const NOISE = wordSet(
  ', ; . : ! ( ) [ ] - = and but it its is are be been being which that who must should shall will has have to a an the of with value values field ' +
    'they them also always can may in as only where please so then there each this these those per for do does we you i at on by not? given set , " \' kept stored ? simply just one here etc ... … e.g i.e',
);

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
  const example = /^(?:e\.?g|for|like|such|ex|i\.?e|eg|ie|in)$/.test(lowerAt(tokens, 0));
  if (example && !typeOfUnit(lowerAt(tokens, 1)))
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
  return parts.filter((part) => part.length > 0 && !/^(?:etc|…)$/.test(lowerAt(part, 0)));
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
