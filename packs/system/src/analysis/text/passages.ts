import { type Block, readBlocks, type Run } from './blocks.ts';
import { splitLines } from './lines.ts';
import { splitSentences } from './sentences.ts';
import { FIELD_TITLE, OWNER_TITLE } from './table-titles.ts';

/** A stretch of the request that becomes one statement, and where it stands among the others. */
export interface Passage extends Run {
  readonly kind: 'heading' | 'item' | 'sentence' | 'row' | 'code';
  readonly text: string;
  /** Of a heading its level, of an item its depth (0 is outermost). */
  readonly level: number;
  /** Index of the heading it stands under. */
  readonly heading?: number;
  /** Index of the passage that introduces it: the item around a nested item, or the sentence ending in a colon before a list. */
  readonly parent?: number;
  /** A list follows that this passage introduces. */
  readonly isLeadIn?: boolean;
  /** Of a heading: a table of fields stands right below it. */
  readonly isOfFields?: boolean;
  readonly cells?: readonly Run[];
  readonly header?: readonly string[];
}

interface OpenItem {
  readonly indent: number;
  readonly index: number;
}

interface Cursor {
  readonly passages: Passage[];
  headings: { level: number; index: number }[];
  items: OpenItem[];
  /** A passage ending in a colon, waiting for the list it introduces. */
  leadIn: number | undefined;
}

/** Cuts the request into passages; `request.slice(start, end) === text` holds for each. */
export function readPassages(request: string): readonly Passage[] {
  const cursor: Cursor = { passages: [], headings: [], items: [], leadIn: undefined };
  const blocks = readBlocks(splitLines(request));
  for (const [index, block] of blocks.entries()) {
    readPassage(request, block, cursor, nextBlock(blocks, index));
  }
  return cursor.passages;
}

function nextBlock(blocks: readonly Block[], index: number): Block | undefined {
  return blocks.slice(index + 1, index + 4).find((block) => block.kind !== 'gap');
}

/** A row that names a field, and leaves it to the heading whose field it is. */
function isFieldRow(block: Block | undefined): boolean {
  return (
    block?.kind === 'row' &&
    block.header.some((title) => FIELD_TITLE.test(title)) &&
    !block.header.some((title) => OWNER_TITLE.test(title))
  );
}

function readPassage(request: string, block: Block, cursor: Cursor, next: Block | undefined): void {
  switch (block.kind) {
    case 'gap':
      return;
    case 'heading':
      return openHeading(request, block, cursor, isFieldRow(next));
    case 'item':
      return addItem(request, block, cursor);
    case 'code':
      add(request, block, cursor, { kind: 'code', level: 0 });
      return;
    case 'row':
      return addRow(request, block, cursor);
    case 'paragraph':
      return addParagraph(request, block, cursor, next?.kind === 'item' || next?.kind === 'row');
  }
}

function addRow(request: string, block: Extract<Block, { kind: 'row' }>, cursor: Cursor): void {
  add(request, block, cursor, {
    kind: 'row',
    level: 0,
    cells: block.cells,
    header: block.header,
    ...(cursor.leadIn === undefined ? {} : { parent: cursor.leadIn }),
  });
}

function openHeading(
  request: string,
  block: Run & { level: number },
  cursor: Cursor,
  isOfFields: boolean,
): void {
  if (block.end <= block.start) return;
  cursor.headings = cursor.headings.filter((open) => open.level < block.level);
  const index = add(request, block, cursor, {
    kind: 'heading',
    level: block.level,
    ...(isOfFields ? { isOfFields } : {}),
  });
  cursor.headings.push({ level: block.level, index });
  cursor.items = [];
  cursor.leadIn = undefined;
}

function addItem(request: string, block: Run & { indent: number }, cursor: Cursor): void {
  cursor.items = cursor.items.filter((open) => open.indent < block.indent);
  const parent = cursor.items.at(-1)?.index ?? cursor.leadIn;
  const sentences = splitSentences(request, block);
  let first: number | undefined;
  for (const sentence of sentences) {
    const index = add(request, sentence, cursor, {
      kind: 'item',
      level: cursor.items.length,
      ...(COLON.test(request.slice(sentence.start, sentence.end)) ? { isLeadIn: true } : {}),
      ...(parent === undefined ? {} : { parent }),
    });
    first ??= index;
  }
  if (first !== undefined) cursor.items.push({ indent: block.indent, index: first });
}

function addParagraph(request: string, block: Run, cursor: Cursor, isBeforeList: boolean): void {
  cursor.items = [];
  cursor.leadIn = undefined;
  const sentences = splitSentences(request, block);
  for (const [position, sentence] of sentences.entries()) {
    const text = request.slice(sentence.start, sentence.end);
    const isLast = position === sentences.length - 1;
    const isLeadIn = COLON.test(text) || (isBeforeList && isLast && isNameOnly(text));
    const index = add(request, sentence, cursor, {
      kind: 'sentence',
      level: 0,
      ...(isLeadIn ? { isLeadIn } : {}),
    });
    cursor.leadIn = isLeadIn ? index : undefined;
  }
}

const COLON = /[:：]["”*_]*$/u;

/** A few words without a full stop right before a list introduce it: `Apartments`. */
function isNameOnly(text: string): boolean {
  return !/[.!?]$/.test(text) && text.split(/\s+/).length <= 4;
}

function add(
  request: string,
  run: Run,
  cursor: Cursor,
  rest: Omit<Passage, 'text' | 'start' | 'end'>,
): number {
  const heading = cursor.headings.at(-1)?.index;
  cursor.passages.push({
    start: run.start,
    end: run.end,
    text: request.slice(run.start, run.end),
    ...(heading === undefined ? {} : { heading }),
    ...rest,
  });
  return cursor.passages.length - 1;
}
