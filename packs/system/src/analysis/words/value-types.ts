import { isPlural, singular } from './number.ts';
import { wordSet } from './word-list.ts';

/** Scalar types of the field notation. */
export type ScalarType =
  | 'text'
  | 'integer'
  | 'number'
  | 'money'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'
  | 'email'
  | 'url'
  | 'uuid'
  | 'phone'
  | 'isbn'
  | 'json';

/** What a field's name suggests about its values when the request says nothing. */
export interface ValueGuess {
  readonly type: ScalarType;
  readonly isList?: boolean;
  readonly minimum?: number;
  readonly isOptional?: boolean;
  readonly defaultValue?: string;
  /** False when nothing in the vocabulary knows the word, and text is only the fallback. */
  readonly isKnown: boolean;
}

const MONEY = wordSet(
  'price cost fee amount salary wage rent deposit budget fare tariff payment total subtotal revenue expense charge ' +
    'donation reward fine discount balance income turnover premium tuition pay tip bill surcharge worth estimate bid royalty msrp rrp',
);
const SIGNED_MONEY = wordSet('balance discount');
const COUNT = wordSet(
  'quantity qty capacity stock count age duration attendance headcount population inventory floor level score mileage odometer ' +
    'lap rank ranking rating priority tempo bpm delay runtime playtime week month hour minute weekday',
);
/** Things that are counted when they are said in the plural: `beds`, and not `bed`. */
const COUNTED = wordSet(
  'page point place bed bedroom bathroom door copy item piece minute hour day week month year megapixel player pax portion serving ' +
    'guest participant attendee visitor passenger spot slot seat session repetition rep set star step calorie horsepower gear chapter ' +
    'episode season verse bar vote attempt night people person employee refill lesson goal win loss run match copies',
);
/** Counts that may be anything, and years, that start at no natural zero. */
const PLAIN_INTEGER = wordSet('year');
const NUMBER = wordSet(
  'weight height width depth length size-in-cm diameter radius area volume distance temperature speed altitude elevation humidity ph ' +
    'percentage percent ratio latitude longitude acreage thickness circumference wattage voltage power pressure ' +
    'yield bmi concentration dose dosage-ml grade-point gpa tonnage draught draft beam load mass frequency rate litre liter kilometre kilometer',
);
const SIGNED_NUMBER = wordSet('temperature latitude longitude altitude elevation balance');
const DATE = wordSet('date day birthday birthdate dob deadline anniversary expiry due-date expiration');
const DATE_PARTICIPLES =
  /^(?:purchased|acquired|bought|planted|sown|harvested|born|founded|opened|completed|returned|borrowed|sold|received|collected|issued|expires|due|joined|started|ended|finished|closed|published|released|hired|delivered|shipped|paid|donated|adopted|admitted|discharged|installed|inspected|serviced|tested|repaired|booked|ordered|signed|vaccinated|recorded|held|played|performed|watched|read|visited|caught|found|made|built|taken|loaned|lent|arrived|departed|checked|renewed|cancelled|submitted|approved|rejected|reported|resolved) (?:on|at)$/;
const LATER =
  /^(?:return|returned|completion|completed|closed|collected|sold|paid|resolved|finished|actual|cancellation|cancelled|discharge|discharged|adoption|adopted|check-?out)\b/;
const TIME = wordSet('time');
const BOOLEAN_HEADS = wordSet(
  'active available enabled disabled paid completed done vaccinated neutered spayed sterilised sterilized published archived visible hidden ' +
    'public private verified confirmed approved returned reserved sold fragile rare perennial organic edible ' +
    'poisonous toxic urgent insured restored framed signed mandatory featured favourite favorite subscribed member-only ' +
    'deceased retired accessible waterproof refundable taxable billable recurring flag housetrained microchipped chipped ' +
    'waitlisted attended present absent vegan vegetarian lactose-free electric furnished heated covered booked occupied broken cleaned watered read',
);
const TRUE_BY_DEFAULT = wordSet('active available enabled visible');
const BOOLEAN_LEADS =
  /^(?:is|has|was|can|needs|requires|allows|accepts|includes|should|wants|contains|offers) /;
const EMAIL = wordSet('email e-mail mail');
const URL_WORDS = wordSet('url website link homepage web-site webpage uri site blog');
const PHONE = wordSet('phone telephone mobile cellphone cell fax tel');
const OPTIONAL_TEXT = wordSet(
  'note notes description comment comments remark remarks bio biography summary details detail annotation feedback ' +
    'nickname provenance observation observations info information instruction instructions blurb abstract memo caption synopsis',
);
const OPTIONAL_URL = wordSet('photo image picture avatar logo thumbnail poster cover');
const TEXT = wordSet(
  'name title surname forename lastname firstname author artist brand model make colour color species variety genus family genre ' +
    'category type kind code number reference label subject topic text content message reason city street town country ' +
    'region state zip postcode address location place room shelf publisher director composer instrument material ' +
    'manufacturer supplier origin language currency breed gender sex size shape style period medium technique status condition ' +
    'sku barcode plate registration isbn role position department company organisation organization venue contact creator maker ' +
    'voice symptom diagnosis treatment allergy ingredient question answer plot bay zone area-name section unit-name instructor teacher trainer owner',
);
const PLURAL_TEXT = wordSet(
  'species series notes comments remarks details instructions contents terms hours directions findings observations news measurements dimensions initials lyrics media status',
);
const LISTS = wordSet(
  'tags keywords labels categories genres authors ingredients allergies photos images pictures links urls skills languages colours colors aliases',
);

const scalar = (type: ScalarType, rest: Omit<ValueGuess, 'type' | 'isKnown'> = {}): ValueGuess => ({
  type,
  isKnown: true,
  ...rest,
});

/** One way to read a field's words; the first that answers wins. */
type Guess = (words: readonly string[], head: string, phrase: string) => ValueGuess | undefined;

const GUESSES: readonly Guess[] = [
  (words) => (words[0] === 'number' && words[1] === 'of' ? scalar('integer', { minimum: 0 }) : undefined),
  (_words, _head, phrase) =>
    BOOLEAN_LEADS.test(phrase)
      ? scalar('boolean', { defaultValue: TRUE_BY_DEFAULT.has(phrase.slice(3)) ? 'true' : 'false' })
      : undefined,
  (words, head) =>
    words.length === 1 && BOOLEAN_HEADS.has(head)
      ? scalar('boolean', { defaultValue: TRUE_BY_DEFAULT.has(head) ? 'true' : 'false' })
      : undefined,
  (_words, head, phrase) =>
    /(?:yes no|true false)$/.test(phrase) || head === 'flag'
      ? scalar('boolean', { defaultValue: 'false' })
      : undefined,
  (words) => (words.indexOf('for') > 0 ? guessValue(words.slice(0, words.indexOf('for'))) : undefined),
  (words) => guessRate(words),
  (words, head) => guessMoment(words, head),
  (words, head, phrase) => guessContact(words, head, phrase),
  (words, head, phrase) => guessText(words, head, phrase),
  (words, head) => guessAmount(words, head),
  (words, head) => guessList(words, head),
];

/** `price per day` is a price, `rate per word` is money. */
function guessRate(words: readonly string[]): ValueGuess | undefined {
  const per = words.indexOf('per');
  if (per < 1) return undefined;
  return words[per - 1] === 'rate' ? scalar('money', { minimum: 0 }) : guessValue(words.slice(0, per));
}

/** Times that are spans rather than moments: `cooking time`. */
const SPANS =
  /^(?:cooking|preparation|prep|playing|running|waiting|lead|run|response|travel|baking|growing|processing|boarding|delivery) time$/;

function guessMoment(words: readonly string[], head: string): ValueGuess | undefined {
  const phrase = words.join(' ');
  const later = LATER.test(phrase) && !/^end\b/.test(phrase) ? { isOptional: true } : {};
  const isNumbered = /(?:date and time|datetime|timestamp|date time)$/.test(phrase);
  if (isNumbered || (/\bat$/.test(phrase) && words.length > 1)) return scalar('datetime', later);
  if (DATE.has(head) || words[0] === 'date' || DATE_PARTICIPLES.test(phrase)) return scalar('date', later);
  if (phrase === 'due') return scalar('date');
  if (!TIME.has(head)) return undefined;
  return SPANS.test(phrase) ? scalar('integer', { minimum: 0 }) : scalar('time');
}

/** How people name addresses of all sorts: by the last word, or by the whole phrase. */
const CONTACTS: readonly (readonly [(head: string, phrase: string) => boolean, ValueGuess])[] = [
  [(head, phrase) => EMAIL.has(head) || /\be-?mail address$/.test(phrase), scalar('email')],
  [
    (head, phrase) => /^(?:website|web|url|page) (?:address|link)$/.test(phrase) || URL_WORDS.has(head),
    scalar('url'),
  ],
  [
    (head, phrase) => PHONE.has(head) || /(?:phone|telephone|mobile|fax|contact|cell) number$/.test(phrase),
    scalar('phone'),
  ],
  [
    (head, phrase) => OPTIONAL_URL.has(head) || /\b(?:photo|image|picture) url$/.test(phrase),
    scalar('url', { isOptional: true }),
  ],
  [(head, phrase) => head === 'isbn' || /isbn(?: number| code)?$/.test(phrase), scalar('isbn')],
  [(head) => head === 'uuid', scalar('uuid')],
];

function guessContact(_words: readonly string[], head: string, phrase: string): ValueGuess | undefined {
  return CONTACTS.find(([isMeant]) => isMeant(head, phrase))?.[1];
}

function guessText(words: readonly string[], head: string, phrase: string): ValueGuess | undefined {
  if (
    /^(?:page|seat|head|item|word|visit|loan|stock|copy|view|download|member|guest|room|bed) number$/.test(
      phrase,
    )
  ) {
    return phrase === 'page number' ? scalar('integer', { minimum: 0 }) : scalar('text');
  }
  if (OPTIONAL_TEXT.has(head)) return scalar('text', { isOptional: true });
  if (TEXT.has(head) && !isPlural(words.at(-1) ?? '')) return scalar('text');
  return PLURAL_TEXT.has(words.at(-1) ?? '') ? scalar('text') : undefined;
}

/** Amounts by their name; the first that knows it wins. */
const AMOUNTS: readonly Guess[] = [
  (_words, head, phrase) =>
    head === 'rate' && /^(?:hourly|daily|weekly|monthly|nightly)/.test(phrase)
      ? scalar('money', { minimum: 0 })
      : undefined,
  (_words, head, phrase) =>
    head === 'value' &&
    /^(?:estimated|insurance|insured|market|purchase|sale|monetary|estimate|total) /.test(phrase)
      ? scalar('money', { minimum: 0 })
      : undefined,
  (_words, head, phrase) =>
    head === 'value' &&
    /^(?:(?:result|measured|measurement|meter|reading|lab|target|numeric) )?value$/.test(phrase)
      ? scalar('number')
      : undefined,
  (_words, head) => (SIGNED_MONEY.has(head) ? scalar('money') : undefined),
  (_words, head) => (MONEY.has(head) ? scalar('money', { minimum: 0 }) : undefined),
  (_words, head, phrase) =>
    PLAIN_INTEGER.has(head) || /^year\b/.test(phrase) ? scalar('integer') : undefined,
  (words, head) =>
    COUNT.has(head) || (COUNTED.has(head) && isPlural(words.at(-1) ?? ''))
      ? scalar('integer', { minimum: 0 })
      : undefined,
  (_words, _head, phrase) =>
    /^(?:minimum|maximum|min|max) (?:age|people|children|(?:number|count) of .+|[a-z]+s)$/.test(phrase)
      ? scalar('integer', { minimum: 0 })
      : undefined,
  (_words, head) => (SIGNED_NUMBER.has(head) && NUMBER.has(head) ? scalar('number') : undefined),
  (_words, head) => (NUMBER.has(head) ? scalar('number', { minimum: 0 }) : undefined),
];

function guessAmount(words: readonly string[], head: string): ValueGuess | undefined {
  const phrase = words.join(' ');
  for (const amount of AMOUNTS) {
    const found = amount(words, head, phrase);
    if (found) return found;
  }
  return undefined;
}

function guessList(words: readonly string[], head: string): ValueGuess | undefined {
  const last = words.at(-1) ?? '';
  if (!isPlural(last)) return undefined;
  const isKnown = LISTS.has(last);
  const type = /^(?:photo|image|picture|link|url)$/.test(head) ? 'url' : 'text';
  return { type, isList: true, isOptional: true, isKnown };
}

/** The type that the words of a field suggest: `['due', 'date']` → date. */
export function guessValue(words: readonly string[]): ValueGuess {
  const withoutUnit = words.filter((word) => word !== '');
  const head = singular(withoutUnit.at(-1) ?? '');
  const phrase = withoutUnit.join(' ');
  for (const guess of GUESSES) {
    const found = guess(withoutUnit, head, phrase);
    if (found) return found;
  }
  return { type: 'text', isKnown: false };
}

const TYPE_WORDS: readonly (readonly [RegExp, ScalarType])[] = [
  [/^(?:date(?: and| \+| \/)? time|date-time|datetime|timestamp|instant)s?$/, 'datetime'],
  [/^(?:calendar )?dates?$/, 'date'],
  [/^time(?: of day)?$/, 'time'],
  [/^(?:whole numbers?|integers?|ints?|int|count)$/, 'integer'],
  [/^(?:decimals?|floats?|double|reals?|real numbers?|decimal numbers?|numbers?|numeric)$/, 'number'],
  [/^(?:booleans?|bool|yes or no|yes no|true or false|true false|flag|checkbox)$/, 'boolean'],
  [/^(?:money|currency|amount of money|money amount|monetary amount)$/, 'money'],
  [/^(?:text|texts|string|strings|str|varchar|free text|short text|long text|multiline text|char)$/, 'text'],
  [/^(?:valid )?e-?mails?(?: address(?:es)?)?$/, 'email'],
  [/^(?:urls?|links?|web address(?:es)?|uri|valid url)$/, 'url'],
  [/^(?:uuid|guid)$/, 'uuid'],
  [/^(?:phone|phone number|telephone number)$/, 'phone'],
  [/^isbn$/, 'isbn'],
  [/^json(?: object)?$/, 'json'],
];

/** The type that a type word names: `whole number` → integer. */
export function typeOfWord(phrase: string): ScalarType | undefined {
  return TYPE_WORDS.find(([pattern]) => pattern.test(phrase))?.[1];
}
