import { UnsafePathError } from '../errors.ts';

const reservedNames = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * Checks a relative path with forward slashes and returns it unchanged.
 * @throws UnsafePathError for absolute paths, `..`, empty segments, control characters, backslashes, names that Windows
 * reserves, and text that is not in Unicode normal form C.
 */
export function safePath(path: string): string {
  const refuse = (reason: string): never => {
    throw new UnsafePathError(path, reason);
  };
  if (path === '') refuse('it is empty');
  if (path.length > 240) refuse('it is longer than 240 characters');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) refuse('it is absolute');
  if (path.includes('\\')) refuse('it holds a backslash');
  if (/[\u0000-\u001f\u007f]/.test(path)) refuse('it holds a control character');
  if (path !== path.normalize('NFC')) refuse('it is not in Unicode normal form C');
  for (const segment of path.split('/')) {
    if (segment === '') refuse('it has an empty segment');
    if (segment === '.' || segment === '..') refuse('it has a relative segment');
    if (reservedNames.test(segment)) refuse(`${segment} is a reserved name`);
    if (/[ .]$/.test(segment)) refuse(`${segment} ends in a dot or a space`);
  }
  return path;
}
