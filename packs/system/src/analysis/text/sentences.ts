import { endsInAbbreviation } from './abbreviations.ts';
import type { Run } from './blocks.ts';

/** Splits a run of text into sentences. Stops inside parentheses, quotes, numbers and abbreviations end nothing. */
export function splitSentences(text: string, run: Run): readonly Run[] {
  const bullets = inlineBullets(text, run);
  return bullets ? bullets.flatMap((part) => splitPlain(text, part)) : splitPlain(text, run);
}

/** `Dogs - dogs: name, breed - kennels: number`: a list squeezed into one line. */
function inlineBullets(text: string, run: Run): readonly Run[] | undefined {
  const bullet = /\s[-•*–]\s+(?=\p{L}[\p{L} ]{0,30}:)/gu;
  const marks = [...text.slice(run.start, run.end).matchAll(bullet)];
  if (marks.length < 2) return undefined;
  const starts = [run.start, ...marks.map((mark) => run.start + mark.index + mark[0].length)];
  const ends = [...marks.map((mark) => run.start + mark.index), run.end];
  return starts.map((start, index) => ({ start, end: ends[index] ?? run.end }));
}

function splitPlain(text: string, run: Run): readonly Run[] {
  const sentences: Run[] = [];
  let start = run.start;
  let depth = 0;
  for (let i = run.start; i < run.end; i += 1) {
    const char = text[i] as string;
    depth = Math.max(0, depth + depthChange(char));
    if (!'.!?。'.includes(char) || depth > 0) continue;
    const end = endOfStop(text, i, run.end);
    if (end === undefined || (char === '.' && !endsSentence(text, start, i, end, run.end))) continue;
    push(sentences, text, start, end);
    start = end;
    i = end - 1;
  }
  push(sentences, text, start, run.end);
  return sentences;
}

function depthChange(char: string): number {
  if (char === '(' || char === '[') return 1;
  return char === ')' || char === ']' ? -1 : 0;
}

/** Behind a stop and what closes with it; nothing when no white space follows. */
function endOfStop(text: string, stop: number, limit: number): number | undefined {
  let end = stop + 1;
  while (end < limit && /[.!?)"'”’*_`\]]/.test(text[end] as string)) end += 1;
  return end < limit && !/\s/.test(text[end] as string) ? undefined : end;
}

function endsSentence(text: string, start: number, stop: number, end: number, limit: number): boolean {
  const before = text.slice(Math.max(start, stop - 24), stop + 1);
  const after = text.slice(end, Math.min(limit, end + 40)).trimStart();
  if (after === '') return true;
  if (endsInAbbreviation(before, text.slice(end, Math.min(limit, end + 8)))) return false;
  if (/(?:^|[\s(])etc\.$/i.test(before)) return /^\p{Lu}/u.test(after);
  return !/^\p{Ll}{1,2}\s/u.test(after) || /^(?:a|an|it|we|i|no|if)\s/i.test(after);
}

function push(sentences: Run[], text: string, from: number, to: number): void {
  const part = text.slice(from, to);
  const lead = part.length - part.trimStart().length;
  const length = part.trim().length;
  if (length > 0) sentences.push({ start: from + lead, end: from + lead + length });
}
