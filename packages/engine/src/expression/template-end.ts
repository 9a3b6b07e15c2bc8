/** Where the `}}` stands that ends an expression: not within a literal text, nor where braces of maps end. */
export function closeOf(text: string, from: number): number | undefined {
  let quote: string | undefined;
  let depth = 0;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quote !== undefined) {
      if (character === '\\') index += 1;
      else if (character === quote) quote = undefined;
      continue;
    }
    if (character === '"' || character === "'") quote = character;
    if (character === '}' && depth === 0 && text[index + 1] === '}') return index;
    depth = Math.max(0, depth + depthChange(character));
  }
  return undefined;
}

function depthChange(character: string): number {
  return character === '{' ? 1 : character === '}' ? -1 : 0;
}
