import { lowerAt, lowerFromEnd, lowerText } from '../text/token-at.ts';
import type { Span } from '../../requirements/requirements.ts';
import type { Token } from '../text/tokens.ts';
import { isPlural, singular } from '../words/number.ts';
import { guessValue, type ScalarType, typeOfWord } from '../words/value-types.ts';
import { type Constraint, spanOf } from './constraint.ts';
import { type ConstraintReading, readConstraints, readGroup, readValueGroup } from './constraints.ts';
import { type Lead, readLead } from './field-lead.ts';
import { NAME_STOPS, nameEnd, nameWords } from './field-name.ts';
import { readShape, type Shape } from './field-shape.ts';
import { endsInOr, splitFields, startsConstraintNotName } from './field-split.ts';
import { readValues } from './value-forms.ts';
import { keyOf, type NounPhrase, readNounPhrase } from './noun-phrase.ts';

/** A field as one part of a list says it: its name, and everything said about its values. */
export interface FieldPhrase {
  /** Lower-case words of the name as the person put it. */
  readonly words: readonly string[];
  /** What the field may refer to if that turns out to be an entity. */
  readonly phrase: NounPhrase;
  /** The whole part of the list. */
  readonly span: Span;
  readonly constraints: readonly Constraint[];
  readonly leftovers: readonly Token[];
  /** Said to hold several values: `a list of tags`, `one or more authors`. */
  readonly isList: boolean;
  /** `the name of the person`: whose it is, when that is not the owner of the field. */
  readonly whose?: NounPhrase;
  /** Implied by how it was said: `whether it is paid` is a boolean. */
  readonly shape?: ScalarType;
}

/** One part of a list; several fields when the part is a group such as `address (street, city, postcode)`. */
export function readFieldPhrase(tokens: readonly Token[]): readonly FieldPhrase[] {
  const lead = readLead(tokens);
  const shaped = readShape(lead.rest);
  const nameLength = shaped?.length ?? nameEnd(lead.rest);
  const name = shaped?.name ?? lead.rest.slice(0, nameLength);
  const tail = lead.rest.slice(nameLength);
  const words = nameWords(name);
  const phrase = readNounPhrase(name);
  if (words.length === 0 || phrase === undefined || words.length > 6) return [];
  const members = groupMembers(tail);
  if (members) return members.flatMap(readFieldPhrase);
  return [assemble(tokens, { lead, shaped, words, phrase, tail })];
}

interface Parts {
  readonly lead: Lead;
  readonly shaped: Shape | undefined;
  readonly words: readonly string[];
  readonly phrase: NounPhrase;
  readonly tail: readonly Token[];
}

function assemble(tokens: readonly Token[], { lead, shaped, words: said, phrase, tail }: Parts): FieldPhrase {
  const isListed =
    said.length > 1 && /^(?:list|lists)$/.test(said.at(-1) ?? '') && isPlural(said.at(-2) ?? '');
  const words = isListed ? said.slice(0, -1) : said;
  const whose = readWhose(tail);
  const { constraints, leftovers } = readTail(tail.slice(whose?.length ?? 0));
  return {
    words,
    phrase: { ...phrase, words, key: keyOf(words) },
    span: spanOf(tokens),
    constraints: [...lead.constraints, ...constraints],
    leftovers,
    isList: lead.isList || isListed,
    ...(whose ? { whose: whose.phrase } : {}),
    ...(shaped?.shape ? { shape: shaped.shape } : {}),
  };
}

/** `of the person`, `for its owner` behind a name. */
function readWhose(tail: readonly Token[]): { phrase: NounPhrase; length: number } | undefined {
  if (!/^(?:of|for)$/.test(lowerAt(tail, 0)) || !/^(?:the|a|an|its|their|each|this)$/.test(lowerAt(tail, 1)))
    return undefined;
  const stop = tail.findIndex(
    (token, index) => index > 1 && (token.kind === 'sign' || NAME_STOPS.has(token.lower)),
  );
  const length = stop < 0 ? tail.length : stop;
  const phrase = readNounPhrase(tail.slice(1, length));
  return phrase && length <= 5 ? { phrase, length } : undefined;
}

/** `where it was found`, `who borrowed it`: says which, and nothing about the values. */
function isRelative(tail: readonly Token[]): boolean {
  const [first, second] = [lowerAt(tail, 0), lowerAt(tail, 1)];
  if (/^(?:where|who|whom)$/.test(first)) return true;
  return (
    /^(?:that|which)$/.test(first) &&
    /^(?:it|they|we|he|she|the|someone|was|were|belongs|borrowed|made|wrote)$/.test(second)
  );
}

const NOTHING: ConstraintReading = { constraints: [], leftovers: [] };

/** What follows the name: values behind a colon, `of`, `like` or a dash, or constraints. */
function readTail(tail: readonly Token[]): ConstraintReading {
  const first = lowerAt(tail, 0);
  if (isRelative(tail)) return NOTHING;
  if (/^(?::|-|is|as)$/.test(first)) return readBehindMark(tail.slice(1));
  return (
    (first === 'of' ? readOf(tail) : undefined) ??
    (/^[/|]$/.test(first) ? readGroup(tail) : undefined) ??
    readSlashValues(tail) ??
    readConstraints(tail)
  );
}

function readBehindMark(body: readonly Token[]): ConstraintReading {
  const direct = readConstraints(body);
  return direct.leftovers.length > 0 ? (readValueGroup(body) ?? direct) : direct;
}

/** `of sun, shade or partial shade` */
function readOf(tail: readonly Token[]): ConstraintReading | undefined {
  const body = tail.slice(1);
  const values = endsInOr(body) ? readValues(body, spanOf(tail)) : undefined;
  if (!values) return undefined;
  const rest = readConstraints(body.slice(values.taken));
  return { constraints: [...values.constraints, ...rest.constraints], leftovers: rest.leftovers };
}

/** `light sun/shade`, `size S/M/L with M as default`: a slash between words lists values. */
function readSlashValues(tail: readonly Token[]): ConstraintReading | undefined {
  let end = tail[0]?.kind === 'word' ? 1 : 0;
  while (end > 0 && /^[/|]$/.test(lowerAt(tail, end)) && tail[end + 1]?.kind === 'word') end += 2;
  if (end < 3) return undefined;
  const values = readValueGroup(tail.slice(0, end));
  const rest = readConstraints(tail.slice(end));
  return values
    ? { constraints: [...values.constraints, ...rest.constraints], leftovers: rest.leftovers }
    : undefined;
}

/** `address (street, city, postcode)` lists fields, not values: most members are names of fields. */
function groupMembers(tail: readonly Token[]): readonly (readonly Token[])[] | undefined {
  if (lowerAt(tail, 0) !== '(' || lowerFromEnd(tail, 1) !== ')') return undefined;
  const inner = tail.slice(1, -1);
  const parts = splitFields(inner);
  const isType = typeOfWord(lowerText(inner)) !== undefined;
  if (parts.length < 2 || isType || inner.some((token) => token.lower === 'or')) return undefined;
  const named = parts.filter((part) => part.length <= 3 && isFieldName(part));
  return named.length >= 2 && named.length * 2 > parts.length ? parts : undefined;
}

function isFieldName(tokens: readonly Token[]): boolean {
  if (startsConstraintNotName(tokens)) return false;
  const words = nameWords(tokens);
  const guess = guessValue(words);
  return (
    guess.isKnown &&
    !/^(?:new|good|open|paid|done|active|read|public|private)$/.test(singular(words.at(-1) ?? '')) &&
    guess.type !== 'boolean'
  );
}
