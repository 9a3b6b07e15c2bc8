const notCode =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`|\/(?![/*\s])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgimsuvy]*(?=\s*[.,;)\]:])/g;

/** Code with its comments, texts and patterns blanked, line by line and column by column where it was. */
export function codeOnly(content: string): string {
  return content.replace(notCode, (text) => text.replace(/[^\n]/g, ' '));
}
