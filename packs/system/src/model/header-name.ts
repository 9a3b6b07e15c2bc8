import { capitalise, kebabCase } from '../naming/letter-case.ts';

/** `requestId` is the header `Request-Id`. */
export function headerName(field: string): string {
  return kebabCase(field).split('-').map(capitalise).join('-');
}
