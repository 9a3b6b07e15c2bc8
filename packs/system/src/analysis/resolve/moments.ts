import type { Draft, EntityDraft, FieldDraft } from './draft.ts';
import type { Ledger } from './ledger.ts';

/** Times that are the same every day. */
const DAILY =
  /^(?:opening|closing|office|business|working|daily|usual|regular|preferred|pickup|curfew|feeding|meal|alarm|bed|wake up)\b/;
/** Dates that are not the day of the event. */
const OTHER_DAYS = /^(?:birth|due|expiry|purchase|issue|acquisition|founding|release|publication|joining)\b/;

/** A time without a day is of no use for an event: `start time` is a moment, unless the record has a date beside it. */
export function settleMoments(draft: Draft, ledger: Ledger): void {
  for (const entity of draft.entities.values()) {
    if (hasDay(entity)) continue;
    for (const field of entity.fields.values()) {
      if (!isTimeOfEvent(field)) continue;
      field.shape = 'datetime';
      ledger.assume(
        `${field.name} is a date and a time: the request names no other date of a ${entity.key}.`,
        `entities.${entity.name}.fields.${field.name}`,
      );
    }
  }
}

function isTimeOfEvent(field: FieldDraft): boolean {
  const said = [field.type, field.shape, field.values, field.pattern, field.reference];
  if (field.guess.type !== 'time' || field.words.length < 2) return false;
  if (said.some((one) => one !== undefined)) return false;
  return !DAILY.test(field.words.join(' ')) && !/^\d{1,2}:\d\d$/.test(field.defaultValue?.value ?? '');
}

/** `date`, `day`, `start date`: the day on which it happens. */
function hasDay(entity: EntityDraft): boolean {
  return [...entity.fields.values()].some(
    (field) =>
      (field.type?.value ?? field.guess.type) === 'date' &&
      /^(?:date|day)$/.test(field.words.at(-1) ?? '') &&
      !OTHER_DAYS.test(field.words.join(' ')),
  );
}
