/** How a request is written. */
export type RequestKind = 'prose' | 'blueprint';

/** A blueprint says so itself, in its first key; everything else is read as prose. */
export function requestKind(request: string): RequestKind {
  const firstLine = request.split(/\r?\n/).find((line) => line.trim() !== '' && !/^\s*(#|---|%)/.test(line));
  return firstLine !== undefined && /^["']?millwright["']?\s*:/.test(firstLine) ? 'blueprint' : 'prose';
}
