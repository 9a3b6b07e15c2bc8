/** Where the `}}` stands that ends an expression: not within a literal text, nor where braces of maps end. */
export function closeOf(text: string, from: number): number | undefined {
  let depth = 0;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '"' || character === "'") index = literalEnd(text, index);
    else if (character === '{') depth += 1;
    else if (character === '}' && depth > 0) depth -= 1;
    else if (character === '}' && text[index + 1] === '}') return index;
  }
  return undefined;
}

/** The place of the quote that ends a literal text; the end of everything when there is none. */
function literalEnd(text: string, start: number): number {
  const quote = text[start];
  let index = start + 1;
  while (index < text.length && text[index] !== quote) index += text[index] === '\\' ? 2 : 1;
  return index;
}
