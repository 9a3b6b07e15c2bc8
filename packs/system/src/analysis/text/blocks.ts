import { goesOn, isEntry, widthAround } from './line-breaks.ts';
import type { Line } from './lines.ts';

/** A run of text between two offsets, several lines when a paragraph or an item is wrapped. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** A piece of layout. Offsets point behind the markup (`#`, `-`, `|`), at the words themselves. */
export type Block =
  | (Run & { readonly kind: 'heading'; readonly level: number })
  /** An unmarked item is a line without a bullet, below a line that ends in a colon. */
  | (Run & { readonly kind: 'item'; readonly indent: number; readonly isUnmarked?: boolean })
  | (Run & { readonly kind: 'paragraph' })
  | (Run & { readonly kind: 'code' })
  | (Run & { readonly kind: 'row'; readonly cells: readonly Run[]; readonly header: readonly string[] })
  | (Run & { readonly kind: 'gap' });

const HEADING = /^ {0,3}(#{1,6})\s+/;
const ITEM = /^([\s>]*)(?:[-*+•‣◦·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+(?:\[[ xX]\]\s+)?(?=\S)/;
const FENCE = /^\s*(`{3,}|~{3,})/;
const RULE = /^\s*([-*_=])(?:\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/;
const UNDERLINE = /^\s*(=|-)\1{2,}\s*$/;

/** Splits lines into blocks by their layout alone; what the words mean plays no part. */
export function readBlocks(lines: readonly Line[]): readonly Block[] {
  const blocks: Block[] = [];
  let index = 0;
  while (index < lines.length) index = readBlock(lines, index, blocks);
  return blocks;
}

function readBlock(lines: readonly Line[], index: number, blocks: Block[]): number {
  const line = lines[index] as Line;
  const next = lines[index + 1];
  if (FENCE.test(line.text)) return readFence(lines, index, blocks);
  if (line.text.trim() === '' || RULE.test(line.text)) {
    blocks.push({ kind: 'gap', start: line.start, end: line.start + line.text.length });
    return index + 1;
  }
  const heading = HEADING.exec(line.text);
  if (heading) {
    const text = line.text.replace(/\s+#+\s*$/, '');
    blocks.push({
      kind: 'heading',
      level: (heading[1] as string).length,
      ...trimmed(line, heading[0].length, text.length),
    });
    return index + 1;
  }
  if (next && line.text.includes('|') && TABLE_RULE.test(next.text) && next.text.includes('-')) {
    return readTable(lines, index, blocks);
  }
  const item = ITEM.exec(line.text);
  if (item) {
    const indent = (item[1] as string).replaceAll('\t', '    ').length;
    blocks.push({ kind: 'item', indent, ...trimmed(line, item[0].length) });
    return index + 1;
  }
  return readParagraphLine(lines, index, blocks);
}

function readParagraphLine(lines: readonly Line[], index: number, blocks: Block[]): number {
  const line = lines[index] as Line;
  const next = lines[index + 1];
  const quote = /^[\s>]*/.exec(line.text)?.[0].length ?? 0;
  const run = trimmed(line, quote);
  const underline = next && UNDERLINE.exec(next.text);
  if (underline) {
    blocks.push({ kind: 'heading', level: underline[1] === '=' ? 1 : 2, ...run });
    return index + 2;
  }
  const previous = blocks.at(-1);
  if (previous && continues(previous, lines, index)) {
    blocks[blocks.length - 1] = { ...previous, end: run.end };
  } else if (run.end > run.start) {
    blocks.push(
      isUnmarkedItem(previous, lines, index)
        ? { kind: 'item', indent: 0, isUnmarked: true, ...run }
        : { kind: 'paragraph', ...run },
    );
  }
  return index + 1;
}

/** Whether the line is the rest of the item or paragraph before it. */
function continues(previous: Block, lines: readonly Line[], index: number): boolean {
  const text = (lines[index] as Line).text;
  const before = lines[index - 1]?.text ?? '';
  if (previous.kind === 'paragraph') return goesOn(before, text, widthAround(lines, index));
  const isIndented = /^\s{2,}\S/.test(text);
  return previous.kind === 'item' && isIndented && !/^[\p{Lu}][\w -]{0,30}:/u.test(text.trimStart());
}

/** Lines right below one that ends in a colon are its list, with bullets or without. */
function isUnmarkedItem(previous: Block | undefined, lines: readonly Line[], index: number): boolean {
  if (!isEntry(lines[index]?.text ?? '')) return false;
  if (previous?.kind === 'item') return previous.isUnmarked === true;
  return previous?.kind === 'paragraph' && (lines[index - 1]?.text.trimEnd().endsWith(':') ?? false);
}

function readFence(lines: readonly Line[], index: number, blocks: Block[]): number {
  const open = lines[index] as Line;
  const mark = (FENCE.exec(open.text)?.[1] ?? '```').slice(0, 3);
  let last = index + 1;
  while (last < lines.length && !(lines[last] as Line).text.trimStart().startsWith(mark)) last += 1;
  const close = lines[Math.min(last, lines.length - 1)] as Line;
  const start = open.start + (open.text.length - open.text.trimStart().length);
  blocks.push({ kind: 'code', start, end: close.start + close.text.trimEnd().length });
  return last + 1;
}

function readTable(lines: readonly Line[], index: number, blocks: Block[]): number {
  const headerLine = lines[index] as Line;
  const header = readCells(headerLine).map((cell) =>
    headerLine.text.slice(cell.start - headerLine.start, cell.end - headerLine.start).toLowerCase(),
  );
  let row = index + 2;
  while (row < lines.length) {
    const line = lines[row] as Line;
    if (!line.text.includes('|')) break;
    const cells = readCells(line);
    const filled = cells.filter((cell) => cell.end > cell.start);
    const [first, last] = [filled[0], filled.at(-1)];
    if (first && last) blocks.push({ kind: 'row', start: first.start, end: last.end, cells, header });
    row += 1;
  }
  return row;
}

function readCells(line: Line): readonly Run[] {
  const cells: Run[] = [];
  const text = line.text;
  let from = text.length - text.trimStart().length;
  if (text[from] === '|') from += 1;
  for (let i = from; i <= text.length; i += 1) {
    const isEnd = i === text.length;
    if (!isEnd && (text[i] !== '|' || text[i - 1] === '\\')) continue;
    if (!isEnd || text.slice(from).trim() !== '') cells.push(trimmed(line, from, i));
    from = i + 1;
  }
  return cells;
}

/** The part of a line between two columns without the white space around it. */
function trimmed(line: Line, from: number, to: number = line.text.length): Run {
  const part = line.text.slice(from, to);
  const lead = part.length - part.trimStart().length;
  const length = part.trim().length;
  return { start: line.start + from + lead, end: line.start + from + lead + length };
}
