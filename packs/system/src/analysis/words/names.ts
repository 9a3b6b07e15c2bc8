import { isSafeProperty, isSafeTypeName } from '../../naming/identifier.ts';
import { capitalise } from '../../naming/letter-case.ts';
import { singular } from './number.ts';

const MAXIMUM_WORDS = 6;
const MAXIMUM_LETTERS = 40;

/** Lower-case ASCII words of a phrase: `frame_number`, `frameNumber`, `Frame-Number` → `frame`, `number`. */
export function asciiWords(phrase: string): readonly string[] {
  return phrase
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[øØ]/g, 'o')
    .replaceAll(/[æÆ]/g, 'ae')
    .replaceAll(/[łŁ]/g, 'l')
    .replaceAll(/['’]/g, '')
    .replaceAll(/\be-mail/gi, 'email')
    .replaceAll(/\bweb[- ]site/gi, 'website')
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .slice(0, MAXIMUM_WORDS)
    .map((word) => word.slice(0, MAXIMUM_LETTERS));
}

/** A name, and whether it had to differ from what was said. */
export interface SafeName {
  readonly name: string;
  readonly isRenamed: boolean;
}

/** PascalCase singular name of an entity, or nothing when no letter is left of the phrase. */
export function entityName(words: readonly string[]): SafeName | undefined {
  const letters = dropLeadingDigits(words);
  const last = letters.at(-1);
  if (last === undefined) return undefined;
  const name = [...letters.slice(0, -1), singular(last)].map(capitalise).join('');
  const isTaken = !isSafeTypeName(name);
  return { name: isTaken ? `${name}Entry` : name, isRenamed: isTaken };
}

/** camelCase name of a field. */
export function fieldName(words: readonly string[]): SafeName | undefined {
  const letters = dropLeadingDigits(words);
  if (letters.length === 0) return undefined;
  const name = camel(letters);
  const isTaken = !isSafeProperty(name) || /^(?:proto|constructor|in|true|false|null)$/.test(name);
  return { name: isTaken ? `${name}Value` : name, isRenamed: isTaken };
}

export function camel(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word : capitalise(word))).join('');
}

export function kebab(words: readonly string[]): string {
  return dropLeadingDigits(words).join('-');
}

function dropLeadingDigits(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => /^[a-z]/.test(word));
  return first < 0 ? [] : words.slice(first);
}
