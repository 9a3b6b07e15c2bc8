import { remembered } from './remembered.ts';

/**
 * English plurals and singulars of nouns, for names of entities and collections. A compound (`TaskList`, `task-list`)
 * changes its last word only; the case of the word is kept.
 */

const irregular: readonly (readonly [singular: string, plural: string])[] = [
  ['person', 'people'],
  ['man', 'men'],
  ['woman', 'women'],
  ['child', 'children'],
  ['foot', 'feet'],
  ['tooth', 'teeth'],
  ['goose', 'geese'],
  ['mouse', 'mice'],
  ['louse', 'lice'],
  ['ox', 'oxen'],
  ['die', 'dice'],
  ['leaf', 'leaves'],
  ['loaf', 'loaves'],
  ['thief', 'thieves'],
  ['shelf', 'shelves'],
  ['half', 'halves'],
  ['calf', 'calves'],
  ['elf', 'elves'],
  ['self', 'selves'],
  ['wolf', 'wolves'],
  ['hoof', 'hooves'],
  ['scarf', 'scarves'],
  ['knife', 'knives'],
  ['life', 'lives'],
  ['wife', 'wives'],
  ['analysis', 'analyses'],
  ['axis', 'axes'],
  ['basis', 'bases'],
  ['crisis', 'crises'],
  ['diagnosis', 'diagnoses'],
  ['hypothesis', 'hypotheses'],
  ['oasis', 'oases'],
  ['parenthesis', 'parentheses'],
  ['synthesis', 'syntheses'],
  ['thesis', 'theses'],
  ['criterion', 'criteria'],
  ['phenomenon', 'phenomena'],
  ['datum', 'data'],
  ['medium', 'media'],
  ['bacterium', 'bacteria'],
  ['curriculum', 'curricula'],
  ['memorandum', 'memoranda'],
  ['stratum', 'strata'],
  ['alumnus', 'alumni'],
  ['cactus', 'cacti'],
  ['fungus', 'fungi'],
  ['nucleus', 'nuclei'],
  ['stimulus', 'stimuli'],
  ['syllabus', 'syllabi'],
  ['radius', 'radii'],
  ['larva', 'larvae'],
  ['vertebra', 'vertebrae'],
  ['alga', 'algae'],
  ['appendix', 'appendices'],
  ['index', 'indexes'],
  ['matrix', 'matrices'],
  ['vertex', 'vertices'],
  ['quiz', 'quizzes'],
  ['whiz', 'whizzes'],
  ['bus', 'buses'],
  ['minibus', 'minibuses'],
  ['omnibus', 'omnibuses'],

  ['gas', 'gases'],
  ['lens', 'lenses'],
  ['atlas', 'atlases'],
  ['bias', 'biases'],
  ['canvas', 'canvases'],
  ['iris', 'irises'],
  ['alias', 'aliases'],
  ['status', 'statuses'],
  ['campus', 'campuses'],
  ['virus', 'viruses'],
  ['bonus', 'bonuses'],
  ['census', 'censuses'],
  ['circus', 'circuses'],
  ['corpus', 'corpora'],
  ['genus', 'genera'],
  ['opus', 'opuses'],
  ['hero', 'heroes'],
  ['potato', 'potatoes'],
  ['tomato', 'tomatoes'],
  ['echo', 'echoes'],
  ['veto', 'vetoes'],
  ['torpedo', 'torpedoes'],
  ['volcano', 'volcanoes'],
  ['cargo', 'cargoes'],
  ['mosquito', 'mosquitoes'],
  ['cookie', 'cookies'],
  ['movie', 'movies'],
  ['pie', 'pies'],
  ['tie', 'ties'],
  ['lie', 'lies'],
  ['zombie', 'zombies'],
  ['genie', 'genies'],
  ['selfie', 'selfies'],
  ['calorie', 'calories'],
  ['cache', 'caches'],
  ['niche', 'niches'],
  ['avalanche', 'avalanches'],
  ['headache', 'headaches'],
  ['toothache', 'toothaches'],
  ['ache', 'aches'],
  ['moustache', 'moustaches'],
  ['creche', 'creches'],
  ['axe', 'axes'],
  ['bruise', 'bruises'],
  ['shoe', 'shoes'],
  ['toe', 'toes'],
  ['canoe', 'canoes'],
  ['oboe', 'oboes'],
  ['horseshoe', 'horseshoes'],
  ['ski', 'skis'],
  ['taxi', 'taxis'],
  ['kiwi', 'kiwis'],
  ['bikini', 'bikinis'],
  ['alibi', 'alibis'],
];

const uncountable: ReadonlySet<string> = new Set([
  'advice',
  'aircraft',
  'bison',
  'chassis',
  'deer',
  'equipment',
  'feedback',
  'fish',
  'furniture',
  'hardware',
  'information',
  'knowledge',
  'livestock',
  'luggage',
  'metadata',
  'moose',
  'money',
  'music',
  'news',
  'offspring',
  'police',
  'rice',
  'salmon',
  'series',
  'sheep',
  'shrimp',
  'software',
  'spacecraft',
  'species',
  'staff',
  'swine',
  'trout',
]);

const plurals = new Map(irregular);
const singulars = new Map(irregular.map(([one, many]) => [many, one]));
// `axes` belongs to `axis` far more often than to `axe`.
singulars.set('axes', 'axis');
singulars.set('indices', 'index');

/** `TaskList` → `TaskLists`, `category` → `categories`, `person` → `people`. A plural stays as it is. */
export const plural = remembered((name) => {
  if (acronyms.test(name)) return name;
  return acronym.test(name) ? `${name}s` : changeLastWord(name, pluralOfWord);
});

/** `TaskLists` → `TaskList`, `categories` → `category`, `people` → `person`. A singular stays as it is. */
export const singular = remembered((name) =>
  acronyms.test(name) ? name.slice(0, -1) : changeLastWord(name, singularOfWord),
);

const acronym = /(^|[\p{Ll}\s_-])[\p{Lu}\p{N}]*\p{Lu}{2}$/u;
const acronyms = /(^|[\p{Ll}\s_-])[\p{Lu}\p{N}]*\p{Lu}{2}s$/u;

function pluralOfWord(word: string): string {
  if (uncountable.has(word)) return word;
  const known = plurals.get(word) ?? ofCompound(word, plurals);
  if (known !== undefined) return known;
  if (isPlural(word)) return word;
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}

function singularOfWord(word: string): string {
  if (uncountable.has(word) || plurals.has(word)) return word;
  const known = singulars.get(word) ?? ofCompound(word, singulars);
  if (known !== undefined) return known;
  if (/(ss|us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ss|x|ch|sh|zz)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/** True for words such as `tasks` or `grandchildren` that come to us in the plural already. */
function isPlural(word: string): boolean {
  if (singulars.has(word) || ofCompound(word, singulars) !== undefined) return true;
  return /[^s]s$/.test(word) && !/(us|is|as)$/.test(word);
}

/** Irregular nouns keep their ways inside closed compounds: `bookshelf`, `craftsman`, `grandchild`. */
function ofCompound(word: string, table: ReadonlyMap<string, string>): string | undefined {
  if (lookalikes.test(word)) return undefined;
  for (const [from, to] of table) {
    const isHead = compoundHeads.has(from) || compoundHeads.has(to);
    if (isHead && word.length > from.length + 1 && word.endsWith(from)) {
      return word.slice(0, -from.length) + to;
    }
  }
  return undefined;
}

/** The irregular nouns that compounds end in; `-base`, `-lie` or `-louse` would find themselves in `database`, `family`, `police`. */
const compoundHeads: ReadonlySet<string> = new Set(
  (
    'person man woman child foot tooth goose mouse leaf loaf thief shelf half calf wolf hoof scarf knife life wife ' +
    'quiz hero potato tomato shoe cookie movie criterion canvas status syllabus virus'
  ).split(' '),
);

/** Words that only end like an irregular one. */
const lookalikes =
  /(human|german|roman|shaman|talisman|ottoman|caiman|mongoose)s?$|(specimen|regimen|acumen|abdomen|mongooses)$/;

function changeLastWord(name: string, change: (lowerCaseWord: string) => string): string {
  const match = /^(.*?)(\p{Lu}?[\p{Ll}\p{N}]+|[\p{Lu}\p{N}]+)$/su.exec(name);
  if (match === null) return name;
  const [, head = '', last = ''] = match;
  const lower = last.toLowerCase();
  const changed = change(lower);
  if (changed === lower) return name;
  const isCapital = last.charAt(0) !== lower.charAt(0);
  return head + (isCapital ? changed.charAt(0).toUpperCase() + changed.slice(1) : changed);
}
