import { remembered } from './remembered.ts';

/** Splits a name or a phrase into lower-case words: `dueDate`, `DueDate`, `due-date`, `due date`, `HTTPServer2`, `APIs`. */
export function words(text: string): string[] {
  return text
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}(?!s(?!\p{Ll}))\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** `TaskList` → `taskList`. */
export const camelCase = remembered((text) =>
  words(text)
    .map((word, index) => (index === 0 ? word : capitalise(word)))
    .join(''),
);

/** `task list` → `TaskList`. */
export const pascalCase = remembered((text) => words(text).map(capitalise).join(''));

/** `TaskList` → `task-list`. */
export const kebabCase = remembered((text) => words(text).join('-'));

/** `notFound` → `not_found`. */
export const snakeCase = remembered((text) => words(text).join('_'));

/** `maxPlaces` → `MAX_PLACES`. */
export function screamingSnakeCase(text: string): string {
  return snakeCase(text).toUpperCase();
}

/** `taskList` → `task list`: for sentences a person reads. */
export const spaced = remembered((text) => words(text).join(' '));

/** The first letter in upper case, the rest as it was. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
