/** One line of the request without its line end. Offsets are UTF-16 code units into the request. */
export interface Line {
  readonly text: string;
  readonly start: number;
}

export function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  const lineEnd = /\r\n|\n|\r|\u2028|\u2029/g;
  let start = 0;
  for (const match of text.matchAll(lineEnd)) {
    lines.push({ text: text.slice(start, match.index), start });
    start = match.index + match[0].length;
  }
  lines.push({ text: text.slice(start), start });
  return lines;
}
