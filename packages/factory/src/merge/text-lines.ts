/** A text as lines with their ends, so that joining them gives the text back byte for byte. */
export function splitLines(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** Puts lines together again. A line that had no end, because it was a text's last, gets one where another follows. */
export function joinLines(lines: readonly string[], lineEnd: string): string {
  return lines
    .map((line, index) => (index < lines.length - 1 && !line.endsWith('\n') ? line + lineEnd : line))
    .join('');
}

/** What a line says: without its end and without the mark some editors put before the first one. */
export function lineContent(line: string): string {
  return line.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
}

/** The line end that most lines of a text have; `\n` for a text of one line. */
export function usualLineEnd(text: string): '\n' | '\r\n' {
  const ends = text.split('\n').length - 1;
  const long = text.split('\r\n').length - 1;
  return long * 2 > ends ? '\r\n' : '\n';
}

export function withLineEnd(line: string, lineEnd: '\n' | '\r\n'): string {
  return line.replace(/\r?\n$/, lineEnd);
}

/** Two texts that differ at most in their line ends. */
export function saysTheSame(left: string, right: string): boolean {
  return left === right || left.replaceAll('\r\n', '\n') === right.replaceAll('\r\n', '\n');
}
