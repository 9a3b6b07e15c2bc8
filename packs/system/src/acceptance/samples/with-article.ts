import { spaced } from '../../naming/letter-case.ts';

/** `a task`, `an order line`, as a person would say it. */
export function withArticle(name: string): string {
  const phrase = spaced(name);
  return `${/^(?!uni|use|eu|one)[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`;
}
