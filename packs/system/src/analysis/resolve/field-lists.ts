import type { Draft, EntityDraft, FieldDraft } from './draft.ts';
import { applyConstraints } from './apply-constraints.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { Proposal } from '../grammar/proposal.ts';

type Of<K extends Proposal['kind']> = Extract<Proposal, { kind: K }>;

/** A list of fields as one sentence gave it, and whose they are. */
export interface FieldList {
  readonly owner: EntityDraft;
  readonly entry: Entry<Of<'fields'>>;
}

/** The fields that a list opened, in its order. */
function fieldsOf({ owner, entry }: FieldList): readonly FieldDraft[] {
  const all = [...owner.fields.values()];
  return entry.proposal.fields
    .map((phrase) => all.find((field) => field.span === phrase.span || sameWords(field, phrase.words)))
    .filter((field) => field !== undefined);
}

const sameWords = (field: FieldDraft, words: readonly string[]): boolean =>
  field.words.join(' ') === words.join(' ');

/** `Both are required`: applies to the list before it. */
export function resolveWholeList(
  list: FieldList | undefined,
  entry: Entry<Of<'whole-list'>>,
  ledger: Ledger,
): void {
  const { constraints, except, isBoth } = entry.proposal;
  if (!list) return ledger.problem(entry, 'it is not clear which fields this is said of');
  const fields = fieldsOf(list)
    .slice(isBoth ? -2 : 0)
    .filter((field) => !except.includes(field.words.join(' ')));
  for (const field of fields) {
    const target = `entities.${list.owner.name}.fields.${field.name}`;
    ledger.fact(entry, target);
    applyConstraints(field, constraints, entry, ledger, target);
  }
}

/** `Name and voice are required` behind a list means that the rest of it is not. */
export function settleRequired(
  draft: Draft,
  entries: readonly Entry[],
  lists: readonly FieldList[],
  ledger: Ledger,
): void {
  const spans = entries.flatMap(({ proposal, reading }) => (saysRequired(proposal) ? [reading.span] : []));
  for (const owner of draft.entities.values()) {
    const listed = lists.filter((list) => list.owner === owner).flatMap(fieldsOf);
    const said = listed.filter((field) => {
      const at = field.required?.value === true ? field.required.span[0] : undefined;
      return at !== undefined && spans.some(([start, end]) => at >= start && at < end);
    });
    const isContrasted = said.length > 0 && listed.every((field) => field.required?.value !== false);
    if (isContrasted) makeOptional(owner, listed, said, ledger);
  }
}

function saysRequired(proposal: Proposal): boolean {
  return (
    proposal.kind === 'constraint' &&
    proposal.constraints.every((one) => one.kind === 'required' && one.isRequired)
  );
}

function makeOptional(
  owner: EntityDraft,
  listed: readonly FieldDraft[],
  said: readonly FieldDraft[],
  ledger: Ledger,
): void {
  const [first] = said;
  const rest = listed.filter(isOpen);
  if (!first?.required) return;
  for (const field of rest) {
    field.required = { value: false, span: first.required.span };
    ledger.assume(
      `${field.name} may be left out: only ${said.map(({ words }) => words.join(' ')).join(' and ')} must be given.`,
      `entities.${owner.name}.fields.${field.name}`,
    );
  }
}

/** Nothing else settles whether it must be given: links, what is unique, defaults and yes/no fields do. */
function isOpen(field: FieldDraft): boolean {
  const isYesNo = (field.type?.value ?? field.shape ?? field.guess.type) === 'boolean';
  return (
    field.required === undefined &&
    !field.reference &&
    !field.unique &&
    field.defaultValue === undefined &&
    !isYesNo
  );
}
