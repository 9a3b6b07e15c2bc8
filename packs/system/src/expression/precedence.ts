/** Code and how tightly it binds. */
export interface Compiled {
  readonly code: string;
  readonly precedence: number;
}

/** How tightly the operators of TypeScript bind: more is tighter. */
export const precedences = {
  conditional: 2,
  or: 3,
  and: 4,
  equality: 8,
  relational: 9,
  additive: 11,
  multiplicative: 12,
  unary: 14,
  member: 17,
  primary: 18,
} as const;

/** The code, in parentheses if it binds less tightly than asked for. */
export function atLeast({ code, precedence }: Compiled, minimum: number): string {
  return precedence < minimum ? `(${code})` : code;
}

/** A literal, safe in any TypeScript: text is escaped, numbers are plain. */
export function literalCode(value: string | number | boolean | null): Compiled {
  if (typeof value === 'string') return { code: JSON.stringify(value), precedence: precedences.primary };
  if (typeof value !== 'number') return { code: String(value), precedence: precedences.primary };
  const code = numberCode(value);
  // A number in front of `.` would swallow the point.
  return { code, precedence: value < 0 ? precedences.unary : precedences.member - 1 };
}

/** Long whole numbers in groups of three digits. */
export function numberCode(value: number): string {
  const text = String(value);
  return /^-?\d{5,}$/.test(text) ? text.replaceAll(/\B(?=(\d{3})+$)/g, '_') : text;
}
