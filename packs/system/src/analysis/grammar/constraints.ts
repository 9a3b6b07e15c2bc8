import type { Span } from '../../requirements/requirements.ts';
import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { typeOfUnit } from '../words/units.ts';
import { guessValue } from '../words/value-types.ts';
import { wordSet } from '../words/word-list.ts';
import { type Constraint, spanOf, valueText } from './constraint.ts';
import { CONSTRAINT_FORMS } from './constraint-forms.ts';
import { depthChange, isListSeparator } from './noun-phrase.ts';
import { isGluedSign } from './value-forms.ts';

export interface ConstraintReading {
  readonly constraints: readonly Constraint[];
  /** Words that no form could use. */
  readonly leftovers: readonly Token[];
}

const NOISE = wordSet(
  ', ; . : ! ( ) [ ] - = and but it its is are be been being which that who must should shall will has have to a an the of with value values field ' +
    'they them also too always can may in as only where please so then there each this these those per for do does we you i at on by not? given set , " \' kept stored consists consist ? about approximately roughly around circa simply just one here etc ... … e.g i.e',
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
  const isUnits = whole.constraints.filter((one) => one.kind === 'unit').length > 1;
  if (whole.leftovers.length === 0 && !isUnits) return whole;
  return readValueGroup(tokens, depth) ?? readKindOfValue(tokens) ?? whole;
}

/** `found at (place)`, `paid by (name)`: the word in parentheses says what kind of value it is. */
function readKindOfValue(tokens: readonly Token[]): ConstraintReading | undefined {
  const guess = guessValue(tokens.map((token) => token.lower));
  const isPlain = tokens.length <= 2 && tokens.every((token) => token.kind === 'word');
  if (!isPlain || !guess.isKnown || guess.isList || guess.type === 'boolean') return undefined;
  return { constraints: [{ kind: 'type', type: guess.type, span: spanOf(tokens) }], leftovers: [] };
}

/** `sun, shade or partial shade; default sun`: the parts that are no constraints are the values. */
export function readValueGroup(tokens: readonly Token[], depth = 1): ConstraintReading | undefined {
  const parts = splitValues(withoutLead(tokens));
  if (parts.length < 2) return undefined;
  const values: (readonly Token[])[] = [];
  const constraints: Constraint[] = [];
  for (const part of parts) {
    const said = readPart(part, depth);
    constraints.push(...said.constraints);
    if (said.value.length > 0) values.push(said.value);
  }
  if (values.length < 2 || values.some((value) => value.length > 4)) return undefined;
  const span = spanOf(values.flat());
  const texts = withoutUnit([...new Set(values.map(valueText))]);
  const scale = readScale(texts, span);
  if (scale) return { constraints: [...scale, ...constraints], leftovers: [] };
  if (texts.length < 2) return undefined;
  return { constraints: [{ kind: 'values', values: texts, span }, ...constraints], leftovers: [] };
}

/** `5, 7 or 11 W`: a unit behind the last number is meant for all. */
function withoutUnit(texts: readonly string[]): readonly string[] {
  const numbers = texts.map((text) => /^(\d+(?:\.\d+)?)(?: [\p{L}°%]{1,3})?$/u.exec(text)?.[1]);
  const isSet = numbers.every((number) => number !== undefined) && /^\d+$/.test(texts[0] ?? '');
  return isSet ? numbers.map((number) => number ?? '') : texts;
}

/** `one of`, `either`: lead into values. */
function withoutLead(tokens: readonly Token[]): readonly Token[] {
  const [first, second] = [lowerAt(tokens, 0), lowerAt(tokens, 1)];
  if (first === 'one' && second === 'of') return tokens.slice(2);
  return first === 'either' ? tokens.slice(1) : tokens;
}

/** One part of a list of values: a value, something said about them, or both: `gold (default bronze)`. */
function readPart(
  part: readonly Token[],
  depth: number,
): { value: readonly Token[]; constraints: readonly Constraint[] } {
  const isQuoted = part.every((token) => token.kind === 'quote');
  const whole = isQuoted ? undefined : readConstraints(part, depth);
  const isConstraint =
    whole?.leftovers.length === 0 && whole.constraints.some((constraint) => constraint.kind !== 'unit');
  if (whole && isConstraint) return { value: [], constraints: whole.constraints };
  const at = part.findIndex(
    (token, index) =>
      index > 0 &&
      token.kind !== 'quote' &&
      /^(?:[([]|default|defaults|defaulting|optional|required|unique|by|which|with)$/.test(token.lower),
  );
  const tail = at < 0 ? undefined : readConstraints(part.slice(at), depth);
  return tail && tail.leftovers.length === 0 && tail.constraints.length > 0
    ? { value: part.slice(0, at), constraints: tail.constraints }
    : { value: part, constraints: [] };
}

/** `1 = poor, 5 = excellent`: the ends of a scale. */
function readScale(texts: readonly string[], span: Span): readonly Constraint[] | undefined {
  const numbers = texts.map((value) => /^(\d+) ?=/.exec(value)?.[1]);
  if (numbers.some((number) => number === undefined)) return undefined;
  const bound = { kind: 'bound', measure: 'value', isExclusive: false, span } as const;
  return [
    { ...bound, side: 'minimum', value: Math.min(...numbers.map(Number)) },
    { ...bound, side: 'maximum', value: Math.max(...numbers.map(Number)) },
  ];
}

function splitValues(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    depth += depthChange(token);
    const isBetween = depth <= 0 && isListSeparator(token) && !isGluedSign(tokens, index);
    if (isBetween) parts.push([]);
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
