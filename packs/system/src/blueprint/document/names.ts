import { z } from 'zod';

/** How names of each kind are spelled. */
const name = (pattern: RegExp, what: string) => z.string().regex(pattern, `expected ${what}`);
export const pascalName = name(/^[A-Z][A-Za-z0-9]*$/, 'a PascalCase name such as TaskList');
export const camelName = name(/^[a-z][A-Za-z0-9]*$/, 'a camelCase name such as dueDate');
/** The name of a member of an object, or `...` for all of another. */
export const memberName = name(/^([a-z][A-Za-z0-9]*|\.\.\.)$/, 'a camelCase name such as dueDate');
export const kebabName = name(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a kebab-case name such as task-list');
/** An entity, a named type, or a list: `Task`, `Task[] 1..100`. */
export const inputType = name(
  /^([A-Z][A-Za-z0-9]*|.+\[\].*)$/,
  'a PascalCase name such as TaskList, or a list such as TaskList[] 1..100',
);
