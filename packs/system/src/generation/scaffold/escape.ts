/**
 * Text of a request may hold anything. Each function makes it harmless in one place of a Markdown document or a shell
 * command.
 */

/** In running text and table cells: one line, and no character keeps a meaning for Markdown or HTML. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~$]/g, (character) => `\\${character}`)
    .replace(/^([-+=#>]|\d+[.)])/, '&#8203;$1');
}

/** In a code span, also inside a table. */
export function markdownCode(text: string): string {
  const content = oneLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${content}${padding}${fence}`;
}

/** In a quoted label of a Mermaid diagram. */
export function mermaidLabel(text: string): string {
  return `"${oneLine(text).replace(/["#;<>&`\\]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
}

/** As one word of a POSIX shell command. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Line breaks become spaces; control characters and marks that reorder text go. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .trim();
}
