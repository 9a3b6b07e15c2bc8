import { lowerAt, lowerText } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { wordSet } from '../words/word-list.ts';
import { spanOf, valueText } from './constraint.ts';
import { readConstraints } from './constraints.ts';
import { nameEnd } from './field-name.ts';
import { type FieldPhrase, readFieldPhrase } from './field-phrase.ts';
import { splitFields } from './field-split.ts';

/** Reads a list of fields. A part that names none is kept as a leftover of its neighbour: nothing gets lost unseen. */
export function readFieldList(tokens: readonly Token[]): readonly FieldPhrase[] {
  const fields: FieldPhrase[] = [];
  const unread: Token[] = [];
  for (const part of shareHeads(splitFields(tokens))) {
    const scope = readScope(part, fields) ?? readDefault(part, fields);
    if (scope) {
      fields.splice(0, fields.length, ...scope);
      continue;
    }
    const found = readFieldPhrase(part);
    if (found.length === 0) unread.push(...part.filter((token) => token.kind !== 'sign'));
    fields.push(...found);
  }
  const last = fields.at(-1);
  if (last && unread.length > 0)
    fields[fields.length - 1] = { ...last, leftovers: [...last.leftovers, ...unread] };
  return fields;
}

/** `both required`, `all optional except the name`: said of the fields before. */
function readScope(
  part: readonly Token[],
  fields: readonly FieldPhrase[],
): readonly FieldPhrase[] | undefined {
  const scope = /^(?:both|all|each|everything)$/.exec(lowerAt(part, 0))?.[0];
  if (scope === undefined || fields.length === 0) return undefined;
  const except = part.findIndex((token) => /^(?:except|but|besides)$/.test(token.lower));
  const said = readConstraints(part.slice(1, except < 0 ? undefined : except));
  if (said.constraints.length === 0 || said.leftovers.length > 0) return undefined;
  const spared = new Set(
    except < 0 ? [] : readFieldList(part.slice(except + 1)).map((field) => field.words.join(' ')),
  );
  const from = scope === 'both' ? fields.length - 2 : 0;
  return fields.map((field, index) =>
    index < from || spared.has(field.words.join(' '))
      ? field
      : { ...field, constraints: [...field.constraints, ...said.constraints] },
  );
}

/** `good unless said otherwise`: the default of the field before. */
function readDefault(
  part: readonly Token[],
  fields: readonly FieldPhrase[],
): readonly FieldPhrase[] | undefined {
  const at = part.findIndex((_, index) =>
    /^(?:by default|unless (?:said|stated|specified|given) otherwise|if nothing is said)$/.test(
      lowerText(part.slice(index)),
    ),
  );
  const last = fields.at(-1);
  if (at < 1 || at > 3 || !last) return undefined;
  const value = part.slice(0, at);
  const said = { kind: 'default', value: valueText(value), span: spanOf(value) } as const;
  return [...fields.slice(0, -1), { ...last, constraints: [...last.constraints, said] }];
}

const SHARING = wordSet(
  'first last given family start end start-date begin short long postal billing shipping purchase sale sales selling buying minimum maximum min max scientific common latin botanical home work opening closing arrival departure hourly daily',
);
const SHARED_HEADS = wordSet(
  'name date time price address number phone cost rate age temperature height weight amount',
);

/** `first and last name` → `first name`, `last name`; `a minimum and a maximum number of players` → both of players. */
function shareHeads(parts: readonly (readonly Token[])[]): readonly (readonly Token[])[] {
  return parts.map((part, index) => {
    const next = parts[index + 1];
    const word = part.at(-1);
    const bare = part.filter((token) => !/^(?:an?|the|its|their)$/.test(token.lower));
    if (!next || !word || bare.length !== 1 || !SHARING.has(word.lower)) return part;
    const head = next.findIndex((token, at) => at > 0 && SHARED_HEADS.has(token.lower));
    return head < 0 ? part : [...part, ...next.slice(head, head + Math.max(1, nameEnd(next.slice(head))))];
  });
}
