import { capitalise, words } from '../../naming/letter-case.ts';

export interface TextBounds {
  readonly minLength?: number;
  readonly maxLength?: number;
}

const people = ['Ada Byron', 'Grace Lind', 'Omar Haddad', 'Mei Tanaka', 'Jonas Weber', 'Lucia Romero'];
const sentences = [
  'The first version is due on Monday.',
  'Please check twice before it leaves.',
  'Nothing unusual so far.',
  'Was moved once and works well.',
];

const chores = ['Write the report', 'Plan the week', 'Repair the door', 'Read the letters'];
const works = ['The Silent Harbour', 'Letters from the North', 'A Winter Garden', 'The Last Ferry'];

/** Things whose title says what is to be done. Others have titles like works of art. */
const choreWords = new Set(
  'task todo chore job ticket issue item action reminder activity step goal'.split(' '),
);

/** Nouns at the end of a field's name and what such fields hold. */
const vocabulary: readonly (readonly [heads: string, values: readonly string[]])[] = [
  ['subject headline', ['News from the workshop', 'Plans for the autumn', 'A word of thanks']],
  ['description note notes comment remark summary text body content bio message reason', sentences],
  ['author artist director owner composer trainer coach teacher instructor creator contact', people],
  ['assignee borrower reader guest patient driver helper volunteer speaker manager host', people],
  ['firstname forename', ['Ada', 'Grace', 'Omar', 'Mei']],
  ['lastname surname', ['Byron', 'Lind', 'Haddad', 'Tanaka']],
  ['username login handle nickname', ['ada', 'grace', 'omar', 'mei']],
  ['street address', ['12 Garden Street', '7 Mill Lane', '31 Harbour Road']],
  ['city town', ['Lisbon', 'Bergen', 'Graz', 'Utrecht']],
  ['country nationality origin', ['Portugal', 'Norway', 'Austria', 'Japan']],
  ['zip postcode', ['1200', '5003', '8010']],
  ['color colour', ['blue', 'green', 'red', 'yellow']],
  ['tag tags keyword keywords label labels', ['urgent', 'garden', 'weekly', 'new']],
  ['category genre kind type', ['general', 'classic', 'modern', 'special']],
  ['location place room shelf site', ['North wing', 'South wing', 'Room 3', 'Hall 1']],
  ['code sku number reference serial barcode plate identifier', ['A-1001', 'A-1002', 'B-2001', 'B-2002']],
  ['language', ['English', 'Portuguese', 'Norwegian']],
  ['company publisher brand manufacturer make supplier vendor', ['Northwind', 'Harbour & Co', 'Linden']],
  ['department team group', ['Design', 'Repairs', 'Front desk']],
  ['question', ['What comes first?', 'Who has the key?']],
  ['answer', ['The oldest one.', 'Ask at the desk.']],
];

const personWords = new Set(
  `person member customer client user employee student teacher author patient guest volunteer helper driver
   contact owner trainer coach artist director instructor worker visitor reader borrower speaker player`.split(
    /\s+/,
  ),
);

const adjectives = ['Blue', 'Green', 'Small', 'Northern', 'Quiet', 'Old', 'Bright', 'Round'];

/**
 * A text that a person could have entered in this field, different for every `n` and within the bounds wherever the bounds
 * leave room for it. Deterministic.
 */
export function sampleText(entity: string, field: string, bounds: TextBounds, n: number): string {
  const values = candidatesFor(entity, field);
  const base = values[n % values.length] ?? 'Sample';
  const round = Math.floor(n / values.length);
  return fitText(round === 0 ? base : `${base} ${round + 1}`, bounds, n);
}

function candidatesFor(entity: string, field: string): readonly string[] {
  const parts = words(field);
  const head = parts.at(-1) ?? field;
  const whole = parts.join('');
  const found = vocabulary.find(([heads]) => {
    const list = heads.split(' ');
    return list.includes(whole) || list.includes(head);
  });
  if (found) return found[1];
  if (head === 'title') return words(entity).some((word) => choreWords.has(word)) ? chores : works;
  if (head === 'name') return nameCandidates(parts.length > 1 ? parts.slice(0, -1) : words(entity));
  return adjectives.map((adjective) => `${adjective} ${parts.join(' ')}`);
}

function nameCandidates(parts: readonly string[]): readonly string[] {
  const noun = parts.join(' ');
  if (parts.some((word) => personWords.has(word)) || noun === 'first' || noun === 'last') return people;
  return adjectives.map((adjective) => capitalise(`${adjective.toLowerCase()} ${noun}`));
}

function fitText(
  text: string,
  { minLength = 0, maxLength = Number.POSITIVE_INFINITY }: TextBounds,
  n: number,
) {
  if (text.length > maxLength) return shortCode(n, maxLength).padEnd(minLength, 'x');
  if (text.length >= minLength) return text;
  const filler = ' and so on';
  return (text + filler.repeat(Math.ceil((minLength - text.length) / filler.length)))
    .slice(0, Math.max(minLength, text.length))
    .replace(/\s$/, '.');
}

/** Texts too short for words: letters, counting up. */
function shortCode(n: number, length: number): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
  let code = '';
  let rest = n;
  do {
    code = (letters[rest % letters.length] ?? 'A') + code;
    rest = Math.floor(rest / letters.length);
  } while (rest > 0);
  return code.slice(-length);
}
