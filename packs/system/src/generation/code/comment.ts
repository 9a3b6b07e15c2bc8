/** A documentation comment on a line of its own; empty text gives no comment. */
export function docComment(text: string | undefined, indent = ''): string {
  const line = commentText(text ?? '');
  return line === '' ? '' : `${indent}/** ${line} */\n`;
}

/** Text from a model as one line that cannot end the comment it stands in. */
export function commentText(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\*\//g, '* /')
    .trim();
}

/** The text as a sentence: a capital at its start and a full stop at its end. */
export function sentence(text: string): string {
  const line = commentText(text);
  if (line === '') return '';
  const capital = line.charAt(0).toUpperCase() + line.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
