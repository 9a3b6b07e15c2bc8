import { literal } from '../../code/literal.ts';
import type { UniqueKey } from './unique-keys.ts';

/** A unique key as the layout of a table holds it. */
export function keyLiteral({ fields, ignoreCase }: UniqueKey): string {
  return `{ fields: ${literal(fields)}${ignoreCase ? ', ignoreCase: true' : ''} }`;
}
