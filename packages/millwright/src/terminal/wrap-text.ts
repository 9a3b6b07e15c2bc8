/** Breaks a text between words into lines of at most `width` columns; `indent` starts each line but the first. */
export function wrapText(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line.trim() === '') {
      line = longer;
    } else {
      lines.push(line);
      line = indent + word.trimStart();
    }
  }
  return [...lines, line];
}
