import { plural as pluralOf, singular as singularOf } from '../../naming/plural.ts';
import { wordSet } from './word-list.ts';

/** Words ending in s that are no plurals, and plurals that have no singular. */
const UNCHANGED = wordSet(
  'as is was has his its this us yes plus minus versus gps sms dns always perhaps less unless across towards besides ' +
    'goods trousers jeans glasses binoculars pyjamas scissors tongs pliers premises thanks mathematics physics athletics ' +
    'gymnastics economics politics ethics logistics analytics statistics christmas chess tennis pancreas cosmos chaos ' +
    'asparagus does goes species series lens gas bus headquarters crossroads clothes stock',
);

const KEEPS_IE =
  /^(?:movies|cookies|zombies|genies|selfies|calories|rookies|hoodies|smoothies|neckties|magpies|birdies|brownies)$/;
/** The singular of one lower-case word; a word that is singular already comes back as it is. */
export function singular(word: string): string {
  if (word.length < 4 || UNCHANGED.has(word)) return shortSingular(word);
  if (/[^aeiou]ies$/.test(word) && word.length > 5 && !KEEPS_IE.test(word)) return `${word.slice(0, -3)}y`;
  return singularOf(word);
}

function shortSingular(word: string): string {
  if (word === 'men') return 'man';
  return word.length === 3 && /[^aeious]s$/.test(word) && !UNCHANGED.has(word) ? word.slice(0, -1) : word;
}

/** True when the word is the plural of another word. */
export function isPlural(word: string): boolean {
  return singular(word) !== word;
}

/** The plural of one lower-case singular word or phrase. */
export function plural(word: string): string {
  return pluralOf(word);
}

/** The noun with its article: `an idea`, `a user`, `an hour`. */
export function withArticle(noun: string): string {
  const isVowel =
    /^(?:[aeio]|u(?!ni|se|sa|su|ti|k)|hour|honou?r|heir|x-ray)/i.test(noun) &&
    !/^(?:one|once|eu)/i.test(noun);
  return `${isVowel ? 'an' : 'a'} ${noun}`;
}
