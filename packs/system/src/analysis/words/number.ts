import { plural as pluralOf, singular as singularOf } from '../../naming/plural.ts';
import { wordSet } from './word-list.ts';

/** Words ending in s that are no plurals, and plurals that have no singular. */
const UNCHANGED = wordSet(
  'as is was has his its this us yes plus minus versus gps sms dns always perhaps less unless across towards besides ' +
    'goods trousers jeans glasses binoculars pyjamas scissors tongs pliers premises thanks mathematics physics athletics ' +
    'gymnastics economics politics ethics logistics analytics statistics christmas chess tennis pancreas cosmos chaos ' +
    'asparagus does goes lens gas bus headquarters crossroads clothes stock',
);

/** The singular of one lower-case word; a word that is singular already comes back as it is. */
export function singular(word: string): string {
  return word.length < 4 || UNCHANGED.has(word) ? shortSingular(word) : singularOf(word);
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
