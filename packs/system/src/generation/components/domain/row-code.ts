/** The values of a row that is written: an object literal, and the checks that must come before it. */
export interface RowValues {
  readonly checks: readonly string[];
  readonly code: string;
}

/** The name of the field that a member of an object literal gives. */
export function memberName(code: string): string {
  return /^[\w$]+/.exec(code)?.[0] ?? '';
}

/** An object literal, or the input itself where it is all there is. */
export function rowCode(members: readonly string[]): string {
  const [only, ...others] = members;
  if (only === undefined) return '{}';
  return only === '...input' && others.length === 0 ? 'input' : `{ ${members.join(', ')} }`;
}
