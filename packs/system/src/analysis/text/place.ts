import type { Place } from '../errors.ts';

/** Line and column of an offset, both counted from 1; CR, LF and CRLF each end a line. */
export function placeOf(text: string, offset: number): Place {
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < offset; i += 1) {
    const char = text[i];
    const endsLine = char === '\n' || (char === '\r' && text[i + 1] !== '\n');
    if (!endsLine) continue;
    line += 1;
    lineStart = i + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
