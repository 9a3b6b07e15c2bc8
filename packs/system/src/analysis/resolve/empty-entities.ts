import { readFieldList } from '../grammar/field-list.ts';
import { tokenise } from '../text/tokens.ts';
import { withArticle } from '../words/number.ts';
import type { Draft, EntityDraft } from './draft.ts';
import { findEntityLoosely } from './entities.ts';
import { openField, resolveFields } from './fields.ts';
import type { Entry, Ledger } from './ledger.ts';

/** Kinds of record that people know by a title rather than by a name. */
const TITLED =
  /^(?:task|todo|to do|article|book|film|movie|post|song|note|issue|ticket|event|poem|story|document|page|album|recipe|job|item|lesson|talk|episode|play|painting|work|idea)$/;

const ENOUGH = 'That is enough';

/**
 * A kind of record of which nothing is said is known by its name. Whether it is one at all is doubtful: what is recorded
 * about it is asked, and the statement that names it counts as partly understood.
 */
export function fillEmpty(draft: Draft, entries: readonly Entry[], ledger: Ledger): void {
  for (const entity of draft.entities.values()) {
    if (entity.fields.size > 0) continue;
    const naming = entries.find(
      (entry) =>
        entry.proposal.kind === 'entity' && findEntityLoosely(draft, entry.proposal.phrase) === entity,
    );
    if (naming && askFields(draft, entity, naming, ledger)) continue;
    const name = TITLED.test(entity.key) ? 'title' : 'name';
    openField(entity, [name], [0, 0], ledger);
    ledger.assume(
      `${capital(withArticle(entity.key))} has a ${name}: the request says nothing else about it.`,
      `entities.${entity.name}.fields.${name}`,
    );
    if (naming) ledger.problem(naming, `it is not said what is recorded about ${withArticle(entity.key)}`);
  }
}

/** The fields that an answer names; nothing when there is no answer that names any. */
function askFields(draft: Draft, entity: EntityDraft, naming: Entry, ledger: Ledger): boolean {
  const name = TITLED.test(entity.key) ? 'title' : 'name';
  const answer = ledger.ask({
    key: `fields of ${entity.key}`,
    text: `What is recorded about ${withArticle(entity.key)}? The request does not say; a ${name} is assumed. An answer such as “${name}, date, notes (optional)” is read as its fields.`,
    target: `entities.${entity.name}.fields`,
    answers: [ENOUGH],
    rank: 1,
  });
  if (answer === undefined || answer === ENOUGH) return false;
  const fields = readFieldList(tokenise(answer, 0, answer.length)).map((field) => ({
    ...field,
    span: naming.reading.span,
  }));
  resolveFields(draft, entity, fields, naming, ledger, false);
  return entity.fields.size > 0;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
