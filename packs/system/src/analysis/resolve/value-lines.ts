import type { FieldPhrase } from '../grammar/field-phrase.ts';
import { keyOf, type NounPhrase } from '../grammar/noun-phrase.ts';
import type { Proposal } from '../grammar/proposal.ts';
import { guessValue } from '../words/value-types.ts';
import type { Entry } from './ledger.ts';

type Fields = Extract<Proposal, { kind: 'fields' }>;

/**
 * `Regions: north, south, coast` reads like a kind of record with its fields. When another record has a field `region`, and
 * none of the words is known as the name of a field, they are the values of that field.
 */
export function settleValueLines(entries: readonly Entry[]): readonly Entry[] {
  const named = new Set(
    entries.flatMap(({ proposal }) =>
      proposal.kind === 'fields'
        ? proposal.fields
            .filter((field) => keyOf(field.words) !== proposal.owner?.key)
            .map((field) => keyOf(field.words))
        : [],
    ),
  );
  const listed = new Map<Entry['reading'], string>();
  for (const { proposal, reading } of entries) {
    if (proposal.kind !== 'fields' || !listsValues(proposal)) continue;
    const key = proposal.owner?.key;
    if (key !== undefined && named.has(key)) listed.set(reading, key);
  }
  return listed.size === 0 ? entries : entries.flatMap((entry) => asValues(entry, listed.get(entry.reading)));
}

function listsValues({ fields, owner }: Fields): boolean {
  const isPlainOwner = owner !== undefined && (fields.length > 2 || guessValue(owner.words).isKnown);
  return isPlainOwner && fields.length > 1 && fields.every(isPlain);
}

function isPlain(field: FieldPhrase): boolean {
  return (
    field.constraints.every((one) => one.kind === 'default') &&
    field.leftovers.length === 0 &&
    field.words.length <= 3 &&
    !guessValue(field.words).isKnown
  );
}

function asValues(entry: Entry, key: string | undefined): readonly Entry[] {
  const { proposal } = entry;
  if (key === undefined) return [entry];
  if (proposal.kind === 'entity') return proposal.phrase.key === key ? [] : [entry];
  if (proposal.kind !== 'fields' || proposal.owner?.key !== key) return [entry];
  return [{ ...entry, proposal: valuesOf(proposal, proposal.owner) }];
}

function valuesOf({ fields }: Fields, subject: NounPhrase): Proposal {
  const [first, last] = [fields[0], fields.at(-1)];
  const values = [...new Set(fields.map((field) => field.words.join(' ')))];
  const span = [first?.span[0] ?? 0, last?.span[1] ?? 0] as const;
  return {
    kind: 'constraint',
    subject,
    constraints: [{ kind: 'values', values, span }, ...fields.flatMap((field) => field.constraints)],
    leftovers: [],
  };
}
