import { ACTIONS, IRREGULAR } from './action-verbs.ts';
import { words, wordSet } from './word-list.ts';

/** The standard operation a verb asks for. */
export type StandardVerb = 'create' | 'list' | 'read' | 'update' | 'delete';

export const CREATE_VERBS = wordSet(
  'add create register record enter insert log store save capture enrol enroll introduce "sign up" "set up" note post make "put in" "write down" "take in"',
);
export const LIST_VERBS = wordSet(
  'list show display browse view see find search "look through" "go through" get retrieve fetch',
);
export const READ_VERBS = wordSet('read open "look up" inspect');
export const UPDATE_VERBS = wordSet(
  'update edit change modify amend correct rename adjust revise alter "keep up to date"',
);
export const DELETE_VERBS = wordSet('delete remove erase drop discard purge');
export const FILTER_VERBS = wordSet('filter search find "look for" narrow select');
export const SORT_VERBS = wordSet('sort order rank arrange');
export const KEEP_VERBS = wordSet(
  'manage track keep store record maintain handle organise organize administer hold save register log remember catalogue catalog "keep track of" "keep records of" "keep a record of" "keep a list of" "take care of" "deal with" "look after"',
);

const IRREGULAR_BY_BASE = new Map(IRREGULAR);
const IRREGULAR_BY_PARTICIPLE = new Map(IRREGULAR.map(([base, participle]) => [participle, base]));

const BY_BASE = new Map<string, (typeof ACTIONS)[number]>();
const BY_PARTICIPLE = new Map<string, (typeof ACTIONS)[number]>();
for (const action of ACTIONS) {
  if (!BY_BASE.has(action[0])) BY_BASE.set(action[0], action);
  if (!BY_PARTICIPLE.has(action[1])) BY_PARTICIPLE.set(action[1], action);
}

/** States that are not participles of the verb which leads to them. */
const STATE_VERBS: Readonly<Record<string, string>> = {
  done: 'complete',
  complete: 'complete',
  'in progress': 'start',
  'under way': 'start',
  underway: 'start',
  ongoing: 'start',
  active: 'activate',
  inactive: 'deactivate',
  running: 'start',
  live: 'publish',
  open: 'open',
  'on hold': 'hold',
  'on loan': 'lend',
  'out on loan': 'lend',
  'in repair': 'repair',
  'under repair': 'repair',
  'in maintenance': 'maintain',
  'under maintenance': 'maintain',
  'under review': 'review',
  'in review': 'review',
  'in treatment': 'treat',
  'on display': 'display',
  'on show': 'show',
  'in storage': 'put in storage',
  'in transit': 'ship',
  'out for delivery': 'dispatch',
  'ready for pickup': 'mark ready',
  won: 'win',
  dead: 'mark dead',
  left: 'leave',
};

const BEFORE_ADJECTIVES: Readonly<Record<string, string>> = {
  favourite: 'normal',
  favorite: 'normal',
  urgent: 'normal',
  important: 'normal',
  available: 'unavailable',
  unavailable: 'available',
  ready: 'pending',
  missing: 'present',
  dead: 'alive',
  request: 'available',
  empty: 'full',
  full: 'open',
  public: 'private',
  private: 'public',
  activate: 'inactive',
  start: 'planned',
};

/** Verbs that lead back to the state before another verb. */
const INVERSES: Readonly<Record<string, readonly string[]>> = {
  return: words(
    'borrow lend loan rent hire lease "check out" "take out" "lend out" "hand out" "give out" "loan out" "rent out" "hire out" take',
  ),
  'give back': words('borrow lend loan rent hire'),
  'bring back': words('borrow lend "take out"'),
  'check in': words('"check out"'),
  reactivate: words('suspend deactivate block ban retire freeze pause cancel'),
  activate: words('deactivate suspend'),
  reinstate: words('suspend ban block'),
  reopen: words('close complete finish resolve solve settle archive cancel'),
  unarchive: words('archive'),
  restore: words('archive delete hide retire discontinue'),
  unpublish: words('publish'),
  unblock: words('block'),
  unban: words('ban'),
  unfreeze: words('freeze'),
  unlock: words('lock'),
  unassign: words('assign'),
  enable: words('disable'),
  release: words('reserve hold quarantine occupy book assign'),
  free: words('reserve occupy book assign'),
  vacate: words('occupy'),
  resume: words('pause stop suspend adjourn interrupt hold "put on hold"'),
  unreserve: words('reserve'),
  repair: words('break'),
  fix: words('break'),
  find: words('lose'),
  unflag: words('flag'),
  unpin: words('pin'),
  unstar: words('star'),
  refund: words('pay'),
  show: words('hide'),
};

const KEEPS_NO_E =
  /(?:[aeiou][aeiou][bcdfgklmnprt]|w|x|y|sh|ch|ck|ll|ss|ff|zz|nd|nt|st|rt|rd|rn|rm|rk|lt|ld|lf|lp|mp|ct|pt|ft|sk|sp|er|en|on|el|al|it|om|op|ow|lk|nk|ng|mn|gn|et)$/;
const NEEDS_E =
  /(?:[aeiouy]?[^aeiou]at|v|[^aeiou]ir|ur|c|[aeioulnr]s|u|plet|dg|rg|[aeiou]g|ang|z|[bptdgkf]l|ot|id|ak|[^o]ok|[^e]ar|or|in|um|am|ap|ip|ap|ut|iz|is)$/;

/** `repaired` → `repair`, `sold` → `sell`; nothing for a word that is no participle. */
export function baseOfParticiple(participle: string): string | undefined {
  const known = BY_PARTICIPLE.get(participle);
  if (known) return known[0];
  const [first = '', ...particles] = participle.split(' ');
  const knownFirst = particles.length > 0 ? BY_PARTICIPLE.get(first) : undefined;
  if (knownFirst) return [knownFirst[0], ...particles].join(' ');
  const irregular = particles.length > 0 ? IRREGULAR_BY_PARTICIPLE.get(first) : undefined;
  const base = irregular ?? regularBase(first);
  return base === undefined ? undefined : [base, ...particles].join(' ');
}

function regularBase(word: string): string | undefined {
  if (
    !/^[a-z][a-z-]+ed$/.test(word) ||
    word.length < 5 ||
    /(?:eed|bed|shed|sled|speed|need|seed|breed)$/.test(word)
  ) {
    return undefined;
  }
  const stem = word.slice(0, -2);
  if (stem.endsWith('i')) return `${stem.slice(0, -1)}y`;
  if (/([bdgmnprt])\1$/.test(stem) && !/(?:add)$/.test(stem)) return stem.slice(0, -1);
  if (/[^aeiou]ell$|cell$/.test(stem) && stem.length > 5) return stem.slice(0, -1);
  if (NEEDS_E.test(stem) && !KEEPS_NO_E.test(stem)) return `${stem}e`;
  if (/(?:at|v|c|u|plet)$/.test(stem) && !/(?:eat|oat)$/.test(stem)) return `${stem}e`;
  return stem;
}

/** `repair` → `repaired`, `sell` → `sold`. */
export function participleOfBase(base: string): string {
  const known = BY_BASE.get(base);
  if (known) return known[1];
  const [first = '', ...particles] = base.split(' ');
  return [
    BY_BASE.get(first)?.[1] ?? IRREGULAR_BY_BASE.get(first) ?? regularParticiple(first),
    ...particles,
  ].join(' ');
}

function regularParticiple(verb: string): string {
  if (verb.endsWith('e')) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  if (/^[^aeiou]*[aeiou][bdgmnprt]$/.test(verb)) return `${verb}${verb.at(-1)}ed`;
  return `${verb}ed`;
}

/** Kinds of record named after a verb: `booking` for `book`. */
const NOMINALS: Readonly<Record<string, readonly string[]>> = {
  book: ['booking', 'reservation'],
  reserve: ['reservation', 'booking'],
  borrow: ['loan', 'borrowing', 'checkout', 'lending'],
  lend: ['loan', 'lending'],
  loan: ['loan'],
  rent: ['rental', 'hire', 'booking'],
  hire: ['hire', 'rental', 'booking'],
  lease: ['lease'],
  order: ['order'],
  buy: ['purchase', 'order', 'sale'],
  purchase: ['purchase', 'order', 'sale'],
  sell: ['sale'],
  adopt: ['adoption'],
  enrol: ['enrolment', 'registration', 'signup'],
  enroll: ['enrollment', 'registration', 'signup'],
  register: ['registration', 'signup'],
  'sign up': ['signup', 'sign up', 'registration', 'enrolment', 'booking'],
  join: ['membership', 'signup', 'registration'],
  apply: ['application'],
  request: ['request'],
  visit: ['visit'],
  review: ['review'],
  rate: ['rating', 'review'],
  donate: ['donation'],
  pay: ['payment'],
  bid: ['bid'],
  vote: ['vote'],
  attend: ['attendance'],
  inspect: ['inspection'],
  'check out': ['checkout', 'loan'],
  log: ['log'],
};

/** The kinds of record that a verb may create. */
export function nominalOf(verb: string): readonly string[] {
  return Object.hasOwn(NOMINALS, verb) ? (NOMINALS[verb] ?? []) : [];
}

export function isKnownAction(base: string): boolean {
  return BY_BASE.has(base);
}

export function isKnownParticiple(word: string): boolean {
  return BY_PARTICIPLE.has(word);
}

/** The verb that leads to a state: `sold` → `sell`, `in progress` → `start`; nothing for a state such as `available`. */
export function verbToState(state: string): string | undefined {
  if (Object.hasOwn(STATE_VERBS, state)) return STATE_VERBS[state];
  return baseOfParticiple(state.replace(/^(?:fully|partly|already|been) /, ''));
}

/** The state a record is most likely in before the verb applies to it. */
export function stateBefore(base: string): string {
  const adjective = base.replace(/^mark /, '');
  if (Object.hasOwn(BEFORE_ADJECTIVES, adjective)) return BEFORE_ADJECTIVES[adjective] ?? 'open';
  const [first = '', ...particles] = base.split(' ');
  const known = BY_BASE.get(base) ?? BY_BASE.get(placeVerb(first, particles.join(' ')));
  return known?.[2] ?? beforeByWord(first, particles);
}

/** `put on display` is what `display` is; `hand out` what `hand` is. */
function placeVerb(first: string, place: string): string {
  const isMoving = /^(?:put|take|bring|place)$/.test(first);
  const ofPlace = isMoving && place !== 'on hold' ? STATE_VERBS[place] : undefined;
  return ofPlace ?? (place === '' ? '' : first);
}

function beforeByWord(first: string, particles: readonly string[]): string {
  if (first === 'take' || particles.includes('out')) return 'available';
  if (first === 'go' || particles.join(' ') === 'on hold') return 'active';
  return /^(?:let|lease)$/.test(first) ? 'free' : 'open';
}

/** The verbs whose effect this verb takes back. */
export function inversesOf(base: string): readonly string[] {
  return Object.hasOwn(INVERSES, base) ? (INVERSES[base] ?? []) : [];
}
