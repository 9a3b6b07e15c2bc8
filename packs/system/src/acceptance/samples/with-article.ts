import { spaced } from '../../naming/letter-case.ts';
import { singular } from '../../naming/plural.ts';

/** `a task`, `an order line`, `tags`, as a person would say it. */
export function withArticle(name: string): string {
  const phrase = spaced(name);
  if (isPlural(phrase)) return phrase;
  return `${/^(?!uni|use|eu|one)[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`;
}

/** Whether a name speaks of several things: `tags`, but not `class`. */
export function isPlural(name: string): boolean {
  return singular(name) !== name;
}
